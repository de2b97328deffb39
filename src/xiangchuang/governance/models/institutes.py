"""A comprehensive center (3.1.1): papers of its headquarters, and its specialised institutes over time."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.organizations.prefectures import PREFECTURES

AREAS = [(area.code, area.label) for area in PREFECTURES]


class Institute(Entry):
    """A specialised research institution (专业化创新研发机构) as opened; what changed later hangs on it."""

    name = models.CharField(_("研发机构"), max_length=150)
    host = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("依托单位")
    )
    field = models.CharField(_("研究领域"), max_length=100)
    prefecture = models.CharField(_("市州"), max_length=6, choices=AREAS)
    place = models.CharField(_("地点"), max_length=200, blank=True)
    head = models.CharField(_("负责人"), max_length=100)
    opened_on = models.DateField(_("设立日期"))
    closed_on = models.DateField(
        _("撤并日期"), null=True, blank=True, help_text=_("自这一天起不再是中心的研发机构。")
    )

    class Meta(Entry.Meta):
        verbose_name = _("专业化创新研发机构")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "name"], condition=STANDING, name="governance_institute_once",
                violation_error_message=_("同名的研发机构已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="governance_institute_closed_later",
                violation_error_message=_("撤并日期应在设立日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class InstituteAdjustment(Entry):
    """What of an institute is different from a day on (3.1.1-4); what is left empty stays as it was."""

    institute = models.ForeignKey(
        Institute, models.PROTECT, related_name="adjustments", verbose_name=_("研发机构")
    )
    adjusted_on = models.DateField(_("调整日期"))
    reason = models.CharField(_("调整缘由"), max_length=300)
    host = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("新依托单位"),
    )  # fmt: skip
    field = models.CharField(_("新研究领域"), max_length=100, blank=True)
    prefecture = models.CharField(_("新市州"), max_length=6, choices=AREAS, blank=True)
    place = models.CharField(_("新地点"), max_length=200, blank=True)
    head = models.CharField(_("新负责人"), max_length=100, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("研发机构调整")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institute", "adjusted_on"], condition=STANDING,
                name="governance_institute_adjusted_once_a_day",
                violation_error_message=_("这一天的调整已登记过：改动那一行。"),
            ),
            models.CheckConstraint(
                condition=Q(host__isnull=False) | ~Q(field="", prefecture="", place="", head=""),
                name="governance_institute_adjustment_says_something",
                violation_error_message=_("至少填写一项调整后的内容。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.institute} {self.adjusted_on}"


class PaperKind(models.TextChoices):
    """What 3.1.1-3 gives to the headquarters."""

    STRATEGY = "strategy", _("战略规划")
    RULES = "rules", _("制度建设")
    LAYOUT = "layout", _("研究领域布局")
    OPERATION = "operation", _("运行管理")


class HeadquartersPaper(Entry):
    """A paper of the headquarters: strategy, rules, layout of research or running of the center."""

    title = models.CharField(_("文件名称"), max_length=200)
    kind = models.CharField(_("内容"), max_length=16, choices=PaperKind.choices)
    issued_on = models.DateField(_("印发日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    summary = models.TextField(_("要点"), max_length=4000)

    class Meta(Entry.Meta):
        verbose_name = _("本部文件")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "issued_on"], condition=STANDING,
                name="governance_headquarters_paper_once",
                violation_error_message=_("这份文件已登记过。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Allocation(Entry):
    """What the headquarters gives an institute for a year (内部资源配置)."""

    institute = models.ForeignKey(
        Institute, models.PROTECT, related_name="allocations", verbose_name=_("研发机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    funds = MoneyField(_("经费"))
    posts = models.PositiveIntegerField(_("岗位数"), default=0)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("资源配置")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["institute", "year"], condition=STANDING, name="governance_allocation_once_a_year",
                violation_error_message=_("这一机构这一年度的配置已登记过。"),
            ),
            models.CheckConstraint(condition=Q(funds__gte=0), name="governance_allocation_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.institute} {self.year}"
