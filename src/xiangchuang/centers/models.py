"""A center as founded: its case, document, members, targets and cycle. Its working life builds on this."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from xiangchuang.proposals.models import YearlyTarget


class Center(models.Model):
    """An approved center (5.3-1). It becomes a legal person of its own within the pack's term (4.1-1)."""

    founding_case = models.OneToOneField("procedure.Case", models.PROTECT, related_name="center")
    document = models.OneToOneField("decisions.OfficialDocument", models.PROTECT, related_name="center")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=32)
    field = models.CharField(max_length=64)
    field_label = models.CharField(max_length=100)
    prefecture = models.CharField(max_length=6)
    lead = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="led_centers")
    organization = models.OneToOneField(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="center"
    )
    terms = models.TextField(blank=True)
    approved_on = models.DateField()
    cycle_starts_on = models.DateField()
    cycle_ends_on = models.DateField()
    incorporate_by = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["-approved_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="center_cycle_in_order", condition=Q(cycle_ends_on__gt=F("cycle_starts_on"))
            )
        ]
        indexes = [models.Index(fields=["prefecture", "category"], name="center_by_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_key(self) -> str:
        """The number under which the ledger keeps what happens in the center's file."""
        return f"center:{self.pk}"


class MemberQuerySet(models.QuerySet["CenterMember"]):
    def present(self, on: dt.date) -> Self:
        """Return those who belong to the consortium on the day `on`."""
        joined = Q(joined_on=None) | Q(joined_on__lte=on)
        return self.filter(joined, Q(left_on=None) | Q(left_on__gte=on))


class CenterMember(models.Model):
    """An organisation that builds the center with the lead: from the founding when `joined_on` is None."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="members")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    duty = models.CharField(max_length=500, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    objects: ClassVar = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["center", "organization"], name="center_member_once")]

    def __str__(self) -> str:
        return str(self.organization)


class CenterTarget(YearlyTarget):
    """A target taken from the approved plan: what the annual report is measured against."""

    center = models.ForeignKey(Center, models.CASCADE, related_name="targets")

    class Meta(YearlyTarget.Meta):
        constraints = [
            models.UniqueConstraint(fields=["center", "position", "year"], name="center_target_once")
        ]
