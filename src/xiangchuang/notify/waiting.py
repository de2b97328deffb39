"""What waits for a person, as the daily digest says it: told by the apps that know it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiangchuang.accounts.actor import Actor


@dataclass(frozen=True)
class Waiting:
    """One thing to see to. url: path on this site. days_left: working days; None where nothing is due."""

    what: str
    subject: str
    url: str
    due_on: date | None = None
    days_left: int | None = None


Source = Callable[[Actor], Iterable[Waiting]]
_sources: Final[list[Source]] = []


def contribute_waiting(source: Source) -> None:
    """Ask `source` what waits for a person, in the language that is active; call it from `ready()`."""
    if source not in _sources:
        _sources.append(source)


def waiting_for(actor: Actor) -> list[Waiting]:
    """Return what waits for the actor, soonest first; undated last."""
    found = [line for source in _sources for line in source(actor)]
    return sorted(found, key=lambda line: (line.due_on or date.max, line.subject, line.what))
