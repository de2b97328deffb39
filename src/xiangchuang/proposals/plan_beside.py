"""What stands beside passages of a plan where it is read: contributed by later stages (opinions, answers)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.proposals.models import PlanRevision


@dataclass(frozen=True)
class Note:
    """One thing said of a passage. `block` is "" where the whole section is meant; `template` draws it.

    The template finds `context` as `note`, and `case`.
    """

    section: str
    block: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Source = Callable[[Actor, PlanRevision], Iterable[Note]]
_sources: Final[list[Source]] = []


def contribute_notes(source: Source) -> None:
    """Ask `source` what stands beside a revision for a person who may read it; call it from `ready()`."""
    if source not in _sources:
        _sources.append(source)


def notes_of(actor: Actor, revision: PlanRevision) -> dict[str, list[Note]]:
    """Return the notes by section, in the order the sources gave them; each sees to who may read its own."""
    found: dict[str, list[Note]] = {}
    for source in _sources:
        for note in source(actor, revision):
            found.setdefault(note.section, []).append(note)
    return found
