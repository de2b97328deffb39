"""What of a center's research and cycle waits for a person, for the work list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.research.models import CycleExtension, CycleStep, ExtensionState, Milestone, StepState
from xiangchuang.research.progress import with_progress

LISTED: Final = 20
OVERSEERS: Final = frozenset({Role.OFFICER, Role.DIVISION_HEAD})
KEEPERS: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
_HANDED_IN: Final = Matter(lambda: CycleStep.objects.filter(state=StepState.HANDED_IN))
_ASKED: Final = Matter(lambda: CycleExtension.objects.filter(state=ExtensionState.ASKED))
_STEPS: Final = Matter(lambda: CycleStep.objects.filter(state__in=[StepState.OPEN, StepState.RETURNED]))
_MILESTONES: Final = Matter(lambda: Milestone.objects.filter(withdrawn_at=None, reached_on=None))
MATTERS: Final = (_HANDED_IN, _ASKED, _STEPS, _MILESTONES)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield what waits for the actor in a fixed number of queries."""
    if actor.roles & OVERSEERS:
        yield from _to_judge()
    runs = _STEPS.is_there() or _MILESTONES.is_there()
    if actor.roles & KEEPERS and runs and ask_once(keeps_a_center, actor):
        yield from _to_do(kept_centers(actor), clock.today())


def _to_judge() -> Iterator[Errand]:
    if _HANDED_IN.is_there():
        yield from _steps_to_judge()
    if _ASKED.is_there():
        yield from _wishes_to_answer()


def _steps_to_judge() -> Iterator[Errand]:
    steps = CycleStep.objects.filter(state=StepState.HANDED_IN).select_related("center__founding_case")
    for step in steps.order_by("handed_in_at")[:LISTED]:
        page = reverse("research:judge", args=[step.center_id, step.code])
        yield _errand(step.center, _("审查%(step)s") % {"step": _step_words(step)}, page)


def _wishes_to_answer() -> Iterator[Errand]:
    wishes = CycleExtension.objects.filter(state=ExtensionState.ASKED).select_related("center")
    for wish in wishes.order_by("asked_at")[:LISTED]:
        page = reverse("research:answer-extension", args=[wish.center_id, wish.pk])
        yield _errand(wish.center, _("答复延期申请"), page)


def _to_do(centers: "QuerySet[Center]", today: date) -> Iterator[Errand]:
    days = current_pack().research.warning_days
    for center in with_progress(centers, today=today, warning_days=days)[:LISTED]:
        page = reverse("research:schedule", args=[center.pk])
        if center.late:
            what = ngettext("%(count)s 个里程碑逾期", "%(count)s 个里程碑逾期", center.late)
            yield _errand(center, what % {"count": center.late}, page)
        if center.soon:
            what = ngettext("%(count)s 个里程碑临近", "%(count)s 个里程碑临近", center.soon)
            yield _errand(center, what % {"count": center.soon}, page)
    near = Q(state=StepState.RETURNED) | Q(
        state=StepState.OPEN, obligation__due_on__lte=today + timedelta(days=days)
    )
    steps = CycleStep.objects.filter(near, center__in=centers).select_related(
        "center__founding_case", "obligation"
    )
    for step in steps.order_by("obligation__due_on", "pk")[:LISTED]:
        what = _("提交%(step)s材料") % {"step": _step_words(step)}
        page = reverse("research:cycle", args=[step.center_id])
        yield _errand(step.center, what, page, step.rework_by or step.obligation.due_on)


def _errand(center: Center, what: str, url: str, due_on: date | None = None) -> Errand:
    return Errand(what, center.name, url, due_on, clause="3.3-3", is_sample=center.is_sample)


def _step_words(step: CycleStep) -> str:
    return words(pack_of(step.center.founding_case).research.cycle_step(step.code).label)
