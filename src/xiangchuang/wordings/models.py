"""Versions of what the department's papers say, and the one draft of each kind under way."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WordingVersion(models.Model):
    """A published version; never changed, for papers were made with it. The pack's own is number 0, no row.

    pack: code of the policy pack. kind: code of the kind of paper. body: a `WordingText` as plain values.
    """

    pack = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    body = models.JSONField()
    body_sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("修改的理由"), max_length=500)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "kind", "number"], name="wording_version_once"),
            models.CheckConstraint(condition=~Q(reason="") & Q(number__gte=1), name="wording_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class WordingDraft(models.Model):
    """The next version as it is being written; it may still be faulty."""

    pack = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    # The version it was begun from: another published meanwhile must be looked at first.
    based_on = models.PositiveIntegerField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pack", "kind"], name="wording_one_draft")
        ]

    def __str__(self) -> str:
        return self.kind
