"""Deadlines brought to mind, once on each day: what is due soon, and once what is late, to its head too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.on_leave import at_work
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.notify import audiences
from xiangchuang.notify.coming import ComingReminder, ReminderPlan
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.policy.correspondence import DeadlineReminders
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.work_list import work_list
from xiangchuang.workbench.due_matters import DueMatter, due_errands, due_work
from xiangchuang.workbench.reminder_words import LATE, NEAR, OVERSEEN, values_of
from xiangchuang.workbench.wording import work_words

# What has been late for longer is on every list; telling of it on the first day of use would flood.
_REACH: Final = timedelta(days=30)
_AT_ONCE: Final = 500
_SHOWN: Final = 20
_WAITING: Final = 200


def remind_of_deadlines(today: date) -> str:
    """Tell those whom something waits for that its day is near or has passed; again on a day, nothing new.

    Of several days passed since the last run only the latest is told. Returns what it came to, or "".
    """
    rule = current_pack().correspondence.reminders
    if rule is None:
        return ""
    calendar = work_calendar()
    first, last = today - _REACH, calendar.add_working_days(today, max(rule.before)).day
    matters = [*due_work(first, last), *due_errands(first, last, today=today)]
    wanted = _not_told([*_to_those_it_waits_for(matters, rule, calendar, today), *_to_head(matters, today)])
    if not wanted:
        return ""
    with transaction.atomic():
        told = sum(one.tell() for one in wanted)
        write_entry(Actor.system(), verb="remind_of_deadlines", clause=rule.clause, detail={"told": told})
    return ngettext("期限提醒 %(count)d 条", "期限提醒 %(count)d 条", told) % {"count": told}


@dataclass(frozen=True)
class _Reminder:
    """One message to be told of a matter, on an occasion that is told once."""

    kind: str
    matter: DueMatter
    to: str
    occasion: str

    @property
    def key(self) -> str:
        return f"due:{self.matter.name}:{self.matter.due_on}:{self.occasion}"

    def tell(self) -> int:
        matter = self.matter
        return tell(
            kind=self.kind, to=[self.to], key=self.key, subject=matter.subject, values=values_of(matter),
            url=matter.url, clause=matter.clause, is_sample=matter.is_sample,
        )  # fmt: skip


def _to_those_it_waits_for(
    matters: Iterable[DueMatter], rule: DeadlineReminders, calendar: WorkCalendar, today: date
) -> Iterator[_Reminder]:
    for matter in matters:
        if matter.due_on < today:
            yield _Reminder(LATE, matter, matter.to, "late")
        elif (occasion := occasion_of(calendar, rule.before, today, matter.due_on)) is not None:
            yield _Reminder(NEAR, matter, matter.to, str(occasion))


def _to_head(matters: Iterable[DueMatter], today: date) -> Iterator[_Reminder]:
    """Once for each matter that is late, however many hold it; not what lies with the head already."""
    late = [matter for matter in matters if matter.due_on < today]
    lying = {matter.name for matter in late if matter.holder is not None and not matter.is_overseen}
    overseen = {m.name: m for m in late if m.is_overseen and m.name not in lying}
    for matter in overseen.values():
        yield _Reminder(OVERSEEN, matter, audiences.department(Role.DIVISION_HEAD), "overseen")


def _not_told(wanted: list[_Reminder]) -> list[_Reminder]:
    """Leave out what was told on an earlier run, so that most days need no transaction at all."""
    told: set[tuple[str, str]] = set()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        rows = Message.objects.filter(audience__in={o.to for o in part}, key__in={o.key for o in part})
        told.update(rows.values_list("audience", "key"))
    return [one for one in wanted if (one.to, one.key) not in told]


def occasion_of(calendar: WorkCalendar, before: tuple[int, ...], today: date, due_on: date) -> int | None:
    """Return the reminder last reached, in working days before the due day; None while there is none."""
    left = calendar.working_days_between(today, due_on)
    return min((days for days in before if days >= left), default=None)


def reminder_day(calendar: WorkCalendar, days: int, due_on: date) -> date:
    """Return the first day on which no more than so many working days are left to the due day."""
    day = due_on
    while calendar.working_days_between(day - timedelta(days=1), due_on) <= days:
        day -= timedelta(days=1)
    return day


def plan_of_person(actor: Actor) -> ReminderPlan | None:
    """Return which reminders the person has to expect, the soonest first; None without a rule of the pack."""
    rule = current_pack().correspondence.reminders
    if rule is None:
        return None
    calendar, today = work_calendar(), clock.today()
    present = at_work(actor, today)
    coming = sorted(
        (
            ComingReminder(on, what, subject, due_on, url)
            for what, subject, due_on, url in _dated(present)
            for days in rule.before
            if (on := reminder_day(calendar, days, due_on)) > today
        ),
        key=lambda one: (one.on, one.due_on, one.subject),
    )
    return ReminderPlan(
        tuple(sorted(rule.before, reverse=True)), rule.clause, rule.origin or "", coming[:_SHOWN]
    )


def _dated(actor: Actor) -> Iterable[tuple[str, str, date, str]]:
    for item in work_list(actor, limit=_WAITING).items:
        if item.due_on is not None:
            url = reverse("workbench:case", args=[item.case.number])
            yield work_words(item), item.case.title, item.due_on, url
    for errand in errands_of(actor):
        if errand.due_on is not None and errand.reminded != "never":
            yield errand.what, errand.subject, errand.due_on, errand.url
