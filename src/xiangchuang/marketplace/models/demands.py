"""The demand board: a firm describes a problem, centers answer, the firm picks one (4.4-1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.marketplace.models.offerings import Offering
from xiangchuang.organizations.models import Organization


class DemandState(models.TextChoices):
    """Where a demand stands."""

    OPEN = "open", _("征集中")
    MET = "met", _("已选定")
    CLOSED = "closed", _("已结束")


class Demand(models.Model):
    """A problem a firm wants solved; budget in fen. The public board names neither firm nor people."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="demands")
    is_sme = models.BooleanField()
    title = models.CharField(_("标题"), max_length=100)
    text = models.TextField(_("问题描述"), max_length=4000)
    field = models.CharField(_("领域"), max_length=64, blank=True)
    industry = models.CharField(_("行业（GB/T 4754）"), max_length=5, blank=True)
    wanted_by = models.DateField(_("希望完成日"), null=True, blank=True)
    budget_from_fen = models.BigIntegerField(null=True, blank=True)
    budget_to_fen = models.BigIntegerField(null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=100)
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    state = models.CharField(max_length=16, choices=DemandState.choices, default=DemandState.OPEN)
    closed_reason = models.CharField(_("结束原因"), max_length=300, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("需求")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=DemandState.values), name="demand_state_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="demand_says_what"),
            models.CheckConstraint(
                condition=Q(budget_to_fen__isnull=True)
                | Q(budget_from_fen__isnull=True)
                | Q(budget_to_fen__gte=F("budget_from_fen")),
                name="demand_budget_in_order",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-id"], name="demand_by_state")
        ]

    def __str__(self) -> str:
        return self.title


class AnswerState(models.TextChoices):
    """What became of an answer."""

    OFFERED = "offered", _("待选")
    CHOSEN = "chosen", _("已选定")
    PASSED = "passed", _("未选")
    WITHDRAWN = "withdrawn", _("已撤回")


class DemandAnswer(models.Model):
    """A center's offer on a demand, price in fen; the firm and that center alone read it."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="answers")
    center = models.ForeignKey(Center, models.PROTECT, related_name="demand_answers")
    offering = models.ForeignKey(Offering, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("合作方式"), max_length=20)
    text = models.TextField(_("方案"), max_length=4000)
    price_fen = models.BigIntegerField(_("报价（分）"))
    deliver_by = models.DateField(_("完成日"))
    contact_name = models.CharField(_("联系人"), max_length=100)
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    state = models.CharField(max_length=16, choices=AnswerState.choices, default=AnswerState.OFFERED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("需求答复")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=AnswerState.values), name="answer_state_known"),
            models.CheckConstraint(condition=Q(price_fen__gte=0), name="answer_price_not_negative"),
            models.UniqueConstraint(
                fields=["demand", "center"], condition=~Q(state="withdrawn"), name="answer_once_a_center"
            ),
            models.UniqueConstraint(
                fields=["demand"], condition=Q(state="chosen"), name="answer_chosen_once_a_demand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.center_id}"
