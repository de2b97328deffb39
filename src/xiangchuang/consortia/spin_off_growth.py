"""Spin-offs with their years: who holds what, and how revenue, staff and financing grew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from xiangchuang.centers.models import Center
from xiangchuang.consortia.models import SpinOff, SpinOffMember, SpinOffYear
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.standing_rows import standing


@dataclass(frozen=True)
class Growth:
    """One year of a firm; `change` is revenue against the year before in basis points, None when unknown."""

    year: SpinOffYear
    change: int | None


@dataclass(frozen=True)
class FirmGrowth:
    """A firm with its years, oldest first, and the people of the team in it."""

    firm: SpinOff
    years: Sequence[Growth]
    people: Sequence[SpinOffMember]

    @property
    def latest(self) -> Growth | None:
        """The newest year told."""
        return self.years[-1] if self.years else None

    @property
    def financing(self) -> int:
        """Financing of all years told, in fen."""
        return sum(int(g.year.financing or 0) for g in self.years)

    @property
    def unheld(self) -> int:
        """Basis points that no shareholder told holds."""
        firm = self.firm
        held = firm.center_share + firm.team_share + firm.lead_share + firm.other_share
        return int(WHOLE - held)


def spin_offs_of(center: Center) -> "QuerySet[Any]":
    """Return the center's firms, newest first, with years and people in two further queries."""
    rows: QuerySet[Any] = standing(SpinOff).filter(center=center)
    return rows.order_by("-founded_on", "-pk").prefetch_related(
        Prefetch("years", standing(SpinOffYear).order_by("year")),
        Prefetch("members", standing(SpinOffMember).order_by("pk")),
    )


def growth_of(firms: Iterable[Any]) -> list[FirmGrowth]:
    """Return firms read by `spin_offs_of` with growth year by year."""
    return [FirmGrowth(firm, _years(list(firm.years.all())), list(firm.members.all())) for firm in firms]


def rows_of(firms: Iterable[FirmGrowth]) -> Iterator[dict[str, Any]]:
    """Return a spreadsheet's rows: one a firm and year, or one for a firm without years."""
    for found in firms:
        firm = found.firm
        told = {
            "name": firm.name, "founded_on": firm.founded_on, "capital": firm.registered_capital,
            "center": firm.center_share, "team": firm.team_share, "lead": firm.lead_share,
            "other": firm.other_share,
        }  # fmt: skip
        years: list[SpinOffYear | None] = [g.year for g in found.years]
        for year in years or [None]:
            yield {
                **told,
                "year": year.year if year else None,
                "revenue": year.revenue if year else None,
                "staff": year.staff if year else None,
                "financing": year.financing if year else None,
            }


def _years(years: Sequence[SpinOffYear]) -> list[Growth]:
    by_year = {y.year: y for y in years}
    return [Growth(y, _change(by_year.get(y.year - 1), y)) for y in years]


def _change(before: SpinOffYear | None, now: SpinOffYear) -> int | None:
    if before is None or not before.revenue:
        return None
    return int((now.revenue - before.revenue) * WHOLE // before.revenue)
