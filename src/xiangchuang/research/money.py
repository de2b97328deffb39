"""What contracts brought in and tasks cost, as the center's income and spending sum it."""

from collections import defaultdict
from typing import Any, Final

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from xiangchuang.centers.models import Center
from xiangchuang.centers.money import ByYear
from xiangchuang.research.models import ContractReceipt, TaskSpending
from xiangchuang.research.models.kinds import ContractType, SpendingKind

INCOME: Final = {
    ContractType.DEVELOPMENT: "contract_rd",
    ContractType.ASSIGNMENT: "transfer",
    ContractType.LICENCE: "transfer",
    ContractType.CONSULTING: "service",
    ContractType.SERVICE: "service",
}
USES: Final = {SpendingKind.LABOUR: "people", SpendingKind.EQUIPMENT: "equipment"}
"""Every other kind of a task's spending is research."""


def contract_income(center: Center) -> ByYear:
    """Return money received under technology contracts, in fen by year and kind of income."""
    rows = _sums(ContractReceipt, center, "received_on", "contract__type")
    return _by_kind((year, INCOME[ContractType(type_)], fen) for year, type_, fen in rows)


def task_uses(center: Center) -> ByYear:
    """Return what tasks cost, in fen by year and kind of use."""
    rows = _sums(TaskSpending, center, "spent_on", "kind")
    return _by_kind((year, USES.get(SpendingKind(kind), "research"), fen) for year, kind, fen in rows)


def _sums(model: Any, center: Center, day: str, kind: str) -> "QuerySet[Any]":
    rows: Any = model.objects.standing().filter(center=center).order_by()
    sums: QuerySet[Any] = (
        rows.annotate(in_year=ExtractYear(day)).values_list("in_year", kind).annotate(sum=Sum("fen"))
    )
    return sums


def _by_kind(sums: Any) -> ByYear:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for year, kind, fen in sums:
        found[year][kind] += fen
    return {year: dict(kinds) for year, kinds in found.items()}
