"""What the department finds centers to have brought about beside themselves: goals of the notice (1.3)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock


class AchievementKind(models.TextChoices):
    """Closed in code, as `policy.goals.AchievementKind` is."""

    NATIONAL_CENTER = "national_center", _("获批国家技术创新中心")
    BOTTLENECK = "bottleneck", _("突破关键技术瓶颈")
    ENTERPRISE = "enterprise", _("培育壮大企业")
    INDUSTRY = "industry", _("催生产业")


class Achievement(models.Model):
    """One achievement of a center, of the day it came about, on which basis; withdrawn, never deleted."""

    kind = models.CharField(_("种类"), max_length=24, choices=AchievementKind)
    center = models.ForeignKey(
        "centers.Center", models.PROTECT, related_name="achievements", verbose_name=_("中心")
    )
    title = models.CharField(_("名称"), max_length=200)
    on = models.DateField(_("日期"))
    basis = models.TextField(_("认定依据"), max_length=2000)
    result = models.ForeignKey(
        "research.Result", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("相关成果")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("企业"),
    )  # fmt: skip
    industry = models.CharField(_("产业"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(_("撤销理由"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=AchievementKind.values), name="overview_achievement_kind_known"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="overview_achievement_has_basis"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="overview_achievement_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AchievementKind.ENTERPRISE) | Q(organization__isnull=False),
                name="overview_enterprise_is_named",
            ),
            models.CheckConstraint(
                condition=~Q(kind=AchievementKind.INDUSTRY) | ~Q(industry=""),
                name="overview_industry_is_named",
            ),
            models.UniqueConstraint(
                fields=["kind", "center", "title"], condition=Q(withdrawn_at__isnull=True),
                name="overview_achievement_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "on"], name="overview_achievement_by_kind")
        ]

    def __str__(self) -> str:
        return self.title
