"""Orders from request to closing, with what was agreed, delivered, paid and said of it (4.4-1)."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.marketplace.models.demands import DemandAnswer
from xiangchuang.marketplace.models.offerings import Offering
from xiangchuang.organizations.models import Organization


class OrderKind(models.TextChoices):
    """Ways of working with a firm that 4.4-1 names, and the single service."""

    SERVICE = "service", _("技术服务")
    CONTRACT_RD = "contract_rd", _("合同研发")
    JOINT_LABORATORY = "joint_laboratory", _("联合实验室")


class OrderState(models.TextChoices):
    """Where an order stands."""

    REQUESTED = "requested", _("待报价")
    QUOTED = "quoted", _("待确认报价")
    AGREED = "agreed", _("履行中")
    DELIVERED = "delivered", _("待验收")
    ACCEPTED = "accepted", _("已验收")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("未承接")
    WITHDRAWN = "withdrawn", _("已撤回")
    CANCELLED = "cancelled", _("已解除")


AGREED_STATES = ("agreed", "delivered", "accepted", "closed", "cancelled")


class Order(models.Model):
    """What a firm asks of a center; amounts in fen. `is_sme` as the register said when it was asked.

    Each side's contact is shown to the other from the agreement on, to nobody else. `contract`: the
    technology contract of the center it is carried out under, whose receipts then count as the income.
    """

    center = models.ForeignKey(Center, models.PROTECT, related_name="orders")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="orders")
    is_sme = models.BooleanField()
    kind = models.CharField(_("合作方式"), max_length=20, choices=OrderKind.choices)
    offering = models.ForeignKey(Offering, models.PROTECT, null=True, blank=True, related_name="orders")
    contract = models.ForeignKey(
        "research.TechnologyContract", models.PROTECT, null=True, blank=True, related_name="orders",
        verbose_name=_("技术合同"),
    )  # fmt: skip
    answer = models.OneToOneField(DemandAnswer, models.PROTECT, null=True, blank=True, related_name="order")
    title = models.CharField(_("事项"), max_length=100)
    text = models.TextField(_("要求"), max_length=4000)
    wanted_by = models.DateField(_("希望完成日"), null=True, blank=True)
    state = models.CharField(max_length=16, choices=OrderState.choices, default=OrderState.REQUESTED)
    amount_fen = models.BigIntegerField(null=True, blank=True)
    deliver_by = models.DateField(_("约定完成日"), null=True, blank=True)
    terms = models.TextField(_("报价说明"), max_length=4000, blank=True)
    delivery = models.TextField(_("交付内容"), max_length=4000, blank=True)
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    firm_contact_name = models.CharField(_("联系人"), max_length=100)
    firm_contact_phone = models.CharField(_("联系电话"), max_length=30)
    center_contact_name = models.CharField(_("联系人"), max_length=100, blank=True)
    center_contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    agreed_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("订单")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="order_kind_known"),
            models.CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(
                condition=Q(amount_fen__isnull=True) | Q(amount_fen__gte=0), name="order_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AGREED_STATES)
                | Q(agreed_on__isnull=False, amount_fen__isnull=False, deliver_by__isnull=False),
                name="order_agreed_has_terms",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["delivered", "accepted", "closed"]) | Q(delivered_on__isnull=False),
                name="order_delivered_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "closed"]) | Q(accepted_on__isnull=False),
                name="order_accepted_has_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "state"], name="order_by_center"),
            models.Index(fields=["organization", "state"], name="order_by_organization"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """Return the number people name it by, such as FW-000012."""
        return f"FW-{self.pk:06d}"

    @property
    def is_paid_by_contract(self) -> bool:
        """Return whether its money is recorded under a technology contract that stands."""
        return self.contract is not None and self.contract.is_standing


class OrderStep(models.Model):
    """One thing done to an order, with the words written then; amount in fen."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=32)
    at = models.DateTimeField(default=clock.now)
    by_name = models.CharField(max_length=100)
    organization_name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    amount_fen = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.verb


class Payment(models.Model):
    """Money the center received for an order, in fen."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="payments")
    amount_fen = models.BigIntegerField()
    paid_on = models.DateField(_("到账日"))
    reference = models.CharField(_("凭证号"), max_length=100)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("到账记录")
        ordering: ClassVar[list[str]] = ["paid_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="payment_is_money"),
            models.UniqueConstraint(fields=["order", "reference"], name="payment_reference_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Rating(models.Model):
    """What the served firm says of a delivered order: once, 1 to 5; the center may answer once."""

    order = models.OneToOneField(Order, models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评分"))
    text = models.TextField(_("评价"), max_length=1000)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rated_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("中心答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("服务评价")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_one_to_five"),
            models.CheckConstraint(condition=~Q(text=""), name="rating_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.score}"


class LaboratoryQuerySet(models.QuerySet["JointLaboratory"]):
    def standing(self) -> Self:
        """Return the laboratories whose entry was not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class JointLaboratory(Entry):
    """A laboratory a center runs with a firm (4.4-1); promised investments in fen."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="joint_laboratories", verbose_name=_("共建企业")
    )
    order = models.OneToOneField(
        Order,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="laboratory",
        verbose_name=_("由哪个订单成立"),
    )
    is_sme = models.BooleanField(default=False, editable=False)
    name = models.CharField(_("名称"), max_length=200)
    purpose = models.TextField(_("研究方向"), max_length=2000)
    began_on = models.DateField(_("成立日"))
    runs_until = models.DateField(_("协议到期日"))
    center_share_fen = MoneyField(_("中心投入"), default=0)
    firm_share_fen = MoneyField(_("企业投入"), default=0)
    ended_on = models.DateField(_("终止日"), null=True, blank=True)
    ended_reason = models.CharField(_("终止原因"), max_length=300, blank=True)

    objects: ClassVar[Any] = LaboratoryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Entry.Meta):
        verbose_name = _("联合实验室")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(runs_until__gt=F("began_on")), name="laboratory_in_order",
                violation_error_message=_("协议到期日应在成立日之后。"),
            ),
            models.CheckConstraint(
                condition=Q(center_share_fen__gte=0, firm_share_fen__gte=0),
                name="laboratory_shares_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")) & ~Q(ended_reason=""),
                name="laboratory_ended_with_reason",
                violation_error_message=_("终止日应在成立日之后，并写明终止原因。"),
            ),
            models.UniqueConstraint(
                fields=["center", "name"], condition=STANDING, name="laboratory_name_once",
                violation_error_message=_("同名的联合实验室已登记过。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """An order fits when both sides agreed on a joint laboratory in it."""
        if self._state.adding and self.organization_id:
            self.is_sme = self.organization.is_sme
        order = self.order
        if order is None:
            return
        fits = order.kind == OrderKind.JOINT_LABORATORY and order.state in AGREED_STATES
        if not fits or order.organization_id != self.organization_id:
            raise ValidationError({"order": _now("选这家企业已同意的联合实验室订单，或不选。")})
