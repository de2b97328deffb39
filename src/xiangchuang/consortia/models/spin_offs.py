"""Firms that came of a center: whose shares, how light, how mixed, and how they grow (2-3, 4.3-2)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.refusals import Invalid
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.amounts import MoneyField, ShareField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.organizations.uscc import normalise_uscc


class SpinOff(Entry):
    """A firm founded on the center's results; shares in basis points at its founding or last change."""

    name = models.CharField(_("企业名称"), max_length=200)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    founded_on = models.DateField(_("成立日期"))
    registered_capital = MoneyField(_("注册资本"))
    technology = models.CharField(_("转化的成果"), max_length=300)
    center_share = ShareField(_("中心持股"))
    team_share = ShareField(_("团队持股"))
    lead_share = ShareField(_("牵头单位持股"))
    other_share = ShareField(_("其他股东持股"))
    is_light_asset = models.BooleanField(
        _("轻资产"), default=False, help_text=_("以技术和人力为主，不自建大规模产能。")
    )
    is_mixed_ownership = models.BooleanField(
        _("混合所有制"), default=False, help_text=_("国有资本与非公有资本共同持股。")
    )
    closed_on = models.DateField(_("注销或退出日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("衍生企业")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "uscc"], condition=STANDING, name="consortia_spin_off_once",
                violation_error_message=_("这家企业已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(center_share__lte=WHOLE - F("team_share") - F("lead_share") - F("other_share")),
                name="consortia_spin_off_within_the_whole",
                violation_error_message=_("各方持股合计超过百分之百。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("founded_on")),
                name="consortia_spin_off_days_in_order",
                violation_error_message=_("注销或退出日期早于成立日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a code that is none (GB 32100), and shares of the team below what its members hold."""
        try:
            self.uscc = normalise_uscc(self.uscc)
        except Invalid as refusal:
            raise ValidationError({"uscc": str(refusal)}) from refusal
        if self.pk is not None and _held_by_members(self.pk, without=None) > self.team_share:
            raise ValidationError({"team_share": _("团队成员登记的持股合计超过团队持股。")})


class SpinOffMember(Entry):
    """A person of the research team in the firm, with the share held, if any."""

    spin_off = models.ForeignKey(SpinOff, models.PROTECT, related_name="members", verbose_name=_("衍生企业"))
    name = models.CharField(_("姓名"), max_length=60)
    employer = models.CharField(_("原单位"), max_length=200, blank=True)
    share = ShareField(_("持股"), null=True, blank=True)
    is_part_time = models.BooleanField(
        _("兼职"), default=False, help_text=_("保留原单位岗位，带成果兼职创新创业。")
    )

    class Meta(Entry.Meta):
        verbose_name = _("团队成员")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["spin_off", "name"], condition=STANDING, name="consortia_spin_off_member_once",
                violation_error_message=_("这名成员已登记过。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse shares of members that together exceed the team's."""
        if self.spin_off_id and self.share:
            held = _held_by_members(self.spin_off_id, without=self.pk)
            if held + self.share > self.spin_off.team_share:
                raise ValidationError({"share": _("成员持股合计超过团队持股。")})


class SpinOffYear(Entry):
    """How the firm stood in a year: revenue and financing in fen, staff in persons at its end."""

    spin_off = models.ForeignKey(SpinOff, models.PROTECT, related_name="years", verbose_name=_("衍生企业"))
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    revenue = MoneyField(_("营业收入"))
    staff = models.PositiveIntegerField(_("年末员工（人）"))
    financing = MoneyField(_("当年融资"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("年度情况")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["spin_off", "year"], condition=STANDING, name="consortia_spin_off_year_once",
                violation_error_message=_("这一年度已登记过：改动原来的登记。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.spin_off} {self.year}"

    def clean(self) -> None:
        """Refuse a year before the founding or to come."""
        if self.spin_off_id and self.year:
            if self.year < self.spin_off.founded_on.year:
                raise ValidationError({"year": _("早于企业成立的年度。")})
            if self.year > clock.today().year:
                raise ValidationError({"year": _("年度还没有到。")})


def _held_by_members(spin_off: int, *, without: int | None) -> int:
    rows = standing(SpinOffMember).filter(spin_off=spin_off)
    return int(rows.exclude(pk=without).aggregate(sum=Sum("share"))["sum"] or 0)
