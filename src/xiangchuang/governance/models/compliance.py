"""How a center stands by the conditions of 4.1: reviews, spells during which one is not met, findings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class ComplianceReview(models.Model):
    """The newest review of a center: on which day, and how many conditions stood how."""

    center = models.OneToOneField("centers.Center", models.CASCADE, related_name="compliance_review")
    reviewed_on = models.DateField()
    met = models.PositiveSmallIntegerField(default=0)
    unmet = models.PositiveSmallIntegerField(default=0)
    missing = models.PositiveSmallIntegerField(default=0)
    judgement = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.center_id} {self.reviewed_on}"


class ComplianceSpell(models.Model):
    """A time during which a center did not meet a condition, without a break.

    `since` is the first day it was not met, `ended_on` the first day it was met again. `outcome` is how it
    stands, or last stood: unmet, missing (evidence) or judgement (原则上 unmet: a person judges).
    """

    center = models.ForeignKey("centers.Center", models.CASCADE, related_name="compliance_spells")
    condition = models.CharField(max_length=64)
    clause = models.CharField(max_length=32)
    outcome = models.CharField(max_length=16)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "condition"],
                condition=Q(ended_on=None),
                name="governance_compliance_one_open_spell",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="governance_compliance_spell_in_order",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["condition", "outcome"], condition=Q(ended_on=None), name="governance_open_spells"
            )
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.condition} {self.since}"


class ComplianceFinding(models.Model):
    """What the person whom the pack names has found of a condition no number settles, and until when."""

    center = models.ForeignKey("centers.Center", models.CASCADE, related_name="compliance_findings")
    condition = models.CharField(max_length=64)
    accepted = models.BooleanField(_("认可"))
    reason = models.CharField(_("理由"), max_length=500)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-found_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.center_id} {self.condition}"
