"""Pages of a panel's member around the meeting: reply, question, second scoring, signature."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.confirm_person import confirm_person
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.meeting import forms as meeting_forms
from xiangchuang.reviews.meeting.convene import REPLY, reply_to_invitation
from xiangchuang.reviews.meeting.meeting_page import item_lines
from xiangchuang.reviews.meeting.models import PanelMeeting, Statement
from xiangchuang.reviews.meeting.questions import ASK, ask_question
from xiangchuang.reviews.meeting.second_scoring import KEEP, SCORE_AGAIN, keep_scores, score_again
from xiangchuang.reviews.meeting.statement import SIGN, sign_statement, statement_of
from xiangchuang.reviews.models import Review
from xiangchuang.reviews.scores import second_of, with_scores
from xiangchuang.reviews.views.reading import SeatHolderView


class MemberView(SeatHolderView):
    """A page of somebody who sits on the panel, about its meeting."""

    def meeting(self) -> PanelMeeting:
        """Return the meeting of the round under way; 404 before it is called."""
        rows = PanelMeeting.objects.filter(panel=self.seat.panel_id)
        found = rows.select_related("panel__run", "panel__case", "statement").first()
        if found is None:
            raise NotFound(_("还没有通知召开论证会。"))
        return found

    def next_url(self) -> str:
        return reverse("reviews:panel-meeting", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        return super().extra_context() | {"meeting": self.meeting()}


class ReplyView(MemberView):
    verb = REPLY
    form_class = meeting_forms.ReplyForm
    template_name = "reviews/meeting/reply.html"
    done_message = gettext_lazy("已答复，会议开始前可以更改。")

    def initial(self) -> dict[str, Any]:
        row = self.meeting().attendances.filter(seat=self.seat, replied_at__isnull=False).first()
        return {"comes": "yes" if row.comes else "no", "reason": row.reason} if row else {}

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        reply_to_invitation(
            actor=self.actor, case=self.case, seat_seen=seen, comes=data["comes"] == "yes",
            reason=data["reason"],
        )  # fmt: skip
        return ""


class AskView(MemberView):
    verb = ASK
    form_class = meeting_forms.QuestionForm
    template_name = "reviews/meeting/ask.html"
    done_message = gettext_lazy("问题已送达申报单位，不显示提问人。")

    def do(self, form: forms.Form, seen: int) -> str:
        ask_question(actor=self.actor, case=self.case, text=form.cleaned_data["text"])
        return ""


class ScoreAgainView(MemberView):
    """The own sheet once more, beside the first points; one press keeps them all."""

    verb = SCORE_AGAIN
    form_class = meeting_forms.SecondScoringForm
    template_name = "reviews/meeting/score_again.html"
    done_message = gettext_lazy("更改已记录，原评分同时保留。")

    def review(self) -> Review:
        rows = Review.objects.filter(seat=self.seat, submitted_at__isnull=False)
        found = with_scores(rows).select_related("seat__panel", "second").first()
        if found is None:
            raise NotFound(_("您还没有提交第一次评分。"))
        return found

    def form_arguments(self) -> dict[str, Any]:
        return {"review": self.review(), "pack": pack_of(self.case)}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, meeting_forms.SecondScoringForm)
        score_again(actor=self.actor, case=self.case, seat_seen=seen, draft=form.draft())
        return ""

    def extra_context(self) -> dict[str, Any]:
        pack, review, form = pack_of(self.case), self.review(), self.shown
        assert isinstance(form, meeting_forms.SecondScoringForm)
        lines = item_lines(review, pack)
        rows = [
            (line, form[f"points_{item.code}"], form[f"why_{item.code}"])
            for item, line in zip(form.items, lines, strict=True)
        ]
        return super().extra_context() | {"rows": rows, "second": second_of(review), "review": review}


class KeepScoresView(MemberView):
    """The one press of who keeps the first scoring."""

    verb = KEEP
    done_message = gettext_lazy("已确认维持原评分。")

    def do(self, form: forms.Form, seen: int) -> str:
        keep_scores(actor=self.actor, case=self.case, seat_seen=seen)
        return ""


class SignStatementView(MemberView):
    """The whole text as it is signed; the own password is asked for once more."""

    verb = SIGN
    form_class = meeting_forms.SignatureForm
    template_name = "reviews/meeting/sign.html"
    done_message = gettext_lazy("已签署。")

    def statement(self) -> Statement:
        found = statement_of(self.meeting())
        if found is None:
            raise NotFound(_("没有等待签署的论证意见。"))
        return found

    def initial(self) -> dict[str, Any]:
        return {"text_seen": self.statement().text_sha256}

    def do(self, form: forms.Form, seen: int) -> str:
        data = form.cleaned_data
        confirmation = confirm_person(self.request, actor=self.actor, password=data["password"])
        sign_statement(
            actor=self.actor, case=self.case, text_seen=data["text_seen"], confirmation=confirmation,
            dissent=data["dissent"] if data["stance"] == "dissent" else None,
        )  # fmt: skip
        return ""

    def extra_context(self) -> dict[str, Any]:
        statement = self.statement()
        own = statement.signatures.filter(seat=self.seat).first()
        return super().extra_context() | {"statement": statement, "own": own}
