"""How a center is governed (4.1): what its bodies have adopted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import STANDING, Entry


class RuleKind(models.TextChoices):
    """What a center's own rules are about."""

    PERFORMANCE_PAY = "performance_pay", _("绩效评价与收入分配")
    EQUITY = "equity", _("股权与分红激励")
    RESEARCH_AUTONOMY = "research_autonomy", _("科研自主权")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("知识产权管理与运用")
    OPEN_SHARING = "open_sharing", _("资源开放共享")
    OTHER = "other", _("其他")


class AdoptedRule(Entry):
    """A rule the center has adopted: by which body, on what day (4.1-4, 4.3-1, 6.3-1)."""

    title = models.CharField(_("制度名称"), max_length=200)
    kind = models.CharField(_("内容"), max_length=32, choices=RuleKind.choices)
    adopted_by = models.CharField(
        _("通过的机构"), max_length=100, help_text=_("例如“第一届理事会第二次会议”。")
    )
    adopted_on = models.DateField(_("通过日期"))
    in_force_from = models.DateField(_("施行日期"))
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("制度")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "adopted_on"], condition=STANDING, name="governance_rule_once",
                violation_error_message=_("同一天通过的同名制度已登记过。"),
            ),
            models.CheckConstraint(
                condition=models.Q(repealed_on=None) | models.Q(repealed_on__gt=models.F("in_force_from")),
                name="governance_rule_repealed_after_it_came_into_force",
                violation_error_message=_("废止日期应在施行日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class TwoSystems(Entry):
    """An arrangement of “one institute (university), two systems” (4.1-5): permitted, never demanded."""

    title = models.CharField(_("安排名称"), max_length=200)
    partner = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("院所、高校")
    )
    content = models.TextField(
        _("内容"), max_length=4000, help_text=_("人员、经费、资产、收益各按哪一套制度，怎样衔接。")
    )
    signed_on = models.DateField(_("签订日期"))
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("一所（校）两制安排")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "signed_on"], condition=STANDING,
                name="governance_two_systems_once",
                violation_error_message=_("这项安排已登记过。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("signed_on")),
                name="governance_two_systems_in_order",
                violation_error_message=_("终止日期不早于签订日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Power(models.TextChoices):
    """What lead and members hand over to the center (6.4-3 充分赋权)."""

    PERSONNEL = "personnel", _("人事和用人")
    PAY = "pay", _("薪酬和激励")
    FUNDS = "funds", _("经费")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("成果和知识产权")
    EQUIPMENT = "equipment", _("设备和场地")
    PROJECTS = "projects", _("项目和研究方向")


class EmpowermentDeed(Entry):
    """A deed by which the lead or a member gives the center a power (6.4-3)."""

    title = models.CharField(_("授权文书"), max_length=200)
    grantor = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("授权单位")
    )
    power = models.CharField(_("授权事项"), max_length=32, choices=Power.choices)
    content = models.TextField(_("授权内容"), max_length=4000)
    signed_on = models.DateField(_("签署日期"))
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("授权")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "grantor", "power", "signed_on"], condition=STANDING,
                name="governance_deed_once",
                violation_error_message=_("这份授权已登记过。"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("signed_on")),
                name="governance_deed_in_order",
                violation_error_message=_("有效期不早于签署日期。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
