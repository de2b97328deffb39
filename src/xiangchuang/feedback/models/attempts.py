"""Sendings of the public form, for the limit alone."""

from typing import ClassVar

from django.db import models


class FeedbackAttempt(models.Model):
    """One sending without signing in; the address is a keyed digest that changes every day."""

    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "at"], name="feedback_attempt_by_address")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
