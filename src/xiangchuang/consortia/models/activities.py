"""What a center declares to make and to use its equipment for: pilot and market are told apart (2-3)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.entry import Entry


class ActivityKind(models.TextChoices):
    """What is done: pilot work is the center's own, market production and sale are not."""

    PILOT = "pilot", _("中试、试制")
    DEMONSTRATION = "demonstration", _("示范应用")
    MARKET_PRODUCTION = "market_production", _("市场化生产")
    MARKET_SALES = "market_sales", _("产品销售")


class EquipmentUse(models.TextChoices):
    """What the equipment used serves."""

    RESEARCH = "research", _("研发")
    PILOT = "pilot", _("中试、试制")
    SHARED_SERVICE = "shared_service", _("开放共享服务")
    MARKET_PRODUCTION = "market_production", _("市场化生产")


class DeclaredActivity(Entry):
    """An activity with products or equipment over a span of days."""

    title = models.CharField(_("活动"), max_length=200, help_text=_("例如“刀盘样机试制第三批”。"))
    kind = models.CharField(_("性质"), max_length=24, choices=ActivityKind.choices)
    equipment = models.CharField(_("使用的设备"), max_length=200, blank=True)
    equipment_use = models.CharField(_("设备用途"), max_length=24, choices=EquipmentUse.choices)
    output = models.CharField(
        _("产出和去向"), max_length=300, help_text=_("例如“样机 2 台，交共建单位试用”。")
    )
    began_on = models.DateField(_("开始日期"))
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("生产与设备使用")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="consortia_activity_days_in_order",
                violation_error_message=_("结束日期早于开始日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.title
