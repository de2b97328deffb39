"""Talent of a center (4.5, 6.4-3). Of a person no more is kept than name, post and where from."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.organizations.models import Organization


class PostKind(models.TextChoices):
    """What a post is for."""

    RESEARCH = "research", _("应用基础研究")
    ENGINEERING = "engineering", _("工程研发")
    TRANSFER = "transfer", _("技术推广与成果转化")
    MANAGEMENT = "management", _("运行管理")


class Post(Entry):
    """A post that the center fills by the means of the market (4.5-1)."""

    title = models.CharField(_("岗位名称"), max_length=100)
    kind = models.CharField(_("岗位类别"), max_length=16, choices=PostKind.choices)
    headcount = models.PositiveIntegerField(_("人数"), default=1)
    requirements = models.TextField(_("任职要求"), max_length=2000, blank=True)
    terms = models.CharField(
        _("待遇与激励"), max_length=500, blank=True, help_text=_("例如“年薪面议，成果转化另按办法奖励”。")
    )
    opened_on = models.DateField(_("发布日期"))
    closed_on = models.DateField(_("截止或招满日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("岗位")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "opened_on"], condition=STANDING, name="support_post_once",
                violation_error_message=_("同一天发布的同名岗位已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(headcount__gt=0), name="support_post_for_someone",
                violation_error_message=_("人数应大于零。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="support_post_days_in_order",
                violation_error_message=_("截止日期早于发布日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class RecruitmentWay(models.TextChoices):
    """How someone came to work for the center."""

    DOMESTIC = "domestic", _("国内全职")
    FLEXIBLE = "flexible", _("柔性引进")
    OVERSEAS = "overseas", _("海外引进")


class Recruitment(Entry):
    """Someone recruited: on which post, how, from when to when (4.5-1); as project manager or not (4.5-2)."""

    name = models.CharField(_("姓名"), max_length=50)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("岗位")
    )
    way = models.CharField(_("引进方式"), max_length=16, choices=RecruitmentWay.choices)
    is_project_manager = models.BooleanField(_("项目经理制"), default=False)
    came_from = models.CharField(
        _("原单位"), max_length=200, help_text=_("例如“示例大学机械学院”；柔性引进写其所在单位。")
    )
    country = models.CharField(_("国家或地区"), max_length=60, blank=True, help_text=_("海外引进的填写。"))
    began_on = models.DateField(_("到岗日期"))
    ended_on = models.DateField(_("离岗日期"), null=True, blank=True)
    duty = models.CharField(_("承担任务"), max_length=300, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("选聘")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "name", "began_on"], condition=STANDING, name="recruitment_once",
                violation_error_message=_("同一天到岗的同名人员已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="recruitment_days_in_order",
                violation_error_message=_("离岗日期早于到岗日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(way="overseas") | ~Q(country=""), name="recruitment_overseas_from_somewhere",
                violation_error_message=_("海外引进的要写国家或地区。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class OverseasInstitution(Entry):
    """A research institution that the center has set up abroad (4.5-2)."""

    name = models.CharField(_("机构名称"), max_length=200)
    country = models.CharField(_("国家或地区"), max_length=60)
    city = models.CharField(_("城市"), max_length=60, blank=True)
    purpose = models.CharField(_("任务"), max_length=500)
    staff_count = models.PositiveIntegerField(_("人员数"), default=0)
    opened_on = models.DateField(_("设立日期"))
    closed_on = models.DateField(_("撤并日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("海外研究机构")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "name"], condition=STANDING, name="overseas_institution_once",
                violation_error_message=_("这个机构已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="overseas_institution_days_in_order",
                violation_error_message=_("撤并日期早于设立日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class StrategicPartnership(Entry):
    """A strategic partnership through which talent is found worldwide (4.5-2)."""

    partner = models.CharField(_("合作方"), max_length=200)
    country = models.CharField(_("国家或地区"), max_length=60)
    about = models.CharField(_("合作内容"), max_length=500)
    signed_on = models.DateField(_("签约日期"))
    runs_until = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("战略合作")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "partner", "signed_on"], condition=STANDING, name="partnership_once",
                violation_error_message=_("同一天与同一合作方的合作已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(runs_until=None) | Q(runs_until__gt=F("signed_on")),
                name="partnership_days_in_order",
                violation_error_message=_("有效期应晚于签约日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.partner


class LeadingTalent(Entry):
    """A leading talent of the center, to whom city and departments promise support (6.4-3)."""

    name = models.CharField(_("姓名"), max_length=50, help_text=_("不登记证件号码和联系方式。"))
    post = models.CharField(_("岗位"), max_length=100)
    level = models.CharField(_("人才层次"), max_length=100, help_text=_("例如“省级领军人才”。"))
    joined_on = models.DateField(_("到中心日期"))
    left_on = models.DateField(_("离开日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("高水平人才")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "name", "post"], condition=STANDING, name="leading_talent_once",
                violation_error_message=_("同一岗位的同名人才已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="leading_talent_days_in_order",
                violation_error_message=_("离开日期早于到中心日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name}（{self.post}）"


class TalentPlanSupport(Entry):
    """A talent plan or project by which a department supports a leading talent (6.4-3)."""

    talent = models.ForeignKey(LeadingTalent, models.PROTECT, related_name="+", verbose_name=_("人才"))
    plan = models.CharField(_("人才计划或科技项目"), max_length=200)
    given_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="+",
        verbose_name=_("支持部门"),
        help_text=_("填单位全称。"),
    )
    granted_on = models.DateField(_("入选或立项日期"))
    amount_fen = MoneyField(_("支持金额"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("人才计划支持")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["talent", "plan"], condition=STANDING, name="talent_plan_once",
                violation_error_message=_("这个人才的同一计划已登记过。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.plan
