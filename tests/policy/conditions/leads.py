"""Fictional leads: what the register knows of them on the day of the decision."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from xiangchuang.policy.conditions import Capability, ConditionJudgement, YearlyFact, judge_all, readings

if TYPE_CHECKING:
    from xiangchuang.policy.pack import Pack

TODAY = date(2026, 11, 23)
YEARS = (2023, 2024, 2025)
FIELD = "artificial_intelligence"
YUAN = 100
"""Fen."""


def spends(*yuan_by_year: int | None, years: Iterable[int] = YEARS) -> list[YearlyFact]:
    """R&D spend in whole yuan, oldest year first; None leaves the year without a record."""
    paired = zip(years, yuan_by_year, strict=True)
    return [YearlyFact("rd_expenditure", y, v * YUAN) for y, v in paired if v is not None]


def earns(*, income: int | None, outside: int | None, year: int = 2025) -> list[YearlyFact]:
    """Annual income and its part from outside technology services, in fen."""
    return [YearlyFact("income", year, income), YearlyFact("service_income", year, outside)]


def transfers(count: int, field: str = FIELD) -> list[Capability]:
    """So many transfer cases in a field."""
    return [Capability("transfer", "other", field, date(2024, 1, 1 + n), f"成果 {n}") for n in range(count)]


def judged(
    pack: "Pack",
    kind: str,
    yearly: Iterable[YearlyFact] = (),
    capabilities: Iterable[Capability] = (),
    *,
    center: Iterable[YearlyFact] = (),
    national: Iterable[YearlyFact] = (),
    on: date = TODAY,
) -> dict[str, ConditionJudgement]:
    """Every condition's judgement under its code."""
    facts = readings(
        pack.facts.values(),
        list(yearly),
        list(capabilities),
        field=FIELD,
        on=on,
        center=list(center),
        national=list(national),
    )
    found = judge_all(pack.conditions, kind=kind, facts=facts, parameters=pack.parameters, on=on)
    return {judgement.code: judgement for judgement in found}
