"""What a pack says about keeping in touch: when deadlines are brought to mind, how long answers may take."""

from typing import Annotated

from pydantic import Field, PositiveInt

from xiangchuang.policy.stages import Deadline
from xiangchuang.policy.terms import Model, Sourced


class DeadlineReminders(Sourced):
    """So many working days before something is due, those it waits for are told, once each."""

    before: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)


class LeadershipTerm(Sourced):
    """So many working days after its term an unanswered feedback comes to the leadership."""

    days: PositiveInt


class FeedbackRule(Model):
    """How long an answer may take (0-3), and when it is brought up: at its term to the division head."""

    term: Deadline
    to_leadership: LeadershipTerm


class CorrespondenceRules(Model):
    """correspondence.yaml; a pack without it brings nothing to mind and sets no term for answers."""

    reminders: DeadlineReminders | None = None
    feedback: FeedbackRule | None = None
