"""What other apps lay beside the text of a section: who it is assigned to, opinions, its tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xiangchuang.drafting.desk import Desk
from xiangchuang.proposals.models import PlanSection


@dataclass(frozen=True)
class Aside:
    """A box beside the text: a heading and HTML that its app has rendered from a template.

    One with forms names its `template` instead: the page draws it with `aside` as its context and its token.
    """

    heading: str
    html: str = ""
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


AsideOf = Callable[[Desk, PlanSection], Aside | None]
_asides: Final[list[AsideOf]] = []


def register_aside(fn: AsideOf) -> None:
    """Let `fn` fill a box beside each section; None where it has nothing to show. Call from `ready()`."""
    if fn not in _asides:
        _asides.append(fn)


def asides_for(desk: Desk, section: PlanSection) -> list[Aside]:
    """Return the boxes for this person and section, in the order their apps registered."""
    return [aside for fn in _asides if (aside := fn(desk, section)) is not None]
