"""Figures of a center and year for reports and evaluation, in fen, and the findings one may see."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import visible_to as visible_centers
from xiangchuang.consortia.income_mix import YearOfIncome, income_years, year_of_income
from xiangchuang.consortia.models import (
    FundingReceipt,
    PositioningFinding,
    ReceiptForm,
    SourceKind,
    SpinOff,
    SpinOffYear,
)
from xiangchuang.consortia.models.findings import UNSETTLED
from xiangchuang.consortia.money_by_year import received_by_source, spent_by_use
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.procedure.packs import current_pack

GOVERNMENT = (SourceKind.DEPARTMENT, SourceKind.LOCAL_FINANCE, SourceKind.SUPERVISING_DEPARTMENT)
"""Those whom 6.2-2 and 4.6-3 ask to support a center."""


def funds_used(center: Center, year: int) -> int:
    """Return all money spent in the year."""
    return sum(spent_by_use(center).get(year, {}).values())


def income_of_year(center: Center, year: int) -> YearOfIncome:
    """Return the year's income by kind with the market's share; a year without income has sums of zero."""
    found = next((y for y in income_years(center) if y.year == year), None)
    return found or year_of_income(year, {}, {}, current_pack().funding)


def market_share(center: Center, year: int) -> int | None:
    """Return the market's share of the year's income in basis points; None without income (4.6-2)."""
    return income_of_year(center, year).market_share


@dataclass(frozen=True)
class Support:
    """What one kind of supporter gave: money, and the number of facilities and policies."""

    source: SourceKind
    money: int
    facilities: int
    policies: int

    @property
    def is_given(self) -> bool:
        """Whether anything was given."""
        return bool(self.money or self.facilities or self.policies)


def government_support(center: Center, year: int | None = None) -> list[Support]:
    """Return the support of department, city and supervising department (6.2-2), of a year when told."""
    rows = standing(FundingReceipt).filter(center=center, source__in=GOVERNMENT)
    if year is not None:
        rows = rows.filter(received_on__year=year)
    counted = rows.order_by().values("source").annotate(
        facilities=Count("pk", filter=Q(form=ReceiptForm.FACILITIES)),
        policies=Count("pk", filter=Q(form=ReceiptForm.POLICY)),
    )  # fmt: skip
    counts = {row["source"]: (row["facilities"], row["policies"]) for row in counted}
    money = received_by_source(center)
    chosen = [money.get(year, {})] if year is not None else list(money.values())
    return [
        Support(source, sum(of.get(source.value, 0) for of in chosen), *counts.get(source.value, (0, 0)))
        for source in GOVERNMENT
    ]


@dataclass(frozen=True)
class SpinOffFigures:
    """Firms founded in a year, those alive at its end, and their revenue, staff and financing of the year."""

    founded: int
    alive: int
    revenue: int
    staff: int
    financing: int


def spin_off_figures(center: Center, year: int) -> SpinOffFigures:
    """Return the figures of the center's spin-offs; revenue and financing in fen."""
    firms = standing(SpinOff).filter(center=center)
    years = standing(SpinOffYear).filter(center=center, year=year)
    alive = firms.filter(founded_on__year__lte=year).filter(Q(closed_on=None) | Q(closed_on__year__gt=year))
    sums = years.aggregate(revenue=Sum("revenue"), staff=Sum("staff"), financing=Sum("financing"))
    return SpinOffFigures(
        founded=firms.filter(founded_on__year=year).count(),
        alive=alive.count(),
        revenue=sums["revenue"] or 0,
        staff=sums["staff"] or 0,
        financing=sums["financing"] or 0,
    )


def findings_visible_to(actor: Actor) -> QuerySet[PositioningFinding]:
    """Return the findings of the centers whose file the actor may read, newest first."""
    return PositioningFinding.objects.filter(center__in=visible_centers(actor)).select_related(
        "center", "explained_by", "decided_by"
    )


def find_finding(actor: Actor, center: Center, pk: int) -> PositioningFinding:
    """Return a finding of the center; raises NotFound for none and for a foreign one alike."""
    found = findings_visible_to(actor).filter(center=center, pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一监看事项。"))
    return found


def unsettled_findings(center: Center) -> int:
    """Return how many findings of the center still wait or are confirmed."""
    return PositioningFinding.objects.filter(center=center, state__in=UNSETTLED).count()
