"""Pages of an expert: the declaration, the recusal, earlier opinions; the sheet is in `sheet`."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.typed import whole
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound, NotPermitted, Refusal
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.key_people import key_people
from xiangchuang.proposals.reading_mask import mask_for, shown_title
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.answered_opinions import answered_opinions
from xiangchuang.reviews.conflicts import consortium_of
from xiangchuang.reviews.due import due_reading
from xiangchuang.reviews.models import Opinion, OpinionState, Seat, SeatState
from xiangchuang.reviews.opinion_lines import standing_of
from xiangchuang.reviews.opinions import SETTLE_OWN, settle_own_opinion
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.queries import seat_in_progress
from xiangchuang.reviews.reading import DECLARE, RECUSE, declare_no_conflict, recuse


class SeatHolderView(ActView):
    """A page of the person who holds a seat in the running round; `seen` is the seat's version."""

    def page(self, form: forms.Form, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        """Draw the page with the name of the case as the reader may see it; the row at hand is not saved."""
        self.case.title = shown_title(self.actor, self.case)
        return super().page(form, refusal=refusal, status=status)

    @property
    def seat(self) -> Seat:
        seat = seat_in_progress(self.actor, self.case)
        if seat is None:
            raise NotPermitted(_("您不在本轮专家组中。"), clause="5.2-1")
        return seat

    def own_opinions(self) -> list[Opinion]:
        """Return what this expert demanded in earlier rounds."""
        own = Opinion.objects.filter(case=self.case, review__seat__expert=self.seat.expert_id)
        return list(own.filter(released_at__isnull=False).select_related("review__revision"))

    def extra_context(self) -> dict[str, Any]:
        seat = self.seat
        kind = panel_rule(self.case, pack_of(self.case)).kind(seat.kind)
        return {
            "seen": self.seen or seat.version, "seat": seat, "kind": kind,
            "due": due_reading(seat.panel.run),
        }  # fmt: skip


class DeclareView(SeatHolderView):
    verb = DECLARE
    template_name = "reviews/declare.html"
    done_message = _("已声明。现在可以审阅方案。")

    def get(self, request: Any, number: str) -> HttpResponse:
        if self.seat.state != SeatState.INVITED:
            return redirect("reviews:submit-review", number)
        return super().get(request, number)

    def do(self, form: forms.Form, seen: int) -> str:
        declare_no_conflict(actor=self.actor, case=self.case, seat_seen=seen)
        return ""

    def next_url(self) -> str:
        return reverse("reviews:submit-review", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        consortium = consortium_of(self.case)
        return super().extra_context() | {
            "lead": list(consortium.lead.values()),
            "members": list(consortium.members.values()),
            "rules": pack_of(self.case).panel.conflicts,
            "people": key_people(self.case),
        }


class RecuseView(SeatHolderView):
    verb = RECUSE
    form_class = review_forms.RecusalForm
    template_name = "reviews/recuse.html"
    done_message = _("已回避。省科技厅会另选专家，您不必再办理。")

    def do(self, form: forms.Form, seen: int) -> str:
        recuse(actor=self.actor, case=self.case, seat_seen=seen, reason=form.cleaned_data["reason"])
        return ""

    def next_url(self) -> str:
        try:
            return reverse("workbench:work-list")
        except NoReverseMatch:
            return "/"


class SettleOwnView(SeatHolderView):
    """What the expert had demanded, each with answer and passage then and now; settled here (?opinion=)."""

    verb = SETTLE_OWN
    form_class = review_forms.RejoinderForm
    template_name = "reviews/settle.html"
    done_message = _("已核对。")

    def opinion(self) -> Opinion:
        own = {opinion.pk: opinion for opinion in self.own_opinions()}
        number = whole(self.request.GET.get("opinion", ""), 0)
        if number not in own:
            raise NotFound(_("本案卷没有这条论证意见。"))
        return own[number]

    def get(self, request: Any, number: str) -> HttpResponse:
        if request.GET.get("opinion"):
            self.opinion()
        return super().get(request, number)

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        opinion = settle_own_opinion(
            actor=self.actor, case=self.case, seat_seen=seen, opinion_id=self.opinion().pk,
            state=OpinionState(data["state"]), rejoinder=data["rejoinder"],
        )  # fmt: skip
        return _("第 %(number)s 条已核对。") % {"number": opinion.number}

    def next_url(self) -> str:
        page = reverse("reviews:settle-own-opinion", args=[self.case.number])
        return f"{page}#opinion-{self.opinion().number}"

    def extra_context(self) -> dict[str, Any]:
        mask, pack = mask_for(self.actor, self.case), pack_of(self.case)
        sent = whole(self.request.GET.get("opinion", ""), 0) if self.request.method == "POST" else 0
        rows = [
            (one, self.shown if one.line.opinion.pk == sent else self._form(one.line.opinion))
            for one in answered_opinions(self.own_opinions(), self.case, pack, mask=mask)
        ]
        return super().extra_context() | {
            "rows": rows, "shows_plan": mask is None,
            "standing": standing_of((one.line for one, _form in rows), self.seat.panel.run.round),
        }  # fmt: skip

    def _form(self, opinion: Opinion) -> forms.Form:
        said = {"rejoinder": opinion.rejoinder}
        if opinion.state == OpinionState.CLOSED:
            said["state"] = opinion.state
        return self.form_class(initial=said, auto_id=f"o{opinion.pk}_%s")
