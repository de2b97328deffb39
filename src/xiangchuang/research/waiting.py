"""What of a center's research and cycle waits for a person, as lines for the work list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.research.models import CycleExtension, CycleStep, ExtensionState, StepState
from xiangchuang.research.progress import with_progress

LISTED: Final = 20
_OVERSEERS: Final = frozenset({Role.OFFICER, Role.DIVISION_HEAD})


@dataclass(frozen=True)
class WaitingLine:
    """What waits, in words, and the page on which it is done; `is_late` when its day has passed."""

    label: str
    url: str
    is_late: bool = False


def waiting_lines(actor: Actor) -> list[WaitingLine]:
    """Return what waits for the actor, late first; it costs nothing to those without a part in it."""
    lines: list[WaitingLine] = []
    if actor.roles & _OVERSEERS:
        lines += _to_judge()
    if actor.holds(Role.CENTER_STAFF) or actor.holds(Role.LEAD):
        lines += _to_do(_kept_by(actor), clock.today())
    return sorted(lines, key=lambda line: not line.is_late)


def _to_judge() -> list[WaitingLine]:
    steps = CycleStep.objects.filter(state=StepState.HANDED_IN).select_related("center__founding_case")
    wishes = CycleExtension.objects.filter(state=ExtensionState.ASKED).select_related("center")
    lines = [
        WaitingLine(
            _("%(center)s：审查%(step)s") % {"center": step.center.name, "step": _step_words(step)},
            reverse("research:judge", args=[step.center_id, step.code]),
        )
        for step in steps.order_by("handed_in_at")[:LISTED]
    ]
    return lines + [
        WaitingLine(
            _("%(center)s：答复延期申请") % {"center": wish.center.name},
            reverse("research:answer-extension", args=[wish.center_id, wish.pk]),
        )
        for wish in wishes.order_by("asked_at")[:LISTED]
    ]


def _to_do(centers: "QuerySet[Center]", today: date) -> list[WaitingLine]:
    days = current_pack().research.warning_days
    lines = [
        WaitingLine(
            _("%(center)s：里程碑逾期 %(late)d 个、临近 %(soon)d 个")
            % {"center": center.name, "late": center.late, "soon": center.soon},
            reverse("research:schedule", args=[center.pk]),
            is_late=center.late > 0,
        )
        for center in with_progress(centers, today=today, warning_days=days)[:LISTED]
        if center.late or center.soon
    ]
    near = Q(state=StepState.RETURNED) | Q(
        state=StepState.OPEN, obligation__due_on__lte=today + timedelta(days=days)
    )
    steps = CycleStep.objects.filter(near, center__in=centers).select_related(
        "center__founding_case", "obligation"
    )
    return lines + [
        WaitingLine(
            _("%(center)s：提交%(step)s材料") % {"center": step.center.name, "step": _step_words(step)},
            reverse("research:cycle", args=[step.center_id]),
            is_late=(step.rework_by or step.obligation.due_on) < today,
        )
        for step in steps.order_by("obligation__due_on", "pk")[:LISTED]
    ]


def _step_words(step: CycleStep) -> str:
    return words(pack_of(step.center.founding_case).research.cycle_step(step.code).label)


def _kept_by(actor: Actor) -> "QuerySet[Center]":
    staff = actor.organizations_as(Role.CENTER_STAFF)
    lead = actor.organizations_as(Role.LEAD)
    return Center.objects.filter(Q(organization__in=staff) | Q(lead__in=staff | lead))
