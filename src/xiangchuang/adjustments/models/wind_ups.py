"""The winding up of a center that ended: until when, what was handed over, and when nothing is open."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class WindUp(models.Model):
    """What is open at a center that ended is finished or handed over until `finish_by`."""

    adjustment = models.OneToOneField("adjustments.Adjustment", models.PROTECT, related_name="wind_up")
    center = models.OneToOneField("centers.Center", models.PROTECT, related_name="wind_up")
    opened_on = models.DateField()
    finish_by = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_words = models.TextField(_("清理情况"), max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(closing_words=""),
                name="wind_up_closed_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.opened_on}"


class Handover(models.Model):
    """One thing that went from the ended center to another: the row it was, the row it became."""

    wind_up = models.ForeignKey(WindUp, models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    from_row = models.PositiveBigIntegerField()
    to_row = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "from_row"], name="handed_over_once")
        ]

    def __str__(self) -> str:
        return self.title
