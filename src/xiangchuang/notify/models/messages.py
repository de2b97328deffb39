"""Messages to people: told once, each rendered in the language of whoever reads it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One thing told to one audience; what a mail or a chat channel would send.

    audience: "user:12", "role:officer", "house:center_staff:5" or "city:430100" (see `audiences`).
    values: what the words of `kind` are filled with, never a finished sentence.
    key: names the occasion; the same audience is told of it once.
    """

    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=64)
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=200, blank=True)
    # Read as a whole by the words of the kind; nobody filters by them.
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    clause = models.CharField(max_length=32, blank=True)
    day = models.DateField()
    told_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)
    # When the sender made deliveries of it; None until then.
    spread_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["audience", "key"], name="message_told_once"),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(audience="") & ~Q(key=""), name="message_is_whole"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["audience", "-id"], name="message_by_audience"),
            models.Index(fields=["id"], condition=Q(spread_at__isnull=True), name="message_not_spread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.audience}"


class Reading(models.Model):
    """A person has read one message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "message"], name="message_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.message_id}"


class ReadUpTo(models.Model):
    """A person has read every message up to one: one row instead of a reading of each."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id} ≤ {self.message}"
