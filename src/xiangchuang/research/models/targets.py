"""What was reached of the plan's yearly targets."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class TargetActual(models.Model):
    """The figure reached of one target in its year. A later one replaces it; the newest counts.

    `value_e4` is in ten-thousandths of the target's unit, as the target itself; `figure` names the query that
    proposed the value, or is empty where a person wrote another.
    """

    target = models.ForeignKey("centers.CenterTarget", models.PROTECT, related_name="actuals")
    value_e4 = models.BigIntegerField(_("实际值"))
    figure = models.CharField(max_length=32, blank=True)
    source = models.CharField(_("来源"), max_length=300)
    as_of = models.DateField(_("截至"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value}"

    @property
    def value(self) -> Decimal:
        """The value in the target's unit."""
        return Decimal(self.value_e4) / 10_000
