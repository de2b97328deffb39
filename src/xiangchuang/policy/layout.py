"""Chapters 1 to 3 of the notice as choices: categories, orientations, fields, technology types, modes."""

from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.policy.planning import Planning
from xiangchuang.policy.terms import FormationModeCode, Label, Model, OrganizationKind, Role, Sourced

Code = r"^[a-z][a-z0-9_]*$"


class Question(Sourced):
    """Something the applicant answers in words; ``evidence`` says what supports the answer, if anything."""

    code: str = Field(pattern=Code)
    label: Label
    evidence: Label | None = None


class Category(Sourced):
    """综合类 or 领域类, with the questions an intention of that category answers."""

    code: Literal["comprehensive", "field_specific"]
    label: Label
    questions: tuple[Question, ...] = ()


class NamedField(Model):
    """A field the orientation names; it rests on the orientation's clause."""

    code: str = Field(pattern=Code)
    label: Label


class Orientation(Sourced):
    """One of 四个面向: its named fields and the tests inside its sentence.

    ``open`` is true where the list ends in 等: a field not named may be proposed, with reasons.
    """

    code: str = Field(pattern=Code)
    label: Label
    fields_clause: str
    open: bool
    questions: tuple[Question, ...] = ()
    fields: tuple[NamedField, ...] = Field(min_length=1)


class TechnologyType(Sourced):
    """Kind of technology that each direction, task and result carries."""

    code: Literal["frontier", "key_common", "modern_engineering", "disruptive"]
    label: Label


class FormationMode(Sourced):
    """A way to form a center, when it fits, and the kinds of organisation that may lead in it."""

    code: FormationModeCode
    label: Label
    when: Label
    leads: tuple[OrganizationKind, ...] = Field(min_length=1)


class LeadKind(Sourced):
    """A kind of organisation on which a center may rest at all."""

    kind: OrganizationKind
    label: Label


class Layout(Model):
    """layout.yaml."""

    categories: tuple[Category, ...] = Field(min_length=1)
    orientations: tuple[Orientation, ...] = Field(min_length=1)
    technology_types: tuple[TechnologyType, ...] = Field(min_length=1)
    lead_kinds: tuple[LeadKind, ...] = Field(min_length=1)
    formation_modes: tuple[FormationMode, ...] = Field(min_length=1)
    planning: Planning | None = None

    @model_validator(mode="after")
    def _modes_lead_with_known_kinds(self) -> Self:
        known = {lead.kind for lead in self.lead_kinds}
        for mode in self.formation_modes:
            if foreign := sorted(set(mode.leads) - known):
                raise ValueError(f"组建模式 {mode.code} 的牵头类型 {'、'.join(foreign)} 不在 lead_kinds 中")
        return self


class Recommender(Sourced):
    """Who recommends (``body``) and which role acts for it in the system."""

    body: Literal["city_government", "supervising_department"]
    label: Label
    acted_for_by: Role
    acting: Sourced
    """What the acting rests on: the notice names the government, not its bureau."""


class Quota(Sourced):
    """Recommendations one recommender may have standing in a calendar year."""

    per_year: int = Field(ge=1)


class InvitationRule(Sourced):
    """Whether the department's invitation alone stands for the recommendation."""

    suffices: bool


class RecommendationRule(Model):
    """recommendation.yaml; without a recommendation stage it has no recommenders. No quota means no limit."""

    recommenders: tuple[Recommender, ...] = ()
    quota: Quota | None = None
    invitation: InvitationRule


class Addressee(Sourced):
    """A kind of unit the notice is sent to, whether it may recommend and sign in."""

    code: str = Field(pattern=Code)
    label: Label
    role: Role | None = None
    may_recommend: bool
    prefectures: tuple[str, ...] = ()


class Addressees(Model):
    """addressees.yaml."""

    addressees: tuple[Addressee, ...] = Field(min_length=1)
