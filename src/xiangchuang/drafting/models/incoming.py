"""A Word file brought back to a manuscript: read in the background, then compared and settled."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class IncomingState(models.TextChoices):
    """How far the file has come."""

    QUEUED = "queued", _("等待读取")
    READING = "reading", _("正在读取")
    READY = "ready", _("等待核对")
    REFUSED = "refused", _("没有读入")
    SETTLED = "settled", _("已核对")
    REPLACED = "replaced", _("已由后来的文件代替")


WAITING = (IncomingState.QUEUED, IncomingState.READING)


class IncomingWord(models.Model):
    """One file for one manuscript; at most one of a manuscript is open, a later file takes its place.

    `reading` is what `plan_reading` found, in JSON values; `answers` says of each section that differed what
    became of it: accepted, kept or overtaken.
    """

    revision = models.ForeignKey("proposals.PlanRevision", models.CASCADE, related_name="incoming_words")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=IncomingState.choices, default=IncomingState.QUEUED)
    begun_at = models.DateTimeField(null=True, blank=True)
    reading: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    answers: models.JSONField[dict[str, str]] = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["revision"],
                condition=Q(state__in=["queued", "reading", "ready"]),
                name="incoming_word_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_at__isnull=False),
                name="incoming_word_settled_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.file_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the reading is still to come."""
        return self.state in WAITING

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.state == IncomingState.READY
