"""Money of a center by calendar year: what came by which way, what was spent, what was earned, in fen."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear

from xiangchuang.centers.models import Center
from xiangchuang.centers.money import ByYear, added, money_by_year, money_sources
from xiangchuang.consortia.models import FundUse, PlannedReceipt, PlannedUse
from xiangchuang.consortia.money_rows import earned_rows, received_rows
from xiangchuang.consortia.standing_rows import standing


def received_by_source(center: Center) -> ByYear:
    """Return money received by source: the receipts and, by its way, what members paid on a promise."""
    return money_by_year(received_rows, center)


def spent_by_use(center: Center) -> ByYear:
    """Return money spent by kind of use, with what other registers hold of it."""
    elsewhere = (source.by_year(center) for source in money_sources("use"))
    return added(_sums(_standing(FundUse, center), "used_on", "kind"), *elsewhere)


def earned_by_kind(center: Center) -> ByYear:
    """Return income by kind: what was entered as such, and what other registers hold of it."""
    return money_by_year(earned_rows, center)


def planned_by_source(center: Center) -> ByYear:
    """Return what the investment plan expects by source."""
    return _planned(_standing(PlannedReceipt, center), "source")


def planned_by_use(center: Center) -> ByYear:
    """Return what the investment plan spends by kind of use."""
    return _planned(_standing(PlannedUse, center), "kind")


def _standing(model: Any, center: Center) -> "QuerySet[Any]":
    rows: QuerySet[Any] = standing(model).filter(center=center).order_by()
    return rows


def _sums(rows: "QuerySet[Any]", day: str, code: str) -> ByYear:
    sums = rows.annotate(in_year=ExtractYear(day)).values_list("in_year", code).annotate(sum=Sum("amount"))
    return _by_year(sums)


def _planned(rows: "QuerySet[Any]", code: str) -> ByYear:
    return _by_year(rows.values_list("year", code).annotate(sum=Sum("amount")))


def _by_year(sums: Any) -> ByYear:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for year, code, fen in sums:
        found[int(year)][str(code)] = int(fen or 0)
    return dict(found)
