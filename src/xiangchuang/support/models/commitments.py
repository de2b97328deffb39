"""One promise of support, whoever made it, in an agreement or outside one (6.4-1, 6.4-3)."""

from datetime import date
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.amounts import MoneyField
from xiangchuang.organizations.models import Organization
from xiangchuang.support.models.agreements import SupportAgreement
from xiangchuang.support.models.talent import LeadingTalent


class CommitmentState(models.TextChoices):
    """Where a promise stands. That its day has passed is read from the day, never a state of its own."""

    DRAFT = "draft", _("拟稿")
    ASKED = "asked", _("待承诺")
    OPEN = "open", _("待履行")
    REPORTED = "reported", _("已报告，待确认")
    KEPT = "kept", _("已履行")
    PARTLY = "partly", _("部分履行")
    DISPUTED = "disputed", _("有异议")
    BROKEN = "broken", _("未履行")
    DECLINED = "declined", _("未承诺")
    LAPSED = "lapsed", _("随协议终止")


PROMISED: Final = (
    CommitmentState.OPEN, CommitmentState.REPORTED, CommitmentState.KEPT, CommitmentState.PARTLY,
    CommitmentState.DISPUTED, CommitmentState.BROKEN,
)  # fmt: skip
"""States of what was really promised: what figures count."""
STILL_OWED: Final = (CommitmentState.OPEN, CommitmentState.DISPUTED, CommitmentState.PARTLY)
"""States in which the promiser still has something to do."""


class Commitment(models.Model):
    """A promise to a center. `kind` and `measure` are codes of the pack; amount in fen; due until 24:00."""

    center = models.ForeignKey(Center, models.PROTECT, related_name="commitments")
    agreement = models.ForeignKey(
        SupportAgreement, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    promised_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="commitments", verbose_name=_("承诺方")
    )
    talent = models.ForeignKey(
        LeadingTalent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("人才"),
    )
    kind = models.CharField(_("类别"), max_length=32)
    measure = models.CharField(_("人才支持方式"), max_length=32, blank=True)
    text = models.CharField(_("承诺内容"), max_length=1000)
    amount_fen = MoneyField(_("金额"), null=True, blank=True)
    promised_on = models.DateField(_("承诺日期"), null=True, blank=True)
    due_on = models.DateField(_("应履行日"), null=True, blank=True)
    state = models.CharField(max_length=16, choices=CommitmentState.choices)
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    settled_on = models.DateField(_("认定日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("支持承诺")
        ordering: ClassVar[list[str]] = ["due_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=CommitmentState.values), name="commitment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "asked", "declined"]) | Q(due_on__isnull=False),
                name="commitment_has_a_day_once_promised",
            ),
            models.CheckConstraint(
                condition=Q(promised_on=None) | Q(due_on=None) | Q(due_on__gte=F("promised_on")),
                name="commitment_due_after_promise",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["kept", "partly"]) | Q(reported_on__isnull=False),
                name="commitment_kept_was_reported",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_on"], name="commitment_by_due"),
            models.Index(fields=["promised_by", "state", "due_on"], name="commitment_of_promiser"),
            models.Index(fields=["center", "state"], name="commitment_of_center"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed while the promiser still owes it; the day itself is in time."""
        return self.due_on is not None and self.state in STILL_OWED and self.due_on < today

    @property
    def was_late(self) -> bool:
        """Whether what was kept was reported after its day."""
        return bool(self.due_on and self.reported_on and self.reported_on > self.due_on)
