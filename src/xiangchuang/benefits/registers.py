"""The registers of benefits, and the pages under their chapter."""

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.benefits import figures
from xiangchuang.benefits.models import BenefitIncome, Contribution, DistributionDecision, DistributionRule
from xiangchuang.benefits.panel import rules_in_force
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import (
    PageLink,
    Panel,
    Register,
    contribute_link,
    contribute_panel,
    watch_registers,
)
from xiangchuang.ledger.act_words import name_acts

DISTRIBUTION_RULES = Register(
    code="distribution-rules", model=DistributionRule, label=_("收益分配规定"), row_label=_("分配规定"),
    chapter="benefits", clause="4.3-1",
    about=_("本中心通过的收益分配比例，自施行之日起适用；国家设立的单位不能低于法定标准。"),
    fields=(
        "title", "kind", "team_share", "research_share", "other_label", "other_share",
        "adopted_by", "adopted_on", "in_force_from", "in_force_to",
    ),
    columns=("title", "kind", "team_share", "research_share", "other_share", "in_force_from", "in_force_to"),
    filters=("kind",), sort="-in_force_from",
)  # fmt: skip
INCOMES = Register(
    code="benefit-incomes", model=BenefitIncome, label=_("成果收益"), row_label=_("成果收益"),
    chapter="benefits", clause="4.3-2",
    about=_("成果转让、许可、作价投资和自行实施取得的收益，逐笔登记后分配。"),
    fields=(
        "title", "kind", "unit_kind", "payer", "received_on", "gross", "costs", "taxes",
        "source", "implementation_year", "agreement", "agreed_on", "agreed_team_share",
        "agreed_research_share",
    ),
    columns=("title", "kind", "unit_kind", "received_on", "gross", "costs", "taxes"),
    filters=("kind", "unit_kind"), totals=("gross",), sort="-received_on",
)  # fmt: skip
CONTRIBUTIONS = Register(
    code="contributions", model=Contribution, label=_("贡献人"), row_label=_("贡献人"),
    chapter="benefits", clause="4.3-1", about=_("完成、转化成果的人员和各自的权重。"),
    fields=("income", "name", "part", "weight", "is_main"),
    columns=("name", "income", "part", "weight", "is_main"),
    sort="pk", parent="income", in_chapter=False,
)  # fmt: skip


def refuse_withdrawn_income(center: Center, actor: Actor) -> None:
    """Keep an income that a decision rests on; raises Blocked, which undoes the withdrawal."""
    if DistributionDecision.objects.filter(
        income__center=center, income__withdrawn_at__isnull=False
    ).exists():
        raise Blocked(
            say("这笔收益已有分配决定，不能撤销。"),
            remedy=say("金额有误的，改动登记后另作决定并写明理由。"),
            clause="4.3-1",
        )


def contribute() -> None:
    """Add them to the file of every center."""
    contribute_registers(INCOMES, DISTRIBUTION_RULES, CONTRIBUTIONS)
    figures.contribute()
    contribute_panel(Panel("benefits", "benefits/_rules_in_force.html", rules_in_force))
    contribute_link(
        PageLink("benefits", _("收益分配"), "benefits:distributions", "4.3-1", _("逐笔测算、决定和发放"))
    )
    contribute_link(
        PageLink("benefits", _("分配测算"), "benefits:calculator", "4.3-1", _("先算一算，不保存"))
    )
    contribute_link(
        PageLink("benefits", _("税收优惠测算"), "benefits:tax", "6.3-1", _("加计扣除和高新技术企业税率"))
    )
    watch_registers(refuse_withdrawn_income)
    name_acts(
        {
            "decide_distribution": _("决定收益分配"),
            "mark_share_paid": _("登记发放"),
            "unmark_share_paid": _("撤销发放登记"),
        }
    )
