"""A center as founded: its case, document, members, targets and cycle. Its working life builds on this."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.proposals.models import YearlyTarget


class CenterState(models.TextChoices):
    """Whether and how a center goes on (6.5-1 有进有出); written by decisions on it alone."""

    OPERATING = "operating", _("运行中")
    RECTIFYING = "rectifying", _("整改中")
    SUSPENDED = "suspended", _("暂停运行")
    EXITED = "exited", _("已退出")
    MERGED = "merged", _("已并入")
    CONVERTED = "converted", _("已转建")


GOING_ON = (CenterState.OPERATING, CenterState.RECTIFYING, CenterState.SUSPENDED)
"""States of a center that is still one: it reports, and can be evaluated."""
SERVING = (CenterState.OPERATING, CenterState.RECTIFYING)
"""States in which a center takes new orders and bookings."""


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
    state = models.CharField(max_length=16, choices=CenterState, default=CenterState.OPERATING)
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
            ),
            models.CheckConstraint(name="center_state_known", condition=Q(state__in=CenterState.values)),
        ]
        indexes = [
            models.Index(fields=["prefecture", "category"], name="center_by_place"),
            models.Index(fields=["state", "category"], name="center_by_state"),
            models.Index(fields=["-approved_on", "-id"], name="center_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def goes_on(self) -> bool:
        """Whether it is still a center."""
        return self.state in GOING_ON

    @property
    def serves(self) -> bool:
        """Whether it takes new orders and bookings."""
        return self.state in SERVING

    @property
    def ledger_key(self) -> str:
        """The number under which the ledger keeps what happens in the center's file."""
        return f"center:{self.pk}"


class CenterStateChange(models.Model):
    """One change of a center's state: by which case, from which day, why. The newest is what holds."""

    center = models.ForeignKey(Center, models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=16, choices=CenterState)
    after = models.CharField(max_length=16, choices=CenterState)
    on = models.DateField()
    reason = models.TextField()
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="+")
    into = models.ForeignKey(Center, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="center_change_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="center_change_changes", condition=~Q(before=F("after"))),
            models.CheckConstraint(
                name="center_merged_into_another",
                condition=~Q(after=CenterState.MERGED) | Q(into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center_id}: {self.after}"


class SupportEffect(models.TextChoices):
    """How later support looks at a center after a decision on it (6.5-3)."""

    PREFERRED = "preferred", _("优先支持")
    AS_USUAL = "as_usual", _("照常支持")
    REDUCED = "reduced", _("从严支持")
    NONE = "none", _("不予支持")


class StandingQuerySet(models.QuerySet["SupportStanding"]):
    def in_force(self, on: dt.date) -> Self:
        """Return what holds on the day `on`: begun, not run out, not lifted before."""
        begun = Q(from_on__lte=on)
        return self.filter(
            begun, Q(until_on=None) | Q(until_on__gte=on), Q(lifted_on=None) | Q(lifted_on__gt=on)
        )


class SupportStanding(models.Model):
    """What a decision on the center means for later support: a reference (6.5-3), a bar only if `bars`.

    It is never changed: a new decision lifts it, and says in `lifted_by` which.
    """

    center = models.ForeignKey(Center, models.PROTECT, related_name="support_standings")
    effect = models.CharField(max_length=16, choices=SupportEffect)
    bars = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    clause = models.CharField(max_length=32)
    case = models.ForeignKey("procedure.Case", models.PROTECT, related_name="support_standings")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "procedure.Case", models.PROTECT, null=True, blank=True, related_name="lifted_standings"
    )

    objects: ClassVar = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="support_standing_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="support_standing_in_order",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="support_standing_lifted_by_case",
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__isnull=False, lifted_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["case"], name="support_standing_once_a_case"),
        ]
        indexes = [models.Index(fields=["center", "from_on"], name="support_standing_by_center")]

    def __str__(self) -> str:
        return f"{self.center_id}: {self.effect}"


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
