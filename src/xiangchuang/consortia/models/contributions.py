"""What members promised to bring in and what they have brought in (4.2-1)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.consortia.models.members import MemberTerms
from xiangchuang.consortia.models.sources import SourceKind
from xiangchuang.consortia.standing_rows import standing


class ContributionKind(models.TextChoices):
    """Ways of bringing resources together (4.2-1)."""

    MONEY = "money", _("资金")
    TECHNOLOGY_SHARES = "technology_shares", _("技术入股")
    PEOPLE = "people", _("人员")
    PLATFORM = "platform", _("平台")
    EQUIPMENT = "equipment", _("设备")


def measured(amount: str = "amount", quantity: str = "quantity") -> Q:
    """Return the condition that a contribution is told either in fen or in pieces, never in both."""
    in_fen = Q((f"{amount}__isnull", False), (f"{amount}__gt", 0), (f"{quantity}__isnull", True))
    return in_fen | Q((f"{amount}__isnull", True), (f"{quantity}__isnull", False), (f"{quantity}__gt", 0))


NOT_MEASURED = _("金额和数量填一项：能计价的填金额，不能计价的填数量和单位。")


class PromisedContribution(Entry):
    """A contribution a member has promised until a day: in fen, or in pieces (5 people, 3 machines)."""

    member = models.ForeignKey(MemberTerms, models.PROTECT, related_name="promises", verbose_name=_("成员"))
    title = models.CharField(_("投入内容"), max_length=200, help_text=_("例如“首期出资”“派驻研发人员”。"))
    kind = models.CharField(_("方式"), max_length=24, choices=ContributionKind.choices)
    way = models.CharField(
        _("出资方式"), max_length=24, choices=SourceKind.choices, blank=True,
        help_text=_("只在资金投入时选择：会员费、入股出资、协议出资等。"),
    )  # fmt: skip
    amount = MoneyField(
        _("承诺金额"), null=True, blank=True, help_text=_("技术、平台、设备能作价的，填评估或协议价值。")
    )
    quantity = models.PositiveIntegerField(
        _("承诺数量"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("不作价的投入填数量，例如 5。"),
    )  # fmt: skip
    unit = models.CharField(_("数量单位"), max_length=16, blank=True, help_text=_("例如“人”“台”“项”。"))
    due_on = models.DateField(_("应到位日期"))
    note = models.TextField(_("说明"), max_length=1000, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("承诺投入")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "due_on"], name="consortia_promise_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=measured(), name="consortia_promise_measured", violation_error_message=NOT_MEASURED
            ),
            models.CheckConstraint(
                condition=(Q(kind=ContributionKind.MONEY, amount__isnull=False) & ~Q(way=""))
                | (~Q(kind=ContributionKind.MONEY) & Q(way="")),
                name="consortia_promise_of_money_names_its_way",
                violation_error_message=_("资金投入要填金额并选出资方式，其他投入不选出资方式。"),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True, unit="") | (Q(quantity__isnull=False) & ~Q(unit="")),
                name="consortia_promise_names_its_unit",
                violation_error_message=_("数量和数量单位要一起填写。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}：{self.title}"

    def clean(self) -> None:
        """Refuse to count in pieces what has already been delivered in fen, and the reverse."""
        if self.pk is None:
            return
        delivered = standing(MadeContribution).filter(promise=self.pk)
        other = "quantity" if self.amount is not None else "amount"
        if delivered.filter(**{f"{other}__isnull": False}).exists():
            raise ValidationError(_("这项承诺已有到位登记，计价方式不能再改。"))


class MadeContribution(Entry):
    """A payment or delivery against a promise, in the promise's measure."""

    promise = models.ForeignKey(
        PromisedContribution, models.PROTECT, related_name="deliveries", verbose_name=_("承诺投入")
    )
    made_on = models.DateField(_("到位日期"))
    amount = MoneyField(_("到位金额"), null=True, blank=True)
    quantity = models.PositiveIntegerField(
        _("到位数量"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    voucher = models.CharField(
        _("凭据"), max_length=200, blank=True, help_text=_("例如“银行回单 0315”“设备交接单”。")
    )

    class Meta(Entry.Meta):
        verbose_name = _("到位投入")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "made_on"], name="consortia_delivery_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=measured(), name="consortia_delivery_measured",
                violation_error_message=_("到位金额和到位数量填一项，与承诺的计价方式相同。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.promise} {self.made_on}"

    def clean(self) -> None:
        """Refuse a delivery in another measure than the promise's, and one of a day to come."""
        if self.promise_id and (self.amount is None) != (self.promise.amount is None):
            raise ValidationError(
                _("这项承诺按金额计：填到位金额。") if self.promise.amount is not None
                else _("这项承诺按数量计：填到位数量。")
            )  # fmt: skip
        if self.made_on and self.made_on > clock.today():
            raise ValidationError({"made_on": _("到位日期晚于今天：到位之后再登记。")})
