"""What is put into a center, what it spends and earns, and what the plan said of it (4.6, 6.2-2, A.7.2)."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.consortia.models.contributions import MadeContribution
from xiangchuang.consortia.models.sources import SourceKind
from xiangchuang.consortia.standing_rows import standing


class ReceiptForm(models.TextChoices):
    """In which form it comes: 6.2-2 names policy, money and facilities."""

    MONEY = "money", _("资金")
    FACILITIES = "facilities", _("配套设施")
    POLICY = "policy", _("政策")


class UseKind(models.TextChoices):
    """On what money is spent, as construction budgets name it (A.7.2 leaves the names open)."""

    CONSTRUCTION = "construction", _("场地与基建")
    EQUIPMENT = "equipment", _("设备购置")
    RESEARCH = "research", _("研发")
    PEOPLE = "people", _("人员")
    TRANSFER = "transfer", _("成果转化与孵化")
    OPERATION = "operation", _("运行管理")
    OTHER = "other", _("其他")


class IncomeKind(models.TextChoices):
    """What a center earns; what members and governments give is read from the receipts."""

    COMPETITIVE_PROJECT = "competitive_project", _("竞争性课题")
    CONTRACT_RD = "contract_rd", _("合同研发")
    SERVICE = "service", _("技术服务")
    TRANSFER = "transfer", _("转让与许可")
    INCUBATION = "incubation", _("孵化与投资收益")
    PRODUCT_SALES = "product_sales", _("产品销售")
    OTHER = "other", _("其他收入")


def _refuse_tomorrow(row: Any, name: str) -> None:
    day = getattr(row, name)
    if day and day > clock.today():
        raise ValidationError({name: _("日期晚于今天：发生之后再登记。")})


class FundingReceipt(Entry):
    """Money, facilities or policy given to the center; an estimate may stand beside what is not money."""

    purpose = models.CharField(
        _("用途或内容"), max_length=200, help_text=_("例如“2026 年度会费”“中试厂房”。")
    )
    source = models.CharField(_("来源"), max_length=24, choices=SourceKind.choices)
    form = models.CharField(_("形式"), max_length=16, choices=ReceiptForm.choices, default=ReceiptForm.MONEY)
    payer = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("出资或支持单位"),
    )  # fmt: skip
    payer_name = models.CharField(
        _("登记册外的单位"), max_length=200, blank=True,
        help_text=_("单位不在登记册中（例如银行、基金）时填写名称。"),
    )  # fmt: skip
    received_on = models.DateField(_("到账或兑现日期"))
    amount = MoneyField(_("金额"), null=True, blank=True, help_text=_("设施和政策可以留空。"))

    class Meta(Entry.Meta):
        verbose_name = _("资金与支持")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "received_on"], name="consortia_receipt_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(form=ReceiptForm.MONEY) | Q(amount__isnull=False, amount__gt=0),
                name="consortia_receipt_of_money_in_fen",
                violation_error_message=_("资金要填大于零的金额。"),
            ),
            models.CheckConstraint(
                condition=Q(payer__isnull=False, payer_name="") | (Q(payer__isnull=True) & ~Q(payer_name="")),
                name="consortia_receipt_names_its_payer",
                violation_error_message=_("出资单位填一项：登记册中的单位，或登记册外的单位名称。"),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose

    def clean(self) -> None:
        """Refuse a day to come, and money already recorded as paid on a promise."""
        _refuse_tomorrow(self, "received_on")
        if self.payer_id is None or self.form != ReceiptForm.MONEY:
            return
        paid = standing(MadeContribution).filter(
            center=self.center_id, promise__member__organization=self.payer_id, made_on=self.received_on,
            amount=self.amount,
        )  # fmt: skip
        if paid.exists():
            raise ValidationError(_("这笔钱已在“到位投入”中登记，资金台账已自动计入，不用再记。"))


class FundUse(Entry):
    """Money spent, on what, for which task."""

    title = models.CharField(_("支出内容"), max_length=200)
    kind = models.CharField(_("用途"), max_length=16, choices=UseKind.choices)
    used_on = models.DateField(_("支出日期"))
    amount = MoneyField(_("金额"))
    task = models.CharField(
        _("任务"), max_length=200, blank=True, help_text=_("属于哪项建设任务，可以留空。")
    )

    class Meta(Entry.Meta):
        verbose_name = _("资金使用")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "used_on"], name="consortia_use_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="consortia_use_is_spent",
                violation_error_message=_("金额要大于零。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a day to come."""
        _refuse_tomorrow(self, "used_on")


class EarnedIncome(Entry):
    """Income that the center earned itself, received on a day."""

    title = models.CharField(_("收入内容"), max_length=200, help_text=_("合同、课题或服务的名称。"))
    kind = models.CharField(_("收入类别"), max_length=24, choices=IncomeKind.choices)
    payer = models.CharField(_("付款方"), max_length=200)
    received_on = models.DateField(_("到账日期"))
    amount = MoneyField(_("金额"))
    contract = models.CharField(_("合同或立项编号"), max_length=100, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("收入")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "received_on"], name="consortia_income_by_day"),
            models.Index(fields=["center", "kind"], name="consortia_income_by_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="consortia_income_is_income",
                violation_error_message=_("金额要大于零。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a day to come."""
        _refuse_tomorrow(self, "received_on")


def _plan_year() -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )


class PlannedReceipt(Entry):
    """What the investment plan expects from a kind of source in a year."""

    year = _plan_year()
    source = models.CharField(_("来源"), max_length=24, choices=SourceKind.choices)
    amount = MoneyField(_("计划金额"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("计划来源")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "year", "source"], condition=STANDING,
                name="consortia_planned_receipt_once",
                violation_error_message=_("这一年度的这类来源已登记过：改动原来的登记。"),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="consortia_planned_receipt_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year} {self.get_source_display()}"


class PlannedUse(Entry):
    """What the investment plan spends on a kind of use in a year."""

    year = _plan_year()
    kind = models.CharField(_("用途"), max_length=16, choices=UseKind.choices)
    amount = MoneyField(_("计划金额"))
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("计划使用")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "year", "kind"], condition=STANDING, name="consortia_planned_use_once",
                violation_error_message=_("这一年度的这类用途已登记过：改动原来的登记。"),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="consortia_planned_use_not_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"
