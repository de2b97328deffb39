"""Bookings of instruments by the hour: an hour of an instrument belongs to one booking (4.4-2)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.marketplace.models.offerings import Offering
from xiangchuang.organizations.models import Organization


class BookingState(models.TextChoices):
    """Where a booking stands; only used hours are counted."""

    BOOKED = "booked", _("已预约")
    USED = "used", _("已使用")
    MISSED = "missed", _("未到场")
    CANCELLED = "cancelled", _("已取消")


class Booking(models.Model):
    """Whole hours of an instrument for an organisation; `fee_fen` as the fee stood when it was booked.

    `is_outside`: the organisation is no builder of the center. `is_sme` as the register said on that day.
    """

    instrument = models.ForeignKey(Offering, models.PROTECT, related_name="bookings")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bookings")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=clock.now)
    is_outside = models.BooleanField()
    is_sme = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()
    purpose = models.CharField(_("用途"), max_length=500)
    contact_name = models.CharField(_("联系人"), max_length=100)
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    fee_fen = models.BigIntegerField(null=True)
    state = models.CharField(max_length=16, choices=BookingState.choices, default=BookingState.BOOKED)
    used_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("预约")
        ordering: ClassVar[list[str]] = ["-starts_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=BookingState.values), name="booking_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_in_order"),
            models.CheckConstraint(
                condition=Q(state="used", used_hours__gte=1, used_hours__lte=F("hours"))
                | ~Q(state="used") & Q(used_hours__isnull=True),
                name="booking_used_hours",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["instrument", "starts_at"], name="booking_by_instrument"),
            models.Index(fields=["organization", "starts_at"], name="booking_by_organization"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.starts_at:%Y-%m-%d %H}"


class BookedHour(models.Model):
    """One hour taken. Its uniqueness is what no two bookings at once can get past, on either database."""

    instrument = models.ForeignKey(Offering, models.CASCADE, db_index=False, related_name="booked_hours")
    hour = models.DateTimeField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="taken")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["instrument", "hour"], name="booked_hour_once")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.hour:%Y-%m-%d %H}"
