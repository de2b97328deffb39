"""Signs that a center produces or sells for the market (2-3), explained by it and decided by a person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class FindingState(models.TextChoices):
    """A finding's life; none of its states carries a penalty by itself."""

    OPEN = "open", _("待说明")
    EXPLAINED = "explained", _("已说明，待认定")
    CONFIRMED = "confirmed", _("认定不符合")
    CLOSED = "closed", _("已了结")


UNSETTLED = (FindingState.OPEN, FindingState.EXPLAINED, FindingState.CONFIRMED)
"""States in which the same row makes no second finding of the same sign."""


class PositioningFinding(models.Model):
    """A row of a register that shows a sign of the pack's positioning.yaml, as it read when found."""

    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="positioning_findings")
    sign = models.CharField(max_length=32)
    register = models.CharField(max_length=60)
    row = models.BigIntegerField()
    told = models.CharField(max_length=500)
    # Of the row's values: a closed finding does not come back until they change.
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=FindingState.choices, default=FindingState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    explanation = models.CharField(_("说明"), max_length=1000, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("定位监看事项")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "state"], name="consortia_finding_by_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "sign", "register", "row"],
                condition=Q(state__in=["open", "explained", "confirmed"]),
                name="consortia_finding_unsettled_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "closed"])
                | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="consortia_finding_settled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(explanation=""), name="consortia_finding_explained"
            ),
        ]

    def __str__(self) -> str:
        return self.told
