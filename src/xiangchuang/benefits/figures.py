"""What can be counted of the distribution of proceeds: decided, owed and paid to the team (4.3-1, 6.3-1)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiangchuang.benefits.calculation import agreement_of, event_of, terms_of
from xiangchuang.benefits.models import (
    BenefitIncome,
    Contribution,
    DecidedShare,
    DistributionDecision,
    DistributionRule,
    Payee,
)
from xiangchuang.centers.figure_rows import entries_of, within
from xiangchuang.centers.figures import Figure, FigureRow, Span, contribute_figures, contribute_pages
from xiangchuang.policy.benefits import LayeredRules, OwnTerms, least_reward
from xiangchuang.procedure.packs import current_pack

STANDING: Final = Q(income__withdrawn_at__isnull=True)


def reward_decided(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield the team's part by the decisions in force: no later one of the same income replaced them."""
    last = DistributionDecision.objects.filter(income=OuterRef("income")).order_by("-number").values("pk")[:1]
    decisions = DistributionDecision.objects.filter(
        STANDING, within("decided_on", span), income__center__in=centers, pk=Subquery(last)
    )
    for row in decisions.select_related("income").order_by("pk"):
        yield FigureRow(row.income.center_id, row.pk, row.decided_on, row.team, str(row), source="decisions")


def reward_owed(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield what the team is owed at least of each income, by the rule in force on the day it came."""
    pack = current_pack().benefits
    own: dict[int, list[OwnTerms]] = defaultdict(list)
    for rule in entries_of(DistributionRule, centers):
        own[rule.center_id].append(terms_of(rule))
    for row in entries_of(BenefitIncome, centers, within("received_on", span)):
        agreement = agreement_of(row)
        terms = (*own[row.center_id], *([agreement] if agreement else []))
        # Who is in the team has no bearing on what the team is owed.
        event = event_of(row, [Contribution(name=str(Payee.TEAM.label), weight=1)])
        fen = least_reward(event, LayeredRules(pack, terms), row.received_on)
        if fen is not None:
            yield FigureRow(row.center_id, row.pk, row.received_on, fen, str(row))


def reward_paid(centers: Collection[int], span: Span) -> Iterator[FigureRow]:
    """Yield what was paid to each of the team; what an earlier decision of the income paid counts once."""
    shares: Any = DecidedShare.objects.filter(
        payee=Payee.TEAM, paid_on__isnull=False, decision__income__center__in=centers,
        decision__income__withdrawn_at__isnull=True,
    )  # fmt: skip
    paid: dict[tuple[int, str], int] = defaultdict(int)
    for row in shares.select_related("decision__income").order_by("decision__number", "pk"):
        income = row.decision.income
        whose = (income.pk, row.name)
        more, paid[whose] = row.fen - paid[whose], max(row.fen, paid[whose])
        if more > 0 and row.paid_on in span:
            # Who was paid how much is read on the decision's page.
            yield FigureRow(
                income.center_id, row.decision_id, row.paid_on, more, str(row.decision), source="decisions"
            )


FIGURES: Final = (
    Figure(
        "reward_decided", _("决定给团队的奖励"), "fen", "sum", reward_decided,
        _("现行分配决定中团队所得，按决定日期计；被更正的决定不计。"), "decisions",
    ),
    Figure(
        "reward_owed", _("按规则至少应给团队的奖励"), "fen", "sum", reward_owed,
        _("各笔成果收益按到账当日有效规则的最低比例应给团队的数额，按到账日期计；没有规则约束的不计。"),
        "benefit-incomes",
    ),
    Figure(
        "reward_paid", _("已发放给团队的奖励"), "fen", "sum", reward_paid,
        _("登记发放给团队的份额，按发放日期计；另作决定的，前次已发的不重复计。"), "decisions",
    ),
)  # fmt: skip


def contribute() -> None:
    """Add the figures, and where a decision can be read."""
    contribute_figures(*FIGURES)
    contribute_pages({"decisions": lambda center, pk: reverse("benefits:decision", args=[center, pk])})
