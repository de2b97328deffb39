"""Contracts by which members share intellectual property (4.4-3), and how risk and loss are borne (1.2-9)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import ShareField
from xiangchuang.centers.registers.entry import STANDING, Entry
from xiangchuang.consortia.models.members import MemberTerms
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.standing_rows import standing


class SharingAgreement(Entry):
    """A contract on intellectual property among members; the contract itself is the row's evidence."""

    title = models.CharField(_("合同名称"), max_length=200)
    number = models.CharField(_("合同编号"), max_length=60, blank=True)
    subject = models.CharField(
        _("标的"), max_length=300, help_text=_("共享哪些知识产权，例如“智能掘进控制软件及相关专利”。")
    )
    share_terms = models.TextField(
        _("共享条款"), max_length=4000, help_text=_("归属、使用、许可和收益如何约定。")
    )
    signed_on = models.DateField(_("签订日期"))
    ends_on = models.DateField(_("届满日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("知识产权共享合同")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "signed_on"], condition=STANDING,
                name="consortia_agreement_once",
                violation_error_message=_("同一天签订的同名合同已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("signed_on")),
                name="consortia_agreement_days_in_order",
                violation_error_message=_("届满日期应在签订日期之后。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class AgreementParty(Entry):
    """A party of such a contract: its share of ownership in basis points, where one is agreed."""

    agreement = models.ForeignKey(
        SharingAgreement, models.PROTECT, related_name="parties", verbose_name=_("知识产权共享合同")
    )
    member = models.ForeignKey(MemberTerms, models.PROTECT, related_name="+", verbose_name=_("成员"))
    ownership = ShareField(_("权属份额"), null=True, blank=True)
    use_right = models.CharField(
        _("使用权"), max_length=200, blank=True, help_text=_("例如“普通许可，限研发使用”。")
    )

    class Meta(Entry.Meta):
        verbose_name = _("合同当事方")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["agreement", "member"], condition=STANDING, name="consortia_party_once",
                violation_error_message=_("这一方已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(ownership=None) | Q(ownership__lte=WHOLE),
                name="consortia_party_within_the_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.member)

    def clean(self) -> None:
        """Refuse shares that together are more than the whole."""
        if not (self.agreement_id and self.ownership):
            return
        others = standing(AgreementParty).filter(agreement=self.agreement_id)
        told = others.exclude(pk=self.pk).aggregate(sum=Sum("ownership"))["sum"] or 0
        if told + self.ownership > WHOLE:
            raise ValidationError({"ownership": _("各方权属份额合计超过百分之百。")})


class RiskTerms(Entry):
    """How members share what is won, what may fail and what is lost, on one subject."""

    title = models.CharField(_("事项"), max_length=200, help_text=_("例如“中试线建设与运行”。"))
    benefit_sharing = models.TextField(_("收益共享"), max_length=2000)
    risk_sharing = models.TextField(
        _("风险共担"), max_length=2000, help_text=_("研发失败、市场变化等风险由谁承担、如何承担。")
    )
    loss_sharing = models.TextField(
        _("损失分担"), max_length=2000, help_text=_("已发生的投入和损失如何分担、以什么为限。")
    )
    basis = models.CharField(_("依据"), max_length=200, help_text=_("章程、协议的名称和条款。"))
    agreed_on = models.DateField(_("约定日期"))

    class Meta(Entry.Meta):
        verbose_name = _("风险共担约定")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "title", "agreed_on"], condition=STANDING, name="consortia_risk_once",
                violation_error_message=_("同一天约定的同名事项已登记过。"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
