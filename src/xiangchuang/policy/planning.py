"""How the layout is planned (3.1-1, 3.1.3-1, 5.1-2, 6.1-1): limits, terms, priority and likeness.

The notice says 少而精 and 优先支持 and names neither a number nor a day: these are the pack's defaults.
"""

from typing import Literal

from pydantic import Field, PositiveInt

from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Label, Model, Sourced

QueueBasis = Literal["conversion", "prefecture", "submitted"]
"""What may set one application on a direction before another: closed in code, ordered by a pack."""


class BuildLimit(Sourced):
    """At most so many new centers: in the period of one layout, or on one direction."""

    most: PositiveInt


class CrowdedFrom(Sourced):
    """From so many centers, cases under way and open places on, a field counts as crowded."""

    occupants: PositiveInt


class Fate(Model):
    """What may become of a platform whose center takes it over."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Label


class ConversionRule(Sourced):
    """Which existing platforms are converted with priority, and what is asked about them.

    ``names``: words by which such a platform is known in the register of capabilities.
    """

    label: Label
    names: tuple[str, ...] = Field(min_length=1)
    fates: tuple[Fate, ...] = Field(min_length=1)


class QueueRule(Sourced):
    """One rule of the order on a direction; earlier rules decide before later ones.

    ``wins_tie``: an application ahead by this rule is decided first where one place is left for both.
    """

    by: QueueBasis
    label: Label
    wins_tie: bool = False


class CompetitionRule(Sourced):
    """How many applications may be under way for each place of a direction that is still free."""

    per_place: PositiveInt


class UndirectedRule(Sourced):
    """Whether a published layout leaves room for an application outside of its directions, with reasons."""

    allowed: bool


class LikenessRule(Sourced):
    """From which likeness on two texts are shown to a person: shared pairs of characters, in basis points."""

    from_basis_points: int = Field(ge=1, le=10_000)


class Planning(Model):
    """The section ``planning`` of layout.yaml; a pack without it plans no layout."""

    new_builds: BuildLimit
    per_direction: BuildLimit
    crowded: CrowdedFrom
    reply_term: Deadline
    silence_agrees: Sourced | None = None
    """What the agreement of those who let the term pass rests on; without it, all must answer."""
    conversion: ConversionRule
    queue: tuple[QueueRule, ...] = Field(min_length=1)
    competition: CompetitionRule | None = None
    """Without it any number may be under way: only places that are taken count."""
    undirected: UndirectedRule
    likeness: LikenessRule
