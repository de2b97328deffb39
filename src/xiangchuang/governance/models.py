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
                fields=["center", "title", "adopted_on"], condition=STANDING, name="rule_once",
                violation_error_message=_("同一天通过的同名制度已登记过。"),
            ),
            models.CheckConstraint(
                condition=models.Q(repealed_on=None) | models.Q(repealed_on__gt=models.F("in_force_from")),
                name="rule_repealed_after_it_came_into_force",
                violation_error_message=_("废止日期应在施行日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
