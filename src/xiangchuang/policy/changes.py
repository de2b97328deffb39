"""What of an approved center may change, and by which lane: changes.yaml (F36)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from xiangchuang.policy.conditions.rules import NAME
from xiangchuang.policy.duties import Matter
from xiangchuang.policy.terms import Label, Model, Sourced

ChangeSubject = Literal["name", "lead", "director", "registered_capital", "category", "direction", "scope"]
Lane = Literal["filing", "approval"]


class ChangeKind(Sourced):
    """A kind of change: the part of the record it alters, its lane, who approves, who is heard first.

    ``matter`` names the matter of the charter it belongs to; such a change is filed, never approved.
    """

    code: str = Field(pattern=NAME)
    label: Label
    subject: ChangeSubject
    lane: Lane
    approver: Literal["officer", "division_head", "leadership"] | None = None
    committee_first: bool = False
    matter: Matter | None = None

    @model_validator(mode="after")
    def _lane_has_its_approver(self) -> Self:
        if (self.lane == "approval") != (self.approver is not None):
            raise ValueError("lane 为 approval 的变更要写 approver，备案的不写")
        return self


class ChangeRules(Model):
    """changes.yaml; a pack without it keeps no change register."""

    kinds: tuple[ChangeKind, ...] = ()

    def kind(self, code: str) -> ChangeKind | None:
        """The kind of that code."""
        return next((kind for kind in self.kinds if kind.code == code), None)
