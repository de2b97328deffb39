"""A rectification: the plan by point, progress on it, and the re-check on site with its signatures."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class RectificationState(models.TextChoices):
    """How far a rectification is."""

    PLANNING = "planning", _("待报方案")
    SUBMITTED = "submitted", _("方案待审")
    UNDER_WAY = "under_way", _("整改中")
    PASSED = "passed", _("复核通过")
    FAILED = "failed", _("复核未通过")
    ENDED = "ended", _("因其他决定终止")


RECTIFYING = (RectificationState.PLANNING, RectificationState.SUBMITTED, RectificationState.UNDER_WAY)


class Rectification(models.Model):
    """What a center puts right until `due_on`, by one decision. `returned` says why a plan came back."""

    adjustment = models.OneToOneField("adjustments.Adjustment", models.PROTECT, related_name="rectification")
    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="rectifications")
    opened_on = models.DateField()
    plan_by = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=16, choices=RectificationState, default=RectificationState.PLANNING)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned = models.TextField(max_length=2000, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on"), plan_by__gte=F("opened_on")),
                name="rectification_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RECTIFYING, closed_on__isnull=True)
                | ~Q(state__in=RECTIFYING) & Q(closed_on__isnull=False),
                name="rectification_closed_iff_over",
            ),
            models.UniqueConstraint(
                fields=["center"], condition=Q(closed_on__isnull=True), name="rectification_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="rectification_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.center_id} {self.opened_on}"

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state in RECTIFYING


class RectificationPoint(models.Model):
    """One thing to put right: what is wrong, what is done, who answers for it, until when."""

    rectification = models.ForeignKey(Rectification, models.CASCADE, related_name="points")
    problem = models.CharField(_("问题"), max_length=500)
    remedy = models.TextField(_("整改措施"), max_length=2000)
    responsible = models.CharField(_("责任人"), max_length=100)
    due_on = models.DateField(_("完成期限"))

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(problem="") & ~Q(remedy="") & ~Q(responsible=""),
                name="rectification_point_says_what",
            )
        ]

    def __str__(self) -> str:
        return self.problem


class PointProgress(models.Model):
    """How far a point is, in the center's words, with evidence; the newest one speaks."""

    point = models.ForeignKey(RectificationPoint, models.CASCADE, related_name="progress")
    text = models.TextField(_("进展"), max_length=2000)
    is_done = models.BooleanField(_("已完成"), default=False)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("证明材料"),
    )  # fmt: skip
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.text[:20]


class Recheck(models.Model):
    """The re-check on site: its day and place, what was found by point, and what it came to.

    Once somebody has signed, what was found is fixed; `verdict` is given after the signatures.
    """

    rectification = models.OneToOneField(Rectification, models.PROTECT, related_name="recheck")
    visited_on = models.DateField(_("现场复核日期"))
    place = models.CharField(_("地点"), max_length=200)
    team = models.CharField(_("复核组成员"), max_length=500)
    summary = models.TextField(_("总体情况"), max_length=4000)
    has_passed = models.BooleanField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    # SHA-256 over the record in canonical JSON: what each signature is put under.
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(has_passed__isnull=True, concluded_at__isnull=True)
                | Q(has_passed__isnull=False, concluded_at__isnull=False),
                name="recheck_concluded_with_verdict",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rectification_id} {self.visited_on}"


class RecheckFinding(models.Model):
    """What the team found of one point."""

    recheck = models.ForeignKey(Recheck, models.CASCADE, related_name="findings")
    point = models.OneToOneField(RectificationPoint, models.PROTECT, related_name="found")
    is_resolved = models.BooleanField(_("已整改到位"))
    words = models.TextField(_("复核情况"), max_length=2000)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="recheck_finding_says_what")
        ]

    def __str__(self) -> str:
        return f"{self.point_id}: {self.is_resolved}"


class SignerSide(models.TextChoices):
    """For whom a record is signed."""

    DEPARTMENT = "department", _("复核组")
    CENTER = "center", _("中心")


class RecheckSigner(models.Model):
    """A signature under the record, put with the person's own sign-in; `remark` keeps what they object to."""

    recheck = models.ForeignKey(Recheck, models.PROTECT, related_name="signers")
    side = models.CharField(max_length=16, choices=SignerSide)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=clock.now)
    remark = models.CharField(_("保留意见"), max_length=1000, blank=True)
    content_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["recheck", "user"], name="recheck_signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.user_id}"
