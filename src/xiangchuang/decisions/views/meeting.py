"""Pages of the leadership meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.decisions import record_meeting as verbs
from xiangchuang.decisions.call_sitting import sitting_of_run
from xiangchuang.decisions.forms import MeetingForm
from xiangchuang.decisions.matters import matter_of
from xiangchuang.decisions.models import Meeting, MeetingDecision
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.models import CaseMatter
from xiangchuang.procedure.packs import pack_of


class _MeetingPage(ActView):
    @property
    def meeting(self) -> Meeting | None:
        """The record of the stage under way."""
        return self.case.meetings.filter(run__closed_at__isnull=True).select_related("recorded_by").first()

    def extra_context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "sends_letter": matter_of(self.case).letter is not None}


class RecordMeeting(_MeetingPage):
    verb = verbs.RECORD
    form_class = MeetingForm
    done_message = gettext_lazy("会议记录已登记，等待厅领导确认执行。")

    def form_arguments(self) -> dict[str, Any]:
        stage = pack_of(self.case).procedures[self.case.kind].stage(self.case.stage_code)
        # A page opened after the stage has moved on still shows all, and the verb refuses.
        return {
            "decisions": verbs.possible_decisions(stage) or tuple(MeetingDecision),
            "has_terms": self.case.matter == CaseMatter.APPROVAL,
        }

    def initial(self) -> dict[str, Any]:
        meeting = self.meeting
        if meeting is None:
            run = self.case.runs.filter(closed_at__isnull=True, stage_kind="meeting").first()
            sitting = sitting_of_run(run) if run else None
            if sitting is None:
                return {}
            return {"title": sitting.title, "held_on": sitting.held_on, "attendees": sitting.present}
        names = ("title", "held_on", "attendees", "decision", "reasons", "terms")
        return {name: getattr(meeting, name) for name in names}

    def do(self, form: forms.Form, seen: int) -> str:
        draft = verbs.MeetingDraft(**form.cleaned_data)
        verbs.record_meeting(actor=self.actor, case=self.case, seen=seen, draft=draft)
        return ""


class ConfirmMeeting(_MeetingPage):
    verb = verbs.CONFIRM
    template_name = "decisions/confirm_meeting.html"

    def do(self, form: forms.Form, seen: int) -> str:
        meeting = self.meeting
        verbs.confirm_meeting(actor=self.actor, case=self.case, seen=seen)
        return _("会议决定已执行：%s") % (meeting.get_decision_display() if meeting else "")
