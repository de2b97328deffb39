"""The procedure of a pack: its stages in order, who acts in each, what guards them and where they lead."""

from functools import cached_property
from typing import Final, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.terms import (
    MATTERS,
    MATTERS_OF,
    OUTCOMES,
    Label,
    Matter,
    Model,
    Phase,
    Role,
    Sourced,
    StageKind,
)


class Deadline(Sourced):
    """Days a stage may take from the day it opens; the notice names none but the annual report's."""

    days: PositiveInt
    unit: Literal["working", "calendar"]


class GuardRule(Sourced):
    """A named test, implemented in code, that must hold before the stage may pass."""

    name: str = Field(pattern=r"^[a-z][a-z_]*$")


class StageDocument(Sourced):
    """A document that the stage needs from its actor (``required``) or makes (``issued``)."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Label
    use: Literal["required", "issued"]


class StageSettings(Model):
    """Settings that one kind of stage understands; ``Stage`` refuses those of another kind."""

    answers_opinions: bool = False
    """plan: each opinion of the panel is answered point by point."""
    subject: Literal["lead", "center"] | None = None
    """conditions: whose conditions are judged."""


SETTINGS_OF: Final[dict[StageKind, frozenset[str]]] = {
    "plan": frozenset({"answers_opinions"}),
    "conditions": frozenset({"subject"}),
}


class Stage(Sourced):
    """One stage: what kind it is, who acts, until when, behind which guards, and what each outcome leads to.

    ``outcomes`` maps an outcome of the kind (``OUTCOMES``) to the next stage's code or to one of ``ENDS``.
    """

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    kind: StageKind
    phase: Phase
    label: Label
    public_label: Label
    role: Role
    deadline: Deadline | None = None
    guards: tuple[GuardRule, ...] = ()
    outcomes: dict[str, str]
    settings: StageSettings = StageSettings()
    documents: tuple[StageDocument, ...] = ()

    @model_validator(mode="after")
    def _speaks_its_kind(self) -> Self:
        known = OUTCOMES[self.kind]
        if unknown := [o for o in self.outcomes if o not in known]:
            raise ValueError(f"{self.kind} 类阶段没有结果 {'、'.join(unknown)}，可用：{'、'.join(known)}")
        if "passed" not in self.outcomes:
            raise ValueError("outcomes 缺 passed：写明通过之后到哪个阶段")
        if foreign := sorted(self.settings.model_fields_set - SETTINGS_OF.get(self.kind, frozenset())):
            raise ValueError(f"{self.kind} 类阶段没有设置项 {'、'.join(foreign)}")
        if self.kind == "conditions" and self.settings.subject is None:
            raise ValueError("conditions 类阶段要写 settings.subject：lead（牵头单位）或 center（中心）")
        return self


class Procedure(Sourced):
    """Stages in the pack's order; the first is where a case begins. ``number_prefix`` opens case numbers."""

    code: str
    label: Label
    matter: Matter = "approval"
    number_prefix: str = Field(pattern=r"^[A-Z]{1,6}$")
    stages: tuple[Stage, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stages_serve_the_matter(self) -> Self:
        for stage in self.stages:
            if self.matter not in MATTERS_OF.get(stage.kind, MATTERS):
                raise ValueError(f"{self.matter} 类程序不能有 {stage.kind} 类阶段（{stage.code}）")
        return self

    @cached_property
    def _by_code(self) -> dict[str, Stage]:
        return {stage.code: stage for stage in self.stages}

    @property
    def first(self) -> Stage:
        """The stage in which a new case stands."""
        return self.stages[0]

    def stage(self, code: str) -> Stage:
        """The stage of that code; raises ``KeyError`` when the pack has none."""
        return self._by_code[code]

    def after(self, stage: str, outcome: str) -> str:
        """Code of the stage, or the end, that ``outcome`` leads to; raises ``KeyError``."""
        return self.stage(stage).outcomes[outcome]
