"""What waits for a person outside of cases: a milestone of a center, an order, a commitment (F39)."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

from django.db import connection
from django.db.models import QuerySet

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


@dataclass(frozen=True, eq=False)
class Matter:
    """Rows of which one must be there, whosever it is, before anybody can have an errand of a kind.

    `rows` depends on neither person nor day: its SQL is written once a process, and one query asks for all
    matters. Most kinds wait for nobody most of the time, and the frame of every page asks.
    """

    rows: Callable[[], QuerySet[Any]]

    @cached_property
    def sql(self) -> tuple[str, tuple[Any, ...]]:
        """The question whether there is a row, and its values."""
        sql, values = self.rows().query.exists().sql_with_params()
        return f"EXISTS ({sql})", values

    def is_there(self) -> bool:
        """Return whether there may be a row: outside of `errands_of` nobody has looked."""
        answers = _answered.get()
        return answers is None or answers.matters.get(self, True)


Source = Callable[[Actor], Iterable[Errand]]
Question = Callable[[Actor], bool]


@dataclass(frozen=True)
class _Answers:
    """What the sources have learnt while one person's errands are gathered."""

    matters: dict[Matter, bool]
    questions: dict[Question, bool] = field(default_factory=dict)


_sources: list[tuple[frozenset[Role], Source, tuple[Matter, ...]]] = []
_answered: ContextVar[_Answers | None] = ContextVar("answered", default=None)


def contribute_errands(roles: Iterable[Role], source: Source, among: Sequence[Matter] = ()) -> None:
    """Ask `source` for the errands of whoever holds one of `roles`; call it from the app's `ready()`.

    A source asks a fixed number of questions and groups what is of a kind: the frame of every page counts it.
    Where it names the matters its errands are `among`, it is asked only while one of them is there: never
    where the roles must not learn that there is such a matter at all.
    """
    entry = (frozenset(roles), source, tuple(among))
    if entry not in _sources:
        _sources.append(entry)


def errands_of(actor: Actor) -> list[Errand]:
    """Return what waits for the actor, soonest first; undated errands last."""
    held = actor.roles
    sources = [(source, among) for roles, source, among in _sources if held & roles]
    before = _answered.set(_Answers(_looked_for(among for _source, among in sources)))
    try:
        found = [
            errand
            for source, among in sources
            if not among or any(matter.is_there() for matter in among)
            for errand in source(actor)
        ]
    finally:
        _answered.reset(before)
    return sorted(found, key=lambda errand: (errand.due_on or dt.date.max, errand.subject, errand.what))


def ask_once(question: Question, actor: Actor) -> bool:
    """Return the answer; several sources that ask it of the same actor cost one query between them."""
    answers = _answered.get()
    if answers is None:
        return question(actor)
    if question not in answers.questions:
        answers.questions[question] = question(actor)
    return answers.questions[question]


def _looked_for(groups: Iterable[Sequence[Matter]]) -> dict[Matter, bool]:
    """Return of each matter whether there is a row of it, in one query."""
    matters = list(dict.fromkeys(matter for group in groups for matter in group))
    if not matters:
        return {}
    values = [value for matter in matters for value in matter.sql[1]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(matter.sql[0] for matter in matters), values)
        return dict(zip(matters, map(bool, cursor.fetchone()), strict=True))
