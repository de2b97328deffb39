"""Agreements on support for a center, with its city or its supervising department (6.4-1)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import Organization


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", _("拟稿")
    SIGNED = "signed", _("已签署")
    ENDED = "ended", _("已终止")


class Side(models.TextChoices):
    """Who the other side is."""

    CITY = "city", _("市州人民政府")
    DEPARTMENT = "department", _("省直主管部门")


class SupportAgreement(models.Model):
    """An agreement; `partner` is the bureau that acts for the city government, or the supervising department.

    It is signed on the day the second side signs. What it promises are its commitments.
    """

    center = models.ForeignKey(Center, models.PROTECT, related_name="support_agreements")
    department = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        Organization, models.PROTECT, related_name="support_agreements", verbose_name=_("协议对方")
    )
    side = models.CharField(max_length=16, choices=Side.choices)
    title = models.CharField(_("协议名称"), max_length=200)
    number = models.CharField(_("协议编号"), max_length=60, blank=True)
    text = models.TextField(_("协议要点"), max_length=8000)
    runs_until = models.DateField(_("有效期至"), null=True, blank=True)
    # The words of the paper, kept from the first signature on: what is signed does not change any more.
    wording = models.JSONField(null=True, blank=True)
    paper = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("协议文本"),
    )
    state = models.CharField(max_length=16, choices=AgreementState.choices, default=AgreementState.DRAFT)
    department_signed_on = models.DateField(null=True, blank=True)
    department_signed_by = models.CharField(max_length=100, blank=True)
    partner_signed_on = models.DateField(null=True, blank=True)
    partner_signed_by = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField(_("签署日期"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("支持协议")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=AgreementState.values), name="support_agreement_state_known"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="support_agreement_says_what"),
            models.CheckConstraint(
                condition=Q(state="draft", signed_on=None)
                | Q(state="ended")
                | Q(
                    state="signed",
                    signed_on__isnull=False,
                    department_signed_on__isnull=False,
                    partner_signed_on__isnull=False,
                ),
                name="support_agreement_signed_by_both",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["partner", "state"], name="support_agreement_of"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def partner_name(self) -> str:
        """The other side as people say it: the city government with its bureau, or the department."""
        if self.side == Side.CITY:
            return gettext("%(city)s人民政府（%(bureau)s办理）") % {
                "city": self.partner.prefecture_label,
                "bureau": self.partner.name,
            }
        return self.partner.name
