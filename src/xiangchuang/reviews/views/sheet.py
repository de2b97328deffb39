"""The plan with its score sheet: kept while the expert types, saved by the button, submitted for good."""

from typing import Any, ClassVar, Final

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.procedure.errors import NotFound, Refusal
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.plan_pdf import masked_plan_pdf
from xiangchuang.proposals.plan_word import masked_plan_word
from xiangchuang.proposals.reading_mask import mask_for
from xiangchuang.proposals.views.plan_pages import pdf_answer, word_answer
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.masked_plan import mask_of_case
from xiangchuang.reviews.models import Review, Seat, SeatState
from xiangchuang.reviews.opinion_lines import lines_of
from xiangchuang.reviews.queries import sees_inside
from xiangchuang.reviews.reading_text import ReadingText, reading_text
from xiangchuang.reviews.sheet import anchor_of, review_sheet
from xiangchuang.reviews.sheet_words import draft_words, kept_words
from xiangchuang.reviews.views.reading import SeatHolderView
from xiangchuang.reviews.write_review import (
    SAVE,
    SUBMIT,
    OpinionDraft,
    ReviewDraft,
    items_for,
    keep_review,
    read_revision,
    save_review,
    submit_review,
)

KEPT: Final = "review_sheet_kept"
"""In the session: what was sent after the sign-in had expired, until it is saved."""
_FIELDS: Final = ("points_", "why_", "section_", "severity_", "quote_", "demand_", "verdict", "summary")
MOST_KEPT: Final = 200_000
"""Signs of one sheet: what all its fields take together, several times over."""
MOST_CITED: Final = 500
"""Signs of a passage taken over whole; a longer one is quoted by its beginning, or by selecting words."""


class ReviewView(SeatHolderView):
    """The plan, folded out beneath the item it is scored by, and the sheet, on one page."""

    verb = SUBMIT
    form_class = review_forms.ReviewForm
    template_name = "reviews/review.html"
    done_message = _("评审意见已提交，内容已固定。")
    is_final = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Keep what is sent without a sign-in until the person has signed in again."""
        if not self.actor.is_authenticated:
            if request.method == "POST":
                _put_by(request, kwargs["number"])
            return redirect_to_login(reverse("reviews:submit-review", args=[kwargs["number"]]))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if self.seat.state == SeatState.INVITED:
            return redirect("reviews:declare-no-conflict", number)
        return super().get(request, number)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Before the declaration nothing of the plan is shown, not even around a form that is wrong."""
        if self.seat.state == SeatState.INVITED:
            return redirect("reviews:declare-no-conflict", number)
        return super().post(request, number)

    @cached_property
    def text(self) -> ReadingText:
        """The plan as this expert reads it."""
        review = Review.objects.filter(seat=self.seat).select_related("revision").first()
        self.revision = review.revision if review else read_revision(self.case)
        return reading_text(self.revision, mask_for(self.actor, self.case))

    def restored(self) -> dict[str, str]:
        """Return what this seat's holder typed before the sign-in expired."""
        kept = self.request.session.get(KEPT)
        if not kept or (kept["case"], kept["seat"]) != (self.case.number, str(self.seat.pk)):
            return {}
        return dict(kept["typed"])

    def initial(self) -> dict[str, Any]:
        return self.restored() if self.request.method == "GET" else {}

    def form_arguments(self) -> dict[str, Any]:
        seat, pack = self.seat, pack_of(self.case)
        review = Review.objects.filter(seat=seat).prefetch_related("scores").first()
        return {
            "items": items_for(seat.kind, pack), "pack": pack, "review": review,
            "is_final": self.is_final, "shown": self.text.shown,
        }  # fmt: skip

    def page(self, form: forms.Form, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        self.overtaken = refusal is not None and refusal.status == 409
        return super().page(form, refusal=refusal, status=status)

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, review_forms.ReviewForm)
        submit_review(actor=self.actor, case=self.case, seat_seen=seen, draft=form.draft())
        self.request.session.pop(KEPT, None)
        return ""

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        seat, pack = context["seat"], pack_of(self.case)
        review = Review.objects.filter(seat=seat).select_related("revision").first()
        is_fixed = seat.state == SeatState.SUBMITTED
        cite_at = "" if is_fixed else reverse("reviews:save-review", args=[self.case.number])
        sheet = review_sheet(self.revision, self.text, kind=seat.kind, pack=pack, cite_at=cite_at)
        return context | {
            "review": review,
            "revision": self.revision,
            "sheet": sheet,
            "rows": [
                {
                    "line": line,
                    "points": self.shown[f"points_{line.item.code}"],
                    "why": self.shown[f"why_{line.item.code}"],
                }
                for line in sheet.items
            ],
            "opinions": self._opinion_rows(),
            "earlier": lines_of(self.own_opinions(), pack, mask=self.text.mask),
            "is_fixed": is_fixed,
            "is_masked": self.text.mask is not None,
            "is_restored": bool(self.restored()) and self.request.method == "GET",
            "kept_words": kept_words(review) if review else "",
            # Of two windows the other has saved: both texts are before the person, who goes on from both.
            "theirs": review if self.overtaken and not is_fixed else None,
            "theirs_words": draft_words(review, pack, self.text.shown) if self.overtaken and review else "",
            "finance": pack.panel.finance_reading,
            **({"seen": seat.version} if self.overtaken else {}),
        }

    def _opinion_rows(self) -> list[dict[str, Any]]:
        """Return the fields of each opinion, with the place of what it quotes."""
        assert isinstance(self.shown, review_forms.ReviewForm)
        rows = []
        for fields in self.shown.opinion_rows:
            section, _severity, quote, _demand = fields
            words = quote.value() or ""
            passage = self.text.cited(section.value() or "", words) if words else None
            place = anchor_of(passage.section, passage.block) if passage else ""
            rows.append({"fields": fields, "place": place, "is_lost": bool(words) and passage is None})
        return rows


class SaveReviewView(ReviewView):
    """Save the draft; with `cite` the passage that was pointed at opens an opinion of its own."""

    verb = SAVE
    is_final = False

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, review_forms.ReviewForm)
        draft = form.draft()
        save_review(actor=self.actor, case=self.case, seat_seen=seen, draft=self._with_cited(draft))
        self.request.session.pop(KEPT, None)
        return _("草稿已保存 %(time)s，尚未提交。") % {"time": _time()}

    def _with_cited(self, draft: ReviewDraft) -> ReviewDraft:
        section, _space, block = self.request.POST.get("cite", "").partition(" ")
        words = self.text.passage(section, block, MOST_CITED) if block else ""
        if not words:
            return draft
        self.cited = len(draft.opinions)
        opinions = (*draft.opinions, OpinionDraft(section, "", quote=words))
        return ReviewDraft(draft.scores, draft.verdict, draft.summary, opinions)

    def next_url(self) -> str:
        cited = getattr(self, "cited", None)
        place = f"#opinion-{cited}" if cited is not None else ""
        return reverse("reviews:submit-review", args=[self.case.number]) + place


class KeepReviewView(SaveReviewView):
    """Keep what is being typed; answer with the seat's version, what is kept and when, or with why not."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer 401 where a page would lead to the sign-in."""
        if not self.actor.is_authenticated:
            said = _("登录已过期，文字还在页面上。点“保存草稿”，重新登录后会自动带回。")
            return JsonResponse({"message": said}, status=401)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        form = self.form()
        assert isinstance(form, review_forms.ReviewForm)
        # What is right is kept although a field is wrong; the words say which.
        wrong = [] if form.is_valid() else [str(found[0]) for found in form.errors.values()]
        review = keep_review(actor=self.actor, case=self.case, seat_seen=self.seen, draft=form.draft())
        request.session.pop(KEPT, None)
        version = Seat.objects.values_list("version", flat=True).get(pk=review.seat_id)
        said = _("已自动保存 %(at)s：%(what)s。尚未提交。") % {"at": _time(), "what": kept_words(review)}
        return JsonResponse({"version": version, "message": " ".join([said, *wrong])})


class MaskedPlanFile(SeatHolderView):
    """The plan as PDF or Word under the mask: for an expert who has declared, as the sheet shows it.

    The department looks at it before it opens the reading: no program knows every name a text may use.
    """

    verb = SAVE
    http_method_names: ClassVar[list[str]] = ["get", "head"]  # type: ignore[misc]
    kind = ""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if sees_inside(self.actor, self.case):
            mask = mask_of_case(self.case)
        else:
            mask = mask_for(self.actor, self.case) if self.seat.state != SeatState.INVITED else None
        if mask is None:
            raise NotFound(_("没有这份文件，或者它现在不归您看。"))
        revision = read_revision(self.case)
        name = f"{number}-建设方案-修订{revision.number}"
        if self.kind == "pdf":
            return pdf_answer(masked_plan_pdf(revision, mask), f"{name}.pdf")
        return word_answer(masked_plan_word(revision, mask), f"{name}.docx")


def _put_by(request: HttpRequest, number: str) -> None:
    typed = {key: str(value) for key, value in request.POST.items() if key.startswith(_FIELDS)}
    if sum(map(len, typed.values())) <= MOST_KEPT:
        request.session[KEPT] = {"case": number, "seat": request.POST.get("seat", ""), "typed": typed}


def _time() -> str:
    return clock.now().astimezone(clock.SHANGHAI).strftime("%H:%M:%S")
