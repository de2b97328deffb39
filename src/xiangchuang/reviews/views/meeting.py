"""Pages of a panel's meeting: what it is for each who may know of it, and what officer and applicant do."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.set_papers import FORMS, find_form
from xiangchuang.files.store import store
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import NotFound, Refusal
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.offers import now_in
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.reviews.meeting import forms as meeting_forms
from xiangchuang.reviews.meeting.convene import (
    BEGIN,
    CONVENE,
    AgendaEntry,
    begin_meeting,
    convene_meeting,
    proposed_agenda,
)
from xiangchuang.reviews.meeting.meeting_page import MeetingPage, meeting_page, meetings_of, member_lines
from xiangchuang.reviews.meeting.minutes import MINUTES, keep_minutes
from xiangchuang.reviews.meeting.models import PanelMeeting, Statement
from xiangchuang.reviews.meeting.questions import (
    ANSWER,
    ASK_FOR_PANEL,
    PRESENT,
    PRESENTATION_KINDS,
    PRESENTATION_PURPOSE,
    answer_question,
    ask_question_for_panel,
    is_open,
    present_to_panel,
)
from xiangchuang.reviews.meeting.statement import (
    LAY,
    REMIND,
    REOPEN_DISCUSSION,
    lay_statement,
    remind_signers,
    reopen_discussion,
    statement_of,
)
from xiangchuang.reviews.meeting.statement_file import statement_bytes
from xiangchuang.reviews.meeting.statement_text import conclusion_words, proposed_text, reviews_of, votes_of
from xiangchuang.reviews.meeting.visibility import may_download
from xiangchuang.reviews.panel import active_seats

HERE = {
    "convene_meeting", "reply_to_invitation", "begin_meeting", "present_to_panel", "ask_question",
    "answer_question", "keep_minutes", "score_again", "lay_statement", "reopen_discussion", "sign_statement",
}  # fmt: skip
_USUAL_HOUR = time(9, 0)


@signed_in
@require_safe
@never_cache
def panel_meeting(request: ActorRequest, number: str) -> HttpResponse:
    """Show the meetings of a case, newest round first; for whom there is none, there is no such page."""
    case = visible_to(request.actor).filter(number=number).select_related("policy_version").first()
    if case is None:
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    pack = pack_of(case)
    case.title = shown_title(request.actor, case)
    pages = [meeting_page(case, request.actor, meeting, pack) for meeting in meetings_of(case)]
    shown = [page for page in pages if page is not None]
    offers = [offer for offer in now_in(case, request.actor).offers if offer.verb.code in HERE]
    if not shown and not offers:
        raise NotFound(_("没有论证会，或者它不归您办理。"))
    context = {
        "case": case, "pages": shown, "offers": offers, "forms": FORMS, "rule": pack.review.meeting,
        "may_remind": request.actor.holds("officer") and case.stage_kind == "review",
        "may_ask_for_panel": request.actor.holds("officer") and _is_open(case, shown),
    }  # fmt: skip
    return render(request, "reviews/meeting/meeting.html", context)


def _is_open(case: Case, pages: Sequence[MeetingPage]) -> bool:
    """Whether the newest meeting is that of the round under way and still discusses."""
    meeting = pages[0].meeting if pages else None
    return meeting is not None and meeting.panel.run.closed_at is None and is_open(meeting)


@signed_in
@require_safe
@never_cache
def statement_file(request: ActorRequest, number: str, pk: int, form: str) -> HttpResponse:
    """Give the statement with its signatures; who signed it may have it after the case is closed to them."""
    rows = Statement.objects.filter(pk=pk, meeting__panel__case__number=number)
    found = rows.select_related("meeting__panel__case__policy_version", "meeting__panel__run").first()
    wanted = find_form(form)
    if found is None or wanted is None or not may_download(request.actor, found):
        raise NotFound(_("没有这个文件。"))
    case = found.meeting.panel.case
    content = statement_bytes(found, case, pack_of(case), wanted)
    response = HttpResponse(content, content_type=MEDIA_TYPES[wanted])
    name = f"{number} 论证意见.{wanted}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


class MeetingActView(ActView):
    """A page on which somebody takes one step of the meeting, and comes back to it."""

    def meeting(self) -> PanelMeeting:
        """Return the meeting of the round under way; 404 before it is called."""
        rows = PanelMeeting.objects.filter(panel__run__case=self.case, panel__run__closed_at__isnull=True)
        found = rows.select_related("panel__run", "panel__case", "statement").first()
        if found is None:
            raise NotFound(_("还没有通知召开论证会。"))
        return found

    def next_url(self) -> str:
        return reverse("reviews:panel-meeting", args=[self.case.number])


class ConveneView(MeetingActView):
    verb = CONVENE
    form_class = meeting_forms.ConveneForm
    template_name = "reviews/meeting/convene.html"
    done_message = gettext_lazy("已通知专家和牵头单位。")

    def _known(self) -> PanelMeeting | None:
        rows = PanelMeeting.objects.filter(panel__run__case=self.case, panel__run__closed_at__isnull=True)
        return rows.first()

    def form_arguments(self) -> dict[str, Any]:
        known = self._known()
        if known is None:
            rule = pack_of(self.case).review.meeting
            return {"agenda": proposed_agenda(pack_of(self.case)) if rule else []}
        return {"agenda": [AgendaEntry(r.title, r.minutes, r.speaker) for r in known.agenda.all()]}

    def initial(self) -> dict[str, Any]:
        known = self._known()
        if known is None:
            return {"hour": _USUAL_HOUR}
        starts = timezone.localtime(known.starts_at, clock.SHANGHAI)
        return {"day": starts.date(), "hour": starts.time(), "place": known.place}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, meeting_forms.ConveneForm)
        convene_meeting(
            actor=self.actor, case=self.case, seen=seen, starts_at=form.starts_at(),
            place=form.cleaned_data["place"], agenda=form.agenda(),
        )  # fmt: skip
        return ""


class BeginView(MeetingActView):
    verb = BEGIN
    template_name = "reviews/meeting/begin.html"
    done_message = gettext_lazy("论证会已经开始，专家现在可以互相看到姓名、分数和结论。")

    def do(self, form: forms.Form, seen: int) -> str:
        begin_meeting(actor=self.actor, case=self.case, seen=seen)
        return ""

    def extra_context(self) -> dict[str, Any]:
        meeting = self.meeting()
        return {"meeting": meeting, "members": member_lines(meeting, [], pack_of(self.case))}


class PresentView(MeetingActView):
    verb = PRESENT
    form_class = meeting_forms.PresentationForm
    template_name = "reviews/meeting/present.html"
    done_message = gettext_lazy("汇报材料已提交，会议开始前可以更换。")

    def do(self, form: forms.Form, seen: int) -> str:
        self.meeting()
        file = store(
            actor=self.actor, upload=form.cleaned_data["file"], expect=PRESENTATION_KINDS,
            purpose=PRESENTATION_PURPOSE,
        )  # fmt: skip
        present_to_panel(actor=self.actor, case=self.case, seen=seen, file=file)
        return ""

    def extra_context(self) -> dict[str, Any]:
        return {"meeting": self.meeting()}


class AnswerQuestionsView(MeetingActView):
    """The applicant answers each question; nothing says whose it is."""

    verb = ANSWER
    form_class = meeting_forms.QuestionAnswersForm
    template_name = "reviews/meeting/answers.html"

    def form_arguments(self) -> dict[str, Any]:
        return {"questions": self.meeting().questions.all()}

    def do(self, form: forms.Form, seen: int) -> str:
        assert isinstance(form, meeting_forms.QuestionAnswersForm)
        changed = form.changed()
        with transaction.atomic():
            for question_id, question_seen, answer in changed:
                answer_question(
                    actor=self.actor, case=self.case, question_id=question_id, question_seen=question_seen,
                    answer=answer,
                )  # fmt: skip
        return _("已答复 %(n)s 个问题。") % {"n": len(changed)}

    def extra_context(self) -> dict[str, Any]:
        form = self.shown
        assert isinstance(form, meeting_forms.QuestionAnswersForm)
        return {
            "rows": [(q, form[f"answer_{q.pk}"], form[f"version_{q.pk}"]) for q in form.questions],
            "meeting": self.meeting(),
        }


class AskForPanelView(MeetingActView):
    verb = ASK_FOR_PANEL
    form_class = meeting_forms.QuestionForm
    template_name = "reviews/meeting/ask.html"
    done_message = gettext_lazy("问题已送达申报单位。")

    def do(self, form: forms.Form, seen: int) -> str:
        ask_question_for_panel(actor=self.actor, case=self.case, text=form.cleaned_data["text"])
        return ""

    def extra_context(self) -> dict[str, Any]:
        return {"meeting": self.meeting()}


class MinutesView(MeetingActView):
    """Minutes and attendance; kept while they are typed, and by the button."""

    verb = MINUTES
    form_class = meeting_forms.MinutesForm
    template_name = "reviews/meeting/minutes.html"
    done_message = gettext_lazy("会议记录已保存。")

    @property
    def seen(self) -> int:
        """The version of the minutes that the page showed."""
        typed = self.request.POST.get("version", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def form_arguments(self) -> dict[str, Any]:
        meeting = self.meeting()
        return {"seats": active_seats(meeting.panel), "attendances": meeting.attendances.all()}

    def initial(self) -> dict[str, Any]:
        return {"minutes": self.meeting().minutes}

    def do(self, form: forms.Form, seen: int) -> str:
        self.kept(form)
        return ""

    def kept(self, form: forms.Form) -> PanelMeeting:
        """Keep what the form holds."""
        assert isinstance(form, meeting_forms.MinutesForm)
        return keep_minutes(
            actor=self.actor, case=self.case, minutes_seen=self.seen, minutes=form.cleaned_data["minutes"],
            attendance=form.attendance(),
        )  # fmt: skip

    def extra_context(self) -> dict[str, Any]:
        meeting = self.meeting()
        return {"meeting": meeting, "version": self.seen or meeting.version}


class KeepMinutesView(MinutesView):
    """Keep what is being typed; answer with the version and the time, or with why not."""

    def post(self, request: Any, number: str) -> HttpResponse:
        form = self.form()
        try:
            self._refuse_strangers(self._stage)
            if not form.is_valid():
                return JsonResponse(
                    {"message": _("这一段没有保存：有一处填写不对。点“保存”查看。")}, status=422
                )
            meeting = self.kept(form)
        except Refusal as refusal:
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        assert meeting.minutes_saved_at is not None
        at = timezone.localtime(meeting.minutes_saved_at, clock.SHANGHAI).strftime("%H:%M:%S")
        return JsonResponse({"version": meeting.version, "message": _("已自动保存 %(at)s") % {"at": at}})


class LayView(MeetingActView):
    """The statement, begun with the words in force and the figures of the meeting."""

    verb = LAY
    form_class = meeting_forms.StatementForm
    template_name = "reviews/meeting/lay.html"
    done_message = gettext_lazy("已提请到会专家签署。")

    def initial(self) -> dict[str, Any]:
        meeting = self.meeting()
        statement = statement_of(meeting)
        if statement is not None:
            return {"text": statement.text}
        return {"text": proposed_text(self.case, meeting, pack_of(self.case))}

    def do(self, form: forms.Form, seen: int) -> str:
        lay_statement(actor=self.actor, case=self.case, seen=seen, text=form.cleaned_data["text"])
        return ""

    def extra_context(self) -> dict[str, Any]:
        meeting, pack = self.meeting(), pack_of(self.case)
        reviews = reviews_of(meeting)
        votes = votes_of(meeting, reviews, pack)
        return {
            "meeting": meeting, "votes": votes, "wanted": conclusion_words(votes),
            "rule": pack.review.meeting, "members": member_lines(meeting, reviews, pack),
            "statement": statement_of(meeting),
        }  # fmt: skip


class ReopenDiscussionView(MeetingActView):
    verb = REOPEN_DISCUSSION
    form_class = meeting_forms.ReopenForm
    done_message = gettext_lazy("已撤回，专家可以继续讨论和评分。")

    def do(self, form: forms.Form, seen: int) -> str:
        reason = form.cleaned_data["reason"]
        reopen_discussion(actor=self.actor, case=self.case, seen=seen, reason=reason)
        return ""


class RemindView(MeetingActView):
    """A button of the meeting's page."""

    verb = REMIND

    def do(self, form: forms.Form, seen: int) -> str:
        told = remind_signers(actor=self.actor, case=self.case)
        return _("已提醒 %(n)s 位专家签署。") % {"n": told} if told else _("今天已经提醒过，明天可以再提醒。")
