"""Reads of benefits. Whoever may open the center's file may read them; nothing here is public."""

from typing import Any, cast

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.benefits.models import BenefitIncome, Contribution, DecidedShare, DistributionDecision
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import visible_to as visible_centers

NOT_PAID_OUT = ("costs", "taxes")
"""Shares that cover what was spent: nobody is paid them."""


def visible_to(actor: Actor) -> "QuerySet[BenefitIncome]":
    """Return the incomes of the centers whose file the actor may read, with their center."""
    incomes: Any = BenefitIncome.objects.standing()
    return cast(
        "QuerySet[BenefitIncome]",
        incomes.filter(center__in=visible_centers(actor)).select_related("center"),
    )


def incomes_of(actor: Actor, center: Center, *, waiting: bool = False) -> "QuerySet[BenefitIncome]":
    """Return a center's incomes, newest first, each with its last decision and what of it is paid (fen).

    `waiting` leaves only those without a decision.
    """
    last = DistributionDecision.objects.filter(income=OuterRef("pk")).order_by("-number")
    payable = DecidedShare.objects.exclude(payee__in=NOT_PAID_OUT).filter(decision=OuterRef("decision_pk"))
    per_decision = payable.order_by().values("decision")
    incomes = visible_to(actor).filter(center=center)
    if waiting:
        incomes = incomes.filter(decisions=None)
    return (
        incomes.annotate(
            decision_pk=Subquery(last.values("pk")[:1]),
            decided_on=Subquery(last.values("decided_on")[:1]),
            team=Subquery(last.values("team")[:1]),
        )
        .annotate(
            payable=Subquery(per_decision.annotate(s=Sum("fen")).values("s")),
            paid=Subquery(per_decision.annotate(s=Sum("fen", filter=Q(paid_on__isnull=False))).values("s")),
        )
        .order_by("-received_on", "-pk")
    )


def find_income(actor: Actor, center: Center, pk: int) -> BenefitIncome:
    """Return an income of the center; raises NotFound for none and for a foreign one alike."""
    found = visible_to(actor).filter(center=center, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这笔收益。"))
    return found


def contributions_of(income: BenefitIncome) -> "QuerySet[Contribution]":
    """Return who contributed, in the order they were entered."""
    rows: Any = Contribution.objects.standing()
    return cast("QuerySet[Contribution]", rows.filter(income=income).order_by("pk"))


def decisions_of(income: BenefitIncome) -> "QuerySet[DistributionDecision]":
    """Return the decisions of an income, the one in force first."""
    return DistributionDecision.objects.filter(income=income).select_related("recorded_by")


def find_decision(actor: Actor, center: Center, pk: int) -> DistributionDecision:
    """Return a decision with its shares; raises NotFound for none and for a foreign one alike."""
    found = (
        DistributionDecision.objects.filter(pk=pk, income__center=center)
        .filter(income__center__in=visible_centers(actor))
        .select_related("income__center__lead", "income__center__organization", "recorded_by")
        .prefetch_related(Prefetch("shares", DecidedShare.objects.order_by("position")))
        .first()
    )
    if found is None:
        raise NotFound(_("没有这份分配决定。"))
    return found


def is_in_force(decision: DistributionDecision) -> bool:
    """Return whether no later decision has replaced it."""
    later = DistributionDecision.objects.filter(income=decision.income_id, number__gt=decision.number)
    return not later.exists()


def paid_before(decision: DistributionDecision) -> dict[tuple[str, str], int]:
    """Return what earlier decisions of the same income have paid, in fen by (payee, name)."""
    rows = DecidedShare.objects.filter(
        decision__income=decision.income_id, decision__number__lt=decision.number, paid_on__isnull=False
    )
    sums = rows.order_by().values_list("payee", "name").annotate(sum=Sum("fen"))
    return {(payee, name): total for payee, name, total in sums}
