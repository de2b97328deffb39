"""Annexes that travel with a submitted plan, in its reading page, its Word file and its PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from xiangchuang.documents.plan import Block
from xiangchuang.proposals.models import PlanRevision

Builder = Callable[[PlanRevision], Sequence[Block]]


@dataclass(frozen=True)
class Annex:
    """A titled run of blocks after the last section."""

    code: str
    title: str
    blocks: Sequence[Block]


_builders: Final[dict[str, tuple[str | Promise, Builder]]] = {}


def register_annex(code: str, title: str | Promise, build: Builder) -> None:
    """Let `build` give the blocks of an annex, none where a revision has no such; call it from `ready()`.

    What it gives for a submitted revision never changes: the PDF is made once.
    """
    _builders[code] = (title, build)


def annexes_of(revision: PlanRevision) -> list[Annex]:
    """Return the annexes of the revision that hold anything."""
    built = [(code, title, build(revision)) for code, (title, build) in _builders.items()]
    return [Annex(code, str(title), blocks) for code, title, blocks in built if blocks]
