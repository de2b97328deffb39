"""A meeting with its agenda: called by the division head, cases put on it, printed before and after.

What it decides in each case is recorded and confirmed in that case (5.1-1 一事一议).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import AgendaItem, Sitting
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.models import CaseState, StageRun
from xiangchuang.procedure.perform import claim
from xiangchuang.procedure.queries import visible_to as cases_visible_to

ACTS: Final = {
    "call_sitting": gettext_lazy("安排会议"),
    "amend_sitting": gettext_lazy("修改会议安排"),
    "put_on_agenda": gettext_lazy("列入议程"),
    "take_off_agenda": gettext_lazy("移出议程"),
    "void_document": gettext_lazy("作废文件"),
}


@dataclass(frozen=True)
class SittingDraft:
    """What is written of a meeting; `present` and `absent` a name a line, known after it was held."""

    title: str
    held_on: date
    place: str
    chair: str
    recorder: str = ""
    present: str = ""
    absent: str = ""


def sittings_visible_to(actor: Actor) -> QuerySet[Sitting]:
    """Return the meetings: the department's own papers."""
    if not actor.roles & DEPARTMENT_STAFF:
        return Sitting.objects.none()
    return Sitting.objects.all()


def waiting_runs(actor: Actor) -> QuerySet[StageRun]:
    """Return the cases that wait for a meeting, oldest first, by their stage under way."""
    return (
        StageRun.objects.filter(
            stage_kind="meeting", closed_at__isnull=True, case__state=CaseState.OPEN,
            case__in=cases_visible_to(actor),
        )
        .select_related("case")
        .order_by("opened_at", "pk")
    )  # fmt: skip


def call_sitting(*, actor: Actor, draft: SittingDraft) -> Sitting:
    """Arrange a meeting with an empty agenda; raises NotPermitted, Invalid."""
    acting = _acting(actor)
    sitting = Sitting(called_by=actor.user, called_at=clock.now())
    _write_down(sitting, draft)
    with transaction.atomic():
        sitting.save()
        _note(actor, acting, "call_sitting", sitting, held_on=draft.held_on.isoformat())
    return sitting


def amend_sitting(*, actor: Actor, sitting: Sitting, seen: int, draft: SittingDraft) -> Sitting:
    """Change day, place or people; raises NotPermitted, Invalid, Stale."""
    acting = _acting(actor)
    with transaction.atomic():
        row = _claimed(actor, sitting, seen)
        _write_down(row, draft)
        row.save()
        _note(actor, acting, "amend_sitting", row, held_on=draft.held_on.isoformat())
    return row


def put_on_agenda(*, actor: Actor, sitting: Sitting, seen: int, run_id: int) -> AgendaItem:
    """Put a case that waits for a meeting at the end of the agenda.

    Raises NotFound for a case that does not wait for one, Blocked when it is on an agenda already.
    """
    acting = _acting(actor)
    with transaction.atomic():
        row = _claimed(actor, sitting, seen)
        # Locked: two meetings may reach for one case at the same moment.
        run = waiting_runs(actor).filter(pk=run_id).select_for_update(of=("self",)).first()
        if run is None:
            raise NotFound(_("没有这个等待会审的案卷，或者它已经会审过。"))
        if (on := AgendaItem.objects.filter(run=run).select_related("sitting").first()) is not None:
            raise Blocked(
                _("这个案卷已经列入“%(title)s”。") % {"title": on.sitting.title},
                remedy=_("先从那次会议的议程中移出。"),
            )
        last = row.items.aggregate(last=Max("position"))["last"] or 0
        item = row.items.create(run=run, position=last + 1)
        _note(actor, acting, "put_on_agenda", row, case=run.case.number)
    return item


def take_off_agenda(*, actor: Actor, sitting: Sitting, seen: int, run_id: int) -> None:
    """Take a case off the agenda before it was decided; raises NotFound, Blocked."""
    acting = _acting(actor)
    with transaction.atomic():
        row = _claimed(actor, sitting, seen)
        item = row.items.filter(run=run_id).select_related("run__case").first()
        if item is None:
            raise NotFound(_("这个案卷不在这次会议的议程上。"))
        if row.decisions.filter(run=run_id).exists():
            raise Blocked(_("这个案卷的会议记录已经登记，不能移出议程。"))
        item.delete()
        _note(actor, acting, "take_off_agenda", row, case=item.run.case.number)


def sitting_of_run(run: StageRun) -> Sitting | None:
    """Return the meeting on whose agenda the stage stands, or None."""
    item = AgendaItem.objects.filter(run=run).select_related("sitting").first()
    return item.sitting if item else None


def _acting(actor: Actor) -> HeldAppointment:
    acting = actor.acting_as([Role.DIVISION_HEAD])
    if acting is None:
        raise NotPermitted(_("会议由处室负责人安排。"))
    return acting


def _claimed(actor: Actor, sitting: Sitting, seen: int) -> Sitting:
    if not sittings_visible_to(actor).filter(pk=sitting.pk).exists():
        raise NotFound(_("没有这次会议。"))
    claim(sitting, seen)
    return Sitting.objects.select_for_update().get(pk=sitting.pk)


def _write_down(sitting: Sitting, draft: SittingDraft) -> None:
    for name, message in (
        ("title", _("填写会议名称，例如“2026年第12次厅党组会议”。")),
        ("place", _("填写开会的地点。")),
        ("chair", _("填写主持会议的人。")),
        ("recorder", ""),
    ):
        said = within(Sitting, name, normalise_line(getattr(draft, name)))
        if message and not said:
            raise Invalid(message)
        setattr(sitting, name, said)
    sitting.held_on = draft.held_on
    sitting.present, sitting.absent = normalise_text(draft.present), normalise_text(draft.absent)


def _note(actor: Actor, acting: HeldAppointment, verb: str, sitting: Sitting, **facts: str) -> None:
    write_entry(actor, verb=verb, acting=acting, subject=f"sitting:{sitting.pk}", detail=facts)
