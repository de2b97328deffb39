"""Platforms beside the centers: what each is, who hosts it, what became of it and what it turns into."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.organizations.models import CapabilityLevel


class PlatformState(models.TextChoices):
    """What became of a platform; written by decisions on it alone."""

    OPERATING = "operating", _("运行中")
    MERGED = "merged", _("已并入")
    CONVERTED = "converted", _("已转建")
    ENDED = "ended", _("已终止")


class Platform(models.Model):
    """A platform as the register has it now; what it said before stands in `PlatformEvent`.

    `kind` is a code of the pack, `field` one of the layout or "". `leader` is for those who know the
    platform, never for a public page. One recorded twice is withdrawn and names the other by `duplicate_of`.
    """

    name = models.CharField(_("平台名称"), max_length=200)
    kind = models.CharField(_("平台类型"), max_length=48)
    level = models.CharField(_("级别"), max_length=16, choices=CapabilityLevel)
    host = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="platforms", verbose_name=_("依托单位")
    )
    field = models.CharField(_("领域"), max_length=64, blank=True)
    specialty = models.CharField(_("研究方向"), max_length=500, blank=True)
    prefecture = models.CharField(_("所在市州"), max_length=6)
    approved_by = models.CharField(_("批准部门"), max_length=200)
    approved_on = models.DateField(_("批准日期"))
    document_number = models.CharField(_("批准文号"), max_length=100, blank=True)
    leader = models.CharField(_("负责人"), max_length=50, blank=True)
    source = models.CharField(_("来源"), max_length=300)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=16, choices=PlatformState, default=PlatformState.OPERATING)
    state_since = models.DateField(_("状态起始日"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="took_in", verbose_name=_("并入的平台")
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("录入时间"), default=clock.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("创新平台")
        ordering: ClassVar[list[str]] = ["prefecture", "name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=PlatformState.values), name="platform_state_known"),
            models.CheckConstraint(
                condition=Q(level__in=CapabilityLevel.values), name="platform_level_known"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(approved_by="") & ~Q(source=""), name="platform_is_named"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="platform_confirmation_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state=PlatformState.MERGED) & Q(merged_into__isnull=False))
                | (~Q(state=PlatformState.MERGED) & Q(merged_into__isnull=True)),
                name="platform_merged_into_another",
            ),
            models.CheckConstraint(
                condition=(Q(merged_into__isnull=True) | ~Q(merged_into=F("id")))
                & (Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id"))),
                name="platform_is_not_its_own_other",
            ),
            models.UniqueConstraint(
                fields=["host", "name"], condition=Q(withdrawn_at__isnull=True), name="platform_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["field", "kind", "state"], name="platform_by_field"),
            models.Index(fields=["prefecture", "kind"], name="platform_by_place"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_confirmed(self) -> bool:
        """Whether another person than the recorder has confirmed what the register says."""
        return self.confirmed_at is not None

    @property
    def is_operating(self) -> bool:
        """Whether it works and counts."""
        return self.state == PlatformState.OPERATING and self.withdrawn_at is None

    @property
    def ledger_name(self) -> str:
        """The subject under which the ledger keeps it."""
        return f"platform:{self.pk}"


class PlatformPartner(models.Model):
    """An organisation that builds the platform with its host."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="partners")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("共建单位")
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["platform", "organization"], name="platform_partner_once")
        ]

    def __str__(self) -> str:
        return str(self.organization)


class PlatformStatement(models.Model):
    """Which statement of an organisation's register says that it has this platform (3.4-1).

    Written by the platform's own verbs, so that the condition check reads what nobody typed twice.
    """

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="statements")
    capability = models.OneToOneField(
        "organizations.CapabilityRecord", models.PROTECT, related_name="platform_statement"
    )

    def __str__(self) -> str:
        return f"{self.platform_id} {self.capability_id}"


class PlatformEvent(models.Model):
    """One event in the life of a platform: what happened, from which day, why, on which document."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("登记")
        CLAIMED = "claimed", _("认领")
        CORRECTED = "corrected", _("更正")
        CONFIRMED = "confirmed", _("确认")
        STATE = "state", _("状态变更")
        DUPLICATE = "duplicate", _("重复登记撤销")
        ABSORBED = "absorbed", _("合并重复登记")

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    on = models.DateField(_("日期"))
    state = models.CharField(max_length=16, choices=PlatformState)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind__in=["corrected", "state", "duplicate"]) | ~Q(reason=""),
                name="platform_event_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.kind}"


class Becoming(models.TextChoices):
    """What becomes of a platform once the center stands (3.1.3-1)."""

    ABSORBED = "absorbed", _("整体并入中心，平台不再单独运行")
    CONTINUES = "continues", _("平台继续运行，与中心共用条件")


class ConversionState(models.TextChoices):
    """Where a planned conversion stands."""

    PLANNED = "planned", _("拟转建")
    DONE = "done", _("已转建")
    DROPPED = "dropped", _("已取消")


class Conversion(models.Model):
    """A case that would build a center out of a platform (3.1.3-1), and what becomes of the platform.

    `case_number` names the case; the founding of its center completes the conversion.
    """

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="conversions")
    case_number = models.CharField(_("案卷编号"), max_length=40)
    becomes = models.CharField(_("建成后平台的去向"), max_length=16, choices=Becoming)
    remark = models.CharField(_("优化整合的安排"), max_length=1000)
    state = models.CharField(max_length=16, choices=ConversionState, default=ConversionState.PLANNED)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=clock.now)
    settled_on = models.DateField(null=True, blank=True)
    settled_reason = models.CharField(max_length=500, blank=True)
    center_name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["platform", "case_number"], condition=~Q(state="dropped"),
                name="platform_conversion_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ConversionState.PLANNED) | Q(settled_on__isnull=False),
                name="platform_conversion_settled_on_a_day",
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case_number", "state"], name="platform_conversion_by_case")
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.case_number}"
