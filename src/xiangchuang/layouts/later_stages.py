"""What later stages tell the layout: who occupies it, how many places are taken. It knows none of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.models import Direction

OccupantKind = Literal["center", "case", "platform"]


@dataclass(frozen=True)
class Occupant:
    """A center, a case under way or a platform that stands in the layout.

    state: how it stands, in words. counts: whether it fills its place (a center that has left does not).
    """

    kind: OccupantKind
    title: str
    url: str
    category: str
    orientation: str
    field: str
    other_field: str
    prefecture: str
    state: str
    counts: bool = True
    is_sample: bool = False


@dataclass(frozen=True)
class Taken:
    """Places of one direction: approved, and decided by the meeting but not yet approved."""

    approved: int = 0
    decided: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.approved + self.decided


@dataclass(frozen=True)
class DirectionPanel:
    """A part of a direction's page, brought by a later stage; `context` may be empty to draw nothing."""

    template: str
    context: Callable[[Actor, Direction], dict[str, Any]]


Occupants = Callable[[Actor], Iterable[Occupant]]
PlacesTaken = Callable[[Sequence[int], int | None], dict[int, Taken]]
"""By the ids of directions; the second is a case that is left out of the count."""
NewBuilds = Callable[[date, date], int]

_occupants: Final[list[Occupants]] = []
_panels: Final[list[DirectionPanel]] = []
_counters: Final[list[tuple[PlacesTaken, NewBuilds]]] = []


def contribute_occupants(source: Occupants) -> None:
    """Ask `source` who stands in the layout, of what the actor may see; in a fixed number of queries."""
    if source not in _occupants:
        _occupants.append(source)


def contribute_counts(places_taken: PlacesTaken, new_builds: NewBuilds) -> None:
    """Let the stage that approves say how many places are taken, by direction and in a period."""
    if (places_taken, new_builds) not in _counters:
        _counters.append((places_taken, new_builds))


def contribute_direction_panel(panel: DirectionPanel) -> None:
    """Add a part to the page of every direction."""
    if panel not in _panels:
        _panels.append(panel)


def occupants_for(actor: Actor) -> list[Occupant]:
    """Return everything that stands in the layout and that the actor may see."""
    return [found for source in _occupants for found in source(actor)]


def places_taken(directions: Iterable[Direction], *, apart_from_case: int | None = None) -> dict[int, Taken]:
    """Return how many places of each direction are taken, by id; one question for all."""
    ids = [direction.pk for direction in directions]
    found = dict.fromkeys(ids, Taken())
    for taken, _builds in _counters:
        found |= taken(ids, apart_from_case)
    return found


def new_builds(period_from: date, period_to: date) -> int:
    """Return how many centers were approved in the period, both ends in it."""
    return sum(builds(period_from, period_to) for _taken, builds in _counters)


def panels_of(actor: Actor, direction: Direction) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts that later stages add to a direction's page."""
    drawn = [(panel.template, panel.context(actor, direction)) for panel in _panels]
    return [(template, context) for template, context in drawn if context]
