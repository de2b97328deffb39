"""What the example's centers have earned with their results and how they divided it."""

from datetime import timedelta
from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.benefits.calculation import calculate, fingerprint_of
from xiangchuang.benefits.decide_distribution import decide_distribution
from xiangchuang.benefits.mark_payment import mark_share_paid
from xiangchuang.benefits.models import BenefitIncome, IncomeKind, UnitKind
from xiangchuang.benefits.queries import contributions_of
from xiangchuang.benefits.registers import CONTRIBUTIONS, DISTRIBUTION_RULES, INCOMES
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.demo.names import person
from xiangchuang.demo.province import Province

_WAN: Final = 1_000_000
_MEETING: Final = "第一届理事会第二次会议"
_WEIGHTS: Final = (5, 3, 2)


def furnish_benefits(center: Center, staff: Actor, province: Province) -> None:
    """Adopt a rule, record three incomes, decide one and pay its first share."""
    today = clock.today()
    begun = min(center.approved_on, today - timedelta(days=2))
    for kind, team, research in ((IncomeKind.LICENCE, 7000, 2000), (IncomeKind.ASSIGNMENT, 7000, 1500)):
        record_entry(
            DISTRIBUTION_RULES, actor=staff, center=center,
            values={
                "title": "科技成果转化收益分配办法", "kind": kind, "team_share": team, "research_share": research,
                "adopted_by": _MEETING, "adopted_on": begun, "in_force_from": begun,
            },
        )  # fmt: skip
    licence = _income(center, staff, "盾构刀盘健康监测算法普通许可", IncomeKind.LICENCE, gross=120 * _WAN,
                      costs=18 * _WAN, taxes=7 * _WAN, received_on=today - timedelta(days=1))  # fmt: skip
    _income(center, staff, "硬岩掘进参数自适应专利转让", IncomeKind.ASSIGNMENT, gross=300 * _WAN,
            costs=42 * _WAN, taxes=18 * _WAN, received_on=today - timedelta(days=1))  # fmt: skip
    _income(center, staff, "注浆材料配方作价入股", IncomeKind.EQUITY, gross=600 * _WAN, received_on=today)
    decision = decide_distribution(
        actor=staff, income=licence, seen=fingerprint_of(calculate(licence, contributions_of(licence))),
        decided_on=today, decided_by="第一届理事会第三次会议",
    )  # fmt: skip
    share = decision.shares.select_related("decision__income__center").get(position=2)
    mark_share_paid(actor=staff, share=share, seen=share.version, paid_on=today, note="银行回单")


def _income(center: Center, staff: Actor, title: str, kind: IncomeKind, **values: Any) -> BenefitIncome:
    entry = record_entry(
        INCOMES, actor=staff, center=center,
        values={"title": title, "kind": kind, "unit_kind": UnitKind.OTHER, "payer": "示例用户单位", **values},
    )  # fmt: skip
    assert isinstance(entry, BenefitIncome)
    for number, weight in enumerate(_WEIGHTS):
        record_entry(
            CONTRIBUTIONS, actor=staff, center=center,
            values={
                "income": entry, "name": person(900 + number), "part": "", "weight": weight, "is_main": True,
            },
        )  # fmt: skip
    return entry
