"""Technology contracts, what was received under them, and the transfers of results (4.2 to 4.4)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.models import CenterMember
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.research.models.days import refuse_days_ahead
from xiangchuang.research.models.keys import KeyField
from xiangchuang.research.models.kinds import ContractType, TransferMode
from xiangchuang.research.models.results import Result, set_keys
from xiangchuang.research.models.tasks import PlanTask


class TechnologyContract(Entry):
    """A technology contract in which the center gives technology; the other side is registered or named."""

    number = models.CharField(_("合同编号"), max_length=50)
    title = models.CharField(_("合同名称"), max_length=200)
    type = models.CharField(_("合同类型"), max_length=16, choices=ContractType.choices)
    counterparty = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("对方单位"),
    )  # fmt: skip
    counterparty_name = models.CharField(
        _("对方名称"), max_length=200, blank=True, help_text=_("对方没有在本系统登记时填写。")
    )
    is_sme = models.BooleanField(
        _("对方是科技型中小企业"), default=False, help_text=_("对方已登记的，以登记册为准。")
    )
    agreed_fen = MoneyField(_("合同额"))
    signed_on = models.DateField(_("签订日期"))
    registration_number = models.CharField(
        _("认定登记编号"), max_length=50, blank=True, help_text=_("技术合同认定登记后填写。")
    )
    task = models.ForeignKey(
        PlanTask, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("所属任务")
    )
    number_key = KeyField(of="number")

    class Meta(Entry.Meta):
        verbose_name = _("技术合同")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "signed_on"], name="research_contract_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "number_key"], condition=STANDING, name="research_contract_number_once",
                violation_error_message=_("这个编号的合同已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(counterparty__isnull=False) | ~Q(counterparty_name=""),
                name="research_contract_has_another_side",
                violation_error_message=_("对方单位和对方名称至少填一个。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def other_side(self) -> str:
        """The other side's name."""
        return str(self.counterparty) if self.counterparty else self.counterparty_name

    def clean(self) -> None:
        """Take the SME flag of a registered other side from the register, as it stands at entry."""
        set_keys(self)
        refuse_days_ahead(self, "signed_on")
        if self.counterparty is not None:
            self.is_sme = self.counterparty.is_sme


class ContractReceipt(Entry):
    """Money received under a contract; negative when paid back."""

    contract = models.ForeignKey(
        TechnologyContract, models.PROTECT, related_name="receipts", verbose_name=_("技术合同")
    )
    fen = MoneyField(_("到账金额"), allow_negative=True, help_text=_("退款填负数。"))
    received_on = models.DateField(_("到账日期"))
    note = models.CharField(_("凭证"), max_length=200, blank=True, help_text=_("例如“银行回单 0231”。"))

    class Meta(Entry.Meta):
        verbose_name = _("到账")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "received_on"], name="research_receipt_day")
        ]

    def __str__(self) -> str:
        return _now("%(day)s 到账") % {"day": self.received_on}

    def clean(self) -> None:
        """Refuse money received on a day ahead."""
        refuse_days_ahead(self, "received_on")


class Transfer(Entry):
    """A result handed on or put to use: to whom, by which contract, for how much (1.1-2, 3.4-3)."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="transfers", verbose_name=_("成果"))
    mode = models.CharField(_("转化方式"), max_length=32, choices=TransferMode.choices)
    recipient = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("承接单位"),
    )  # fmt: skip
    recipient_name = models.CharField(
        _("承接方名称"), max_length=200, blank=True, help_text=_("承接方没有在本系统登记时填写。")
    )
    contract = models.ForeignKey(
        TechnologyContract, models.PROTECT, null=True, blank=True, related_name="transfers",
        verbose_name=_("技术合同"),
    )  # fmt: skip
    fen = MoneyField(_("金额"), help_text=_("转让、许可的价款，作价金额，或自行实施的当年收益。"))
    on = models.DateField(_("日期"))
    is_outside = models.BooleanField(_("承接方在联盟之外"), default=False, editable=False)

    class Meta(Entry.Meta):
        verbose_name = _("成果转化")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "on"], name="research_transfer_day")
        ]

    def __str__(self) -> str:
        return _now("%(mode)s：%(result)s") % {"mode": self.get_mode_display(), "result": self.result}

    def clean(self) -> None:
        """Ask for a recipient unless the center implements itself; tell whether it stands outside (1.1-2)."""
        refuse_days_ahead(self, "on")
        own = self.mode == TransferMode.SELF_IMPLEMENTED
        if not own and self.recipient is None and not self.recipient_name:
            raise ValidationError({"recipient": _now("承接单位和承接方名称至少填一个。")})
        members = CenterMember.objects.filter(center=self.center_id, organization=self.recipient_id)
        inside = self.recipient_id in (self.center.lead_id, self.center.organization_id) or members.exists()
        named_outside = self.recipient is None and bool(self.recipient_name)
        self.is_outside = not own and (named_outside or (self.recipient is not None and not inside))
