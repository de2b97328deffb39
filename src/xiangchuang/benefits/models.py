"""Income from results, the center's own rules for it, and the decisions that divide it (4.3, 6.3)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.registers.amounts import MoneyField, ShareField
from xiangchuang.centers.registers.entry import STANDING, Entry

WHOLE = 10_000
LEFT = WHOLE - F("research_share")


class IncomeKind(models.TextChoices):
    """Ways in which a result earns: those of 《促进科技成果转化法》第四十五条."""

    ASSIGNMENT = "assignment", _("转让")
    LICENCE = "licence", _("许可")
    EQUITY = "equity", _("作价投资")
    OWN_IMPLEMENTATION = "own_implementation", _("自行实施或合作实施")


class UnitKind(models.TextChoices):
    """Whether the unit that made the result may go below the statutory share."""

    STATE_FOUNDED = "state_founded", _("国家设立的研究开发机构、高等院校")
    OTHER = "other", _("企业和其他单位")


class DistributionRule(Entry):
    """The center's own rule for one kind of income, in force from a day; basis points of the net."""

    title = models.CharField(_("规定名称"), max_length=200, help_text=_("例如“科技成果转化收益分配办法”。"))
    kind = models.CharField(_("收益方式"), max_length=32, choices=IncomeKind.choices)
    team_share = ShareField(_("团队奖励"))
    research_share = ShareField(_("科研投入"))
    other_label = models.CharField(_("其他受益方"), max_length=100, blank=True)
    other_share = ShareField(_("其他受益方比例"), null=True, blank=True)
    adopted_by = models.CharField(
        _("通过的机构"), max_length=100, help_text=_("例如“第一届理事会第二次会议”。")
    )
    adopted_on = models.DateField(_("通过日期"))
    in_force_from = models.DateField(_("施行日期"))
    in_force_to = models.DateField(_("失效日期"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("收益分配规定")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "kind", "in_force_from"], condition=STANDING, name="distribution_rule_once",
                violation_error_message=_("同一天施行的同类规定已登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")),
                name="distribution_rule_days_in_order",
                violation_error_message=_("失效日期早于施行日期。"),
            ),
            models.CheckConstraint(
                condition=Q(other_share=None, team_share__lte=LEFT)
                | Q(team_share__lte=LEFT - F("other_share"), other_share__isnull=False),
                name="distribution_rule_within_the_whole",
                violation_error_message=_("各项比例合计超过百分之百。"),
            ),
            models.CheckConstraint(
                condition=Q(other_label="", other_share=None)
                | (~Q(other_label="") & Q(other_share__gt=0, other_share__isnull=False)),
                name="distribution_rule_names_the_other",
                violation_error_message=_("其他受益方和它的比例要一起写。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class BenefitIncome(Entry):
    """Income from one result on one day, in fen, and what was agreed with its contributors, if anything."""

    title = models.CharField(_("成果和收益"), max_length=200)
    kind = models.CharField(_("收益方式"), max_length=32, choices=IncomeKind.choices)
    unit_kind = models.CharField(_("完成单位"), max_length=16, choices=UnitKind.choices)
    payer = models.CharField(_("付款方或被投资单位"), max_length=200, blank=True)
    received_on = models.DateField(_("到账（成股）日期"))
    gross = MoneyField(_("收入"), unit="yuan", help_text=_("作价投资填所成股份的价值，自行实施填当年收入。"))
    costs = MoneyField(_("可扣除成本"), unit="yuan", null=True, blank=True)
    taxes = MoneyField(_("税费"), unit="yuan", null=True, blank=True)
    implementation_year = models.PositiveSmallIntegerField(
        _("投产后第几年"), null=True, blank=True, help_text=_("只在自行实施时填写，从 1 起。")
    )
    source = models.CharField(
        _("来源登记"),
        max_length=60,
        blank=True,
        help_text=_("从技术合同到账选入时自动填写，手工登记的留空。"),
    )
    agreement = models.CharField(
        _("与贡献人的约定"), max_length=200, blank=True,
        help_text=_("有约定的填协议名称；没有约定的留空，按本中心规定或法定标准。"),
    )  # fmt: skip
    agreed_on = models.DateField(_("约定日期"), null=True, blank=True)
    agreed_team_share = ShareField(_("约定的团队奖励"), null=True, blank=True)
    agreed_research_share = ShareField(_("约定的科研投入"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("成果收益")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["center", "-received_on"], name="benefit_income_by_day")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["center", "source"], condition=STANDING & ~Q(source=""),
                name="benefit_income_taken_once",
                violation_error_message=_("这笔到账已登记为成果收益。"),
            ),
            models.CheckConstraint(
                condition=Q(gross__gt=0), name="benefit_income_is_income",
                violation_error_message=_("收入要大于零。"),
            ),
            models.CheckConstraint(
                condition=Q(
                    implementation_year__gte=1,
                    implementation_year__isnull=False,
                    kind=IncomeKind.OWN_IMPLEMENTATION,
                )
                | (~Q(kind=IncomeKind.OWN_IMPLEMENTATION) & Q(implementation_year=None)),
                name="benefit_income_year_of_own_implementation",
                violation_error_message=_("自行实施要填投产后第几年，其他方式留空。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=IncomeKind.EQUITY) | Q(costs=None, taxes=None),
                name="benefit_income_shares_bear_no_costs",
                violation_error_message=_("作价投资从形成的股份中提取，成本和税费留空。"),
            ),
            models.CheckConstraint(
                condition=Q(agreement="", agreed_on=None, agreed_team_share=None, agreed_research_share=None)
                | (~Q(agreement="") & Q(agreed_on__isnull=False, agreed_team_share__isnull=False)),
                name="benefit_income_agreement_whole",
                violation_error_message=_("约定的名称、日期和团队比例要一起填写，没有约定的都留空。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Contribution(Entry):
    """A person who made the result or transferred it, with the weight agreed among the contributors."""

    income = models.ForeignKey(
        BenefitIncome, models.PROTECT, related_name="contributions", verbose_name=_("成果收益")
    )
    name = models.CharField(_("姓名"), max_length=60)
    part = models.CharField(_("贡献"), max_length=200, blank=True, help_text=_("例如“完成关键算法”。"))
    weight = models.PositiveIntegerField(
        _("权重"), validators=[MinValueValidator(1)], help_text=_("相对数，例如 5、3、2。")
    )
    is_main = models.BooleanField(_("主要贡献人员"), default=True)

    class Meta(Entry.Meta):
        verbose_name = _("贡献人")
        ordering = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["income", "name"], condition=STANDING, name="contributor_once",
                violation_error_message=_("这名贡献人已登记过：改动原来的权重。"),
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="contributor_has_weight"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DistributionDecision(models.Model):
    """A decision to divide an income: steps, contributors and shares frozen as they were decided.

    Never changed; a later one of the same income replaces it and says why. Sums in fen.
    """

    income = models.ForeignKey(BenefitIncome, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=100)
    document_number = models.CharField(max_length=50, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    purpose_reason = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=32, choices=IncomeKind.choices)
    unit_kind = models.CharField(max_length=16, choices=UnitKind.choices)
    received_on = models.DateField()
    gross = models.BigIntegerField()
    net = models.BigIntegerField()
    team = models.BigIntegerField()
    research = models.BigIntegerField()
    unit = models.BigIntegerField()
    purpose_met = models.BooleanField(null=True)
    # The calculation line by line, as shown when it was decided.
    steps = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    policy_version = models.ForeignKey("procedure.PolicyVersion", models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["income", "number"], name="distribution_decision_numbered_once"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | (Q(number__gt=1) & ~Q(reason="")),
                name="distribution_decision_corrected_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Payee(models.TextChoices):
    """Who receives a share."""

    COSTS = "costs", _("抵偿成本")
    TAXES = "taxes", _("缴纳税费")
    TEAM = "team", _("团队")
    RESEARCH = "research", _("科研投入")
    OTHER = "other", _("其他受益方")
    UNIT = "unit", _("单位留存")


class DecidedShare(models.Model):
    """What one receiver gets by a decision, in fen, and when it was paid."""

    decision = models.ForeignKey(DistributionDecision, models.PROTECT, related_name="shares")
    position = models.PositiveSmallIntegerField()
    payee = models.CharField(max_length=16, choices=Payee.choices)
    name = models.CharField(max_length=100, blank=True)
    weight = models.PositiveIntegerField(null=True)
    fen = models.BigIntegerField()
    paid_on = models.DateField(null=True, blank=True)
    paid_note = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "position"], name="decided_share_position_once"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="decided_share_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_payee_display())
