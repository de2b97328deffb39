"""Which reminders a person has to expect: known above this app, shown on the page where one chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiangchuang.accounts.actor import Actor


@dataclass(frozen=True)
class ComingReminder:
    """One reminder: it goes out on the day `on`, unless its matter is done with before. url: of this site."""

    on: date
    what: str
    subject: str
    due_on: date
    url: str


@dataclass(frozen=True)
class ReminderPlan:
    """How many working days before a due day people are reminded, on which ground, and what is to come."""

    before: tuple[int, ...]
    clause: str
    origin: str
    coming: Sequence[ComingReminder]


_known: Final[list[Callable[[Actor], ReminderPlan | None]]] = []


def contribute_plan(read: Callable[[Actor], ReminderPlan | None]) -> None:
    """Let `read` give a person's plan; call it from the app's `ready()`."""
    _known[:] = [read]


def plan_of(actor: Actor) -> ReminderPlan | None:
    """Return the person's plan; None where the pack brings nothing to mind."""
    return _known[0](actor) if _known else None
