"""Kinds of paper whose words the office edits, each contributed by the app whose matter it tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import DOCUMENT_NUMBER, Placeholder, Shape, Values

OFFICE: Final = "发文机关"
BASIS: Final = "政策依据"
ADDRESSEE: Final = "主送机关"


@dataclass(frozen=True)
class Place:
    """A placeholder of the closed list and what it becomes, in words the office reads."""

    name: str
    becomes: str | Promise
    shape: Shape = "words"
    must: bool = False

    @property
    def rule(self) -> Placeholder:
        """The placeholder as the pack's checks know it."""
        return Placeholder(self.name, self.shape, self.must)


@dataclass(frozen=True)
class Example:
    """A real matter to try the words on: `key` finds it again, `label` says which it is."""

    key: str
    label: str


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper.

    headed: under the department's red head, with number and addressee (GB/T 9704-2012). numbered: carries a
    number. signed: closes with the department's name and day; an agreement is signed in its body instead.
    examples: newest first, among what the actor may see. values: what fills the places for one of them, or
    None where the actor may not see it.
    """

    code: str
    label: str | Promise
    places: tuple[Place, ...]
    examples: Callable[[Actor], Sequence[Example]]
    values: Callable[[Actor, str, Pack], Values | None]
    headed: bool = True
    numbered: bool = True
    signed: bool = True

    @property
    def all_places(self) -> tuple[Place, ...]:
        """The kind's own places and those that every paper has."""
        return (*common_places(self), *self.places)


def common_places(kind: PaperKind) -> tuple[Place, ...]:
    """Return the places that every paper of that form has."""
    found = [
        Place(OFFICE, _("发文机关的名称")),
        Place(BASIS, _("本案卷适用的政策文件名称，带书名号"), must=True),
    ]
    if kind.numbered:
        found.append(Place(DOCUMENT_NUMBER, _("印发或发布时连续编号；文稿阶段空着"), must=True))
    if kind.headed:
        found.append(Place(ADDRESSEE, _("发给谁：由案卷的当事单位决定，经办人可以改"), must=True))
    return tuple(found)


_KINDS: Final[dict[str, PaperKind]] = {}


def contribute_paper(kind: PaperKind) -> None:
    """Add a kind; call it from the app's `ready()`."""
    _KINDS[kind.code] = kind


def paper_kinds() -> list[PaperKind]:
    """Return every kind, in the order they were contributed."""
    return list(_KINDS.values())


def find_paper(code: str) -> PaperKind | None:
    """Return the kind of that code, or None."""
    return _KINDS.get(code)


def paper_kind(code: str) -> PaperKind:
    """Return the kind of that code; raises KeyError."""
    return _KINDS[code]
