"""What the department, a city or a supervising department has given a center (6.2-2, 6.2-3, 4.6-3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.organizations.models import Organization


class GrantedKind(models.TextChoices):
    """What the support is for; the pack's support.yaml names and cites each."""

    PROJECT = "project", _("科技项目")
    PLATFORM = "platform", _("平台建设")
    TALENT_TRAINING = "talent_training", _("人才培养")
    POLICY_PILOT = "policy_pilot", _("政策试点")
    POLICY = "policy", _("政策")
    FUNDS = "funds", _("资金")
    FACILITIES = "facilities", _("配套设施")


class GrantedSupport(Entry):
    """A line of the support ledger: given by whom, for what, when; money in fen where it is money."""

    title = models.CharField(_("支持事项"), max_length=200, help_text=_("例如“中试基地建设补助”。"))
    kind = models.CharField(_("类别"), max_length=32, choices=GrantedKind.choices)
    given_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("支持方"),
        help_text=_("填单位全称。市州和主管部门只登记本单位给予的支持。"),
    )  # fmt: skip
    granted_on = models.DateField(_("支持日期"), help_text=_("下达、拨付或启用的日期。"))
    amount_fen = MoneyField(_("金额"), null=True, blank=True, help_text=_("不是资金的留空。"))
    document = models.CharField(_("文件名称、文号"), max_length=200, blank=True)
    about = models.TextField(_("说明"), max_length=2000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("支持事项")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=GrantedKind.values), name="granted_kind_known"),
            models.CheckConstraint(
                condition=Q(amount_fen=None) | Q(amount_fen__gt=0), name="granted_amount_positive",
                violation_error_message=_("金额应大于零；不是资金的留空。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind="funds") | Q(amount_fen__isnull=False), name="granted_funds_have_an_amount",
                violation_error_message=_("资金支持要写金额。"),
            ),
        ]  # fmt: skip
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "granted_on"], name="granted_by_day")
        ]

    def __str__(self) -> str:
        return self.title
