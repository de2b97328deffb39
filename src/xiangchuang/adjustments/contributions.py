"""What adjustments add: verbs and guards of their matter, messages, errands, parts of a center's file."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.adjustments import (  # noqa: F401 - importing the verbs registers them with the kernel
    decide_adjustment,
    hear_center,
    move_measure,
    papers,
    waiting,
)
from xiangchuang.adjustments.daily import rectifications_of_the_day
from xiangchuang.adjustments.document_text import adjustment_notice
from xiangchuang.adjustments.messages import KINDS
from xiangchuang.adjustments.models import Hearing, PointProgress
from xiangchuang.adjustments.panels import changes_panel, standing_panel
from xiangchuang.adjustments.queries import adjustment_of
from xiangchuang.calendars import clock
from xiangchuang.centers.daily import contribute_daily_step
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.obligations import leave_out_of_reporting
from xiangchuang.centers.queries import visible_to
from xiangchuang.centers.registers.register import Panel, contribute_panel
from xiangchuang.decisions.matters import MatterInDecision, contribute_matter
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.parties import Parties, contribute_parties

ACTS = {
    "draft_motion": _("拟处理意见"),
    "answer_hearing": _("中心陈述意见"),
    "submit_rectification_plan": _("报送整改方案"),
    "agree_rectification_plan": _("同意整改方案"),
    "return_rectification_plan": _("退回整改方案"),
    "report_rectification": _("报告整改进展"),
    "record_recheck": _("登记整改复核"),
    "sign_recheck": _("签署复核记录"),
    "conclude_recheck": _("作出复核结论"),
    "close_wind_up": _("办结清理"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_parties("adjustment", _parties)
    contribute_matter("adjustment", MatterInDecision(adjustment_notice))
    contribute_errands(waiting.CENTER_ROLES | waiting.DEPARTMENT_ROLES, waiting.errands, waiting.MATTERS)
    contribute_daily_step("rectifications", rectifications_of_the_day)
    contribute_panel(Panel("overview", "adjustments/_standing.html", standing_panel, order=5))
    contribute_panel(Panel("changes", "adjustments/_adjustments.html", changes_panel, order=20))
    contribute_panel(Panel("support", "adjustments/_support_standing.html", standing_panel, order=5))
    leave_out_of_reporting(_still_centers)
    register_gate(hear_center.PURPOSE, _may_read)
    for kind in KINDS:
        register_message_kind(kind)
    papers.contribute()
    name_acts(ACTS)


def _parties(case: Case) -> Parties:
    center = adjustment_of(case.pk).center
    members = center.members.present(clock.today()).exclude(organization=center.lead_id)
    return Parties((center.lead,), tuple(m.organization for m in members.select_related("organization")))


def _still_centers(centers: "QuerySet[Center]", on: object) -> "QuerySet[Center]":
    return centers.filter(state__in=GOING_ON)


def _may_read(actor: Actor, file: StoredFile) -> bool:
    """Evidence of a hearing or of progress: the department, the center's own people and its city read it."""
    centers = visible_to(actor).values("pk")
    heard = Hearing.objects.filter(evidence=file, adjustment__center__in=centers)
    shown = PointProgress.objects.filter(evidence=file, point__rectification__center__in=centers)
    return heard.exists() or shown.exists()
