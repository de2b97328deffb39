"""How a panel meets: agenda, quorum, when a conclusion is reached, what the applicant gets of it."""

from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from xiangchuang.policy.terms import Label, Model, Sourced

Released = Literal["conclusion", "statement", "minutes", "questions"]
ReviewOutcome = Literal["passed", "revise", "failed"]


class Share(Sourced):
    """At least ``parts`` of ``of``, such as two of three."""

    parts: PositiveInt
    of: PositiveInt

    @model_validator(mode="after")
    def _is_a_part(self) -> Self:
        if self.parts > self.of:
            raise ValueError(f"份额 {self.parts}/{self.of} 超过全部")
        return self

    def is_reached(self, count: int, total: int) -> bool:
        """Whether ``count`` of ``total`` people are enough; of nobody it never is."""
        return total > 0 and count * self.of >= self.parts * total


class AgendaLine(Model):
    """A row of the agenda as the invitation is pre-filled with it."""

    label: Label
    minutes: PositiveInt
    speaker: Label


class Release(Sourced):
    """Which parts of the meeting the applicant gets when the round is concluded; names never."""

    parts: tuple[Released, ...]


class MeetingRule(Sourced):
    """The meeting of the panel. ``required``: a review concludes only on a statement its members signed."""

    required: bool
    agenda: tuple[AgendaLine, ...] = Field(min_length=1)
    quorum: Share
    """Of the panel's members, those who must be present."""
    majority: Share
    """Of the members present, those who must be of one mind for a conclusion."""
    without_conclusion: tuple[ReviewOutcome, ...]
    """Outcomes that remain open where the panel reached no conclusion."""
    released: Release
