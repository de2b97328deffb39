"""What waits for a person outside of cases: a milestone of a center, an order, a commitment (F39)."""

import datetime as dt
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role


@dataclass(frozen=True)
class Errand:
    """One thing to see to, or several of a kind on one page: `what` says how many.

    subject: whose matter it is (a center, a firm). due_on: the soonest day among them; None without one.
    reminded: which general reminders of its day go out; an app that tells of its day, or that it has passed,
    in messages of its own leaves those to itself.
    """

    what: str
    subject: str
    url: str
    due_on: dt.date | None = None
    clause: str = ""
    is_sample: bool = False
    reminded: Literal["always", "before", "never"] = "always"

    @property
    def name(self) -> str:
        """Return what it is known by: the same while it leads to the same page for the same day."""
        return sha256(f"{self.url} {self.due_on}".encode()).hexdigest()[:24]


Source = Callable[[Actor], Iterable[Errand]]
Question = Callable[[Actor], bool]

_sources: list[tuple[frozenset[Role], Source]] = []
_answered: ContextVar[dict[Question, bool] | None] = ContextVar("answered", default=None)


def contribute_errands(roles: Iterable[Role], source: Source) -> None:
    """Ask `source` for the errands of whoever holds one of `roles`; call it from the app's `ready()`.

    A source asks a fixed number of questions and groups what is of a kind: the frame of every page counts it.
    """
    entry = (frozenset(roles), source)
    if entry not in _sources:
        _sources.append(entry)


def errands_of(actor: Actor) -> list[Errand]:
    """Return what waits for the actor, soonest first; undated errands last."""
    before = _answered.set({})
    try:
        found = [errand for roles, source in _sources if actor.roles & roles for errand in source(actor)]
    finally:
        _answered.reset(before)
    return sorted(found, key=lambda errand: (errand.due_on or dt.date.max, errand.subject, errand.what))


def ask_once(question: Question, actor: Actor) -> bool:
    """Return the answer; several sources that ask it of the same actor cost one query between them."""
    answers = _answered.get()
    if answers is None:
        return question(actor)
    if question not in answers:
        answers[question] = question(actor)
    return answers[question]
