"""What is due for whom: the work items of cases and the errands, as reminders name them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.on_leave import at_work
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.notify import audiences
from xiangchuang.procedure.errands import Errand, errands_of
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.standing import APPOINTMENT_OF_ROLE, AUTHORITY_ROLES
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.workbench.wording import work_words

Words = Mapping[str, str]
"""Language → what is to be done."""
_OVERSEERS: Final = frozenset({Role.DIVISION_HEAD, Role.LEADERSHIP})


@dataclass(frozen=True)
class DueMatter:
    """One thing due on a day for one audience.

    name: the same as long as it is the same matter. item: the work item, holder: the person whose errand it
    is; one of the two. is_overseen: the division head is told too when it is late.
    """

    name: str
    to: str
    what: Words
    subject: str
    url: str
    due_on: date
    clause: str = ""
    is_sample: bool = False
    item: int | None = None
    holder: int | None = None
    is_overseen: bool = False


def due_work(first: date, last: date) -> Iterator[DueMatter]:
    """Yield the open work items due on these days, each for the role, house or person it waits for."""
    for item in open_work().filter(due_on__range=(first, last)).order_by("due_on", "pk"):
        to = audience_of(item)
        if to and item.due_on is not None:
            yield DueMatter(
                f"work-{item.pk}", to, _said_of(item),
                _title(item), reverse("workbench:case", args=[item.case.number]), item.due_on,
                is_sample=item.case.is_sample, item=item.pk, is_overseen=item.role not in _OVERSEERS,
            )  # fmt: skip


def due_errands(first: date, last: date, *, today: date) -> Iterator[DueMatter]:
    """Yield the errands due on these days of everybody in office; not those whose office is handed on."""
    for user in _in_office(today).iterator(chunk_size=500):
        actor = at_work(Actor.of(user, today), today)
        mine = [e for e in errands_of(actor) if _is_wanted(e, first, last, today)]
        if mine:
            yield from _told_to(user.pk, actor, mine)


def _is_wanted(errand: Errand, first: date, last: date, today: date) -> bool:
    if errand.due_on is None or not first <= errand.due_on <= last:
        return False
    return errand.reminded == "always" or (errand.reminded == "before" and errand.due_on >= today)


def _told_to(user_id: int, actor: Actor, mine: list[Errand]) -> Iterator[DueMatter]:
    words: dict[str, dict[str, str]] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            words[language] = {errand.name: errand.what for errand in errands_of(actor)}
    is_overseen = Role.OFFICER in actor.roles and not actor.roles & _OVERSEERS
    for errand in mine:
        assert errand.due_on is not None
        what = {language: known.get(errand.name, errand.what) for language, known in words.items()}
        yield DueMatter(
            errand.name, audiences.person(user_id), what, errand.subject, errand.url, errand.due_on,
            errand.clause, errand.is_sample, holder=user_id, is_overseen=is_overseen,
        )  # fmt: skip


def open_work() -> "QuerySet[WorkItem]":
    """Return the work items that wait in cases under way."""
    rows = WorkItem.objects.filter(closed_at__isnull=True, case__closed_at__isnull=True)
    return rows.select_related("case", "run", "user")


def still_due(name: str, *, item: int | None, holder: int | None, due_on: date) -> bool:
    """Return whether the matter still waits, for the same day and the same person; asked before sending."""
    if item is not None:
        return open_work().filter(pk=item, due_on=due_on).exists()
    user = User.objects.filter(pk=holder, is_active=True).first() if holder is not None else None
    if user is None:
        return False
    today = clock.today()
    return any(errand.name == name for errand in errands_of(at_work(Actor.of(user, today), today)))


def audience_of(item: WorkItem) -> str:
    """Return for whom a work item waits, as the work list finds it; "" for nobody."""
    if item.user_id is not None:
        return audiences.person(item.user_id)
    if item.role in AUTHORITY_ROLES:
        return audiences.department(Role(item.role))
    if item.organization_id is None:
        return ""
    return audiences.house(Role(APPOINTMENT_OF_ROLE.get(item.role, item.role)), item.organization_id)


def _title(item: WorkItem) -> str:
    """Name the case as the person may read it whom the item waits for."""
    return shown_title(Actor.of(item.user, clock.today()), item.case) if item.user else item.case.title


def _said_of(item: WorkItem) -> Words:
    """Say it in each language of the pages: a reader's is known only when it is read."""
    said = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            said[language] = work_words(item)
    return said


def _in_office(today: date) -> "QuerySet[User]":
    serving = Appointment.objects.in_force(today).values("user")
    return User.objects.filter(is_active=True, pk__in=serving).order_by("pk")
