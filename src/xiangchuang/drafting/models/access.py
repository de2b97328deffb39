"""Asking to write for one's organisation, and what became of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AccessState(models.TextChoices):
    WAITING = "waiting", _("待答复")
    GRANTED = "granted", _("已同意")
    DECLINED = "declined", _("未同意")


class AccessRequest(models.Model):
    """A person asks the organisation for the right to write its plans; granted as a dated appointment.

    `case` is what the person came for, chosen among the organisation's own. An organisation named by its code
    may not be registered yet: then the request waits for it, and looks to the person as any other does.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="access_requests")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="access_requests"
    )
    # The code by which a person of another house named it; "" where it was one's own.
    uscc = models.CharField(max_length=18, blank=True)
    case = models.ForeignKey("procedure.Case", models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=AccessState, default=AccessState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    appointment = models.OneToOneField(
        "accounts.Appointment", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=Q(state=AccessState.WAITING, organization__isnull=False),
                name="access_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "uscc"],
                condition=Q(state=AccessState.WAITING, organization__isnull=True),
                name="access_asked_once_by_code",
            ),
            models.CheckConstraint(
                name="access_asks_somebody", condition=Q(organization__isnull=False) | ~Q(uscc="")
            ),
            models.CheckConstraint(
                name="access_decided_by_somebody",
                condition=Q(state=AccessState.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=AccessState.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="access_granted_as_appointment",
                condition=~Q(state=AccessState.GRANTED) | Q(appointment__isnull=False),
            ),
            models.CheckConstraint(
                name="access_declined_with_reason",
                condition=~Q(state=AccessState.DECLINED) | ~Q(decision_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.place}"

    @property
    def place(self) -> str:
        """What the person asked, in the words they asked it by: a code tells nobody a name."""
        return self.uscc if self.uscc or self.organization is None else self.organization.name
