"""A measure moved on a center, the grounds it rests on, and what the center said to it (6.5-1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class Adjustment(models.Model):
    """One measure on one center: a case of the matter `adjustment`. `measure` is a code of the pack.

    `into` names the center it is merged into, `becomes` the platform it is converted to. What was decided
    stands in `decision_reason`; the effects stand in the rows that carry the same case.
    """

    case = models.OneToOneField("procedure.Case", models.PROTECT, related_name="adjustment")
    center = models.ForeignKey("centers.Center", models.PROTECT, related_name="adjustments")
    measure = models.CharField(_("处理措施"), max_length=32)
    reason = models.TextField(_("事实和理由"), max_length=4000)
    into = models.ForeignKey(
        "centers.Center", models.PROTECT, null=True, blank=True, related_name="taken_in",
        verbose_name=_("并入的中心"),
    )  # fmt: skip
    becomes = models.CharField(_("转建为"), max_length=200, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)
    hearing_by = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(_("决定理由"), max_length=4000, blank=True)
    document = models.OneToOneField(
        "decisions.OfficialDocument", models.PROTECT, null=True, blank=True, related_name="adjustment"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True)
                | Q(decided_by__isnull=False, document__isnull=False) & ~Q(decision_reason=""),
                name="adjustment_decided_with_document",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "-id"], name="adjustment_by_center")
        ]

    def __str__(self) -> str:
        return str(self.case)


class GroundKind(models.TextChoices):
    """What a measure rests on."""

    RESULT = "result", _("评价结果")
    REPORT = "report", _("未报年度报告")
    FINDING = "finding", _("定位监看认定")
    RECHECK = "recheck", _("整改复核未通过")
    OTHER = "other", _("其他事实")


class Ground(models.Model):
    """One ground: a row of a register it leads to, or a fact in words."""

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="grounds")
    kind = models.CharField(max_length=16, choices=GroundKind)
    text = models.CharField(_("事实"), max_length=1000)
    score = models.ForeignKey(
        "evaluation.SubjectScore", models.PROTECT, null=True, blank=True, related_name="+"
    )
    obligation = models.ForeignKey(
        "procedure.Obligation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.ForeignKey(
        "consortia.PositioningFinding", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rectification = models.ForeignKey(
        "adjustments.Rectification", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="adjustment_ground_says_what")
        ]

    def __str__(self) -> str:
        return self.text


class Hearing(models.Model):
    """What the center said to the motion, with its evidence; once a round, before anything is decided."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="hearings")
    run = models.OneToOneField("procedure.StageRun", models.PROTECT, related_name="center_hearing")
    agrees = models.BooleanField(_("同意处理意见"))
    words = models.TextField(_("陈述和申辩"), max_length=8000)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("证明材料"),
    )  # fmt: skip
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="adjustment_hearing_says_what")
        ]

    def __str__(self) -> str:
        return f"{self.adjustment_id}: {self.words[:20]}"
