"""Problems and suggestions about the programme, what was done with each, and sendings counted for a limit."""

from xiangchuang.feedback.models.attempts import FeedbackAttempt
from xiangchuang.feedback.models.feedback import Feedback, FeedbackKind, FeedbackState, Level
from xiangchuang.feedback.models.steps import FeedbackStep

__all__ = ["Feedback", "FeedbackAttempt", "FeedbackKind", "FeedbackState", "FeedbackStep", "Level"]
