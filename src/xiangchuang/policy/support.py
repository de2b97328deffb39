"""What a pack says about support for centers: what is promised and granted, how long problems wait."""

from typing import Literal

from pydantic import Field

from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Label, Model, Sourced

GrantedKindCode = Literal[
    "project", "platform", "talent_training", "policy_pilot", "policy", "funds", "facilities"
]


class CommitmentKind(Sourced):
    """What an agreement may promise: policy, money, projects, land, talent, infrastructure (6.4-1)."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Label
    has_amount: bool = False


class TalentMeasure(Sourced):
    """What a city promises to a talent of a center: housing, schooling, a subsidy of income tax (6.4-3)."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Label


class GrantedKind(Sourced):
    """What support is given for (6.2-2, 6.2-3); the kinds are a closed set, which a pack names and cites."""

    code: GrantedKindCode
    label: Label


class OrganisationMode(Sourced):
    """How a center organises a project of the province that it has proposed (6.2-3)."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Label


class SupportRule(Model):
    """support.yaml; a pack without it promises nothing, and its problems have no term."""

    acting_for_city: Sourced | None = None
    commitment_kinds: tuple[CommitmentKind, ...] = ()
    talent_kind: str = ""
    talent_measures: tuple[TalentMeasure, ...] = ()
    granted_kinds: tuple[GrantedKind, ...] = ()
    organisation_modes: tuple[OrganisationMode, ...] = ()
    problem_term: Deadline | None = None

    def commitment_kind(self, code: str) -> CommitmentKind | None:
        """The kind of that code, or None where this pack knows none."""
        return next((kind for kind in self.commitment_kinds if kind.code == code), None)

    def talent_measure(self, code: str) -> TalentMeasure | None:
        """The measure of that code, or None."""
        return next((measure for measure in self.talent_measures if measure.code == code), None)
