"""What a pack says of the platforms beside its centers: their kinds, and how each stands to a center."""

from typing import Literal

from pydantic import Field

from xiangchuang.policy.layout import Code
from xiangchuang.policy.terms import Label, Model, Sourced

Relation = Literal["divided", "linked", "convertible"]
"""分工明确 (1.2-4), 有机衔接与相互支撑 (1.2-4), or 优化整合 into a center (3.1.3-1)."""


class PlatformKind(Sourced):
    """A kind of platform; ``is_laboratory`` marks those that a center looks to for basic results (6.4-4)."""

    code: str = Field(pattern=Code)
    label: Label
    relation: Relation
    is_laboratory: bool = False


class OverlapRule(Sourced):
    """When two names are alike: so many percent of their pairs of neighbouring characters are common."""

    similar_percent: int = Field(ge=1, le=100)


class PlatformRules(Model):
    """platforms.yaml; a pack without it knows no platforms, and nothing overlaps with any."""

    kinds: tuple[PlatformKind, ...] = ()
    overlap: OverlapRule | None = None

    def kind(self, code: str) -> PlatformKind | None:
        """The kind of that code, or None where this pack knows none."""
        return next((kind for kind in self.kinds if kind.code == code), None)

    def related(self, relation: Relation) -> tuple[str, ...]:
        """Codes of the kinds that stand so to a center."""
        return tuple(kind.code for kind in self.kinds if kind.relation == relation)

    @property
    def laboratories(self) -> tuple[str, ...]:
        """Codes of the kinds that are laboratories."""
        return tuple(kind.code for kind in self.kinds if kind.is_laboratory)
