"""What was done with a feedback, in order: read by the department, never by the public."""

from typing import ClassVar

from django.db import models

from xiangchuang.calendars import clock
from xiangchuang.feedback.models.feedback import Feedback


class FeedbackStep(models.Model):
    """One act: by whom (nobody is named for what the filer did), when, with which words.

    A row is only ever added.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=40)
    by_name = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.verb}"
