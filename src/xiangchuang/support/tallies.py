"""How well promises were kept, what was given: the figures that reports and evaluations read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import OrganizationKind
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.support.models import (
    Commitment,
    CommitmentState,
    GrantedKind,
    GrantedSupport,
    Recruitment,
    RecruitmentWay,
)
from xiangchuang.support.models.commitments import PROMISED, STILL_OWED

_STANDING = Q(withdrawn_at__isnull=True)


@dataclass(frozen=True)
class Tally:
    """Numbers of promises: made, kept in time or late or in part, broken, overdue, reported."""

    promised: int = 0
    kept_in_time: int = 0
    kept_late: int = 0
    partly: int = 0
    broken: int = 0
    overdue: int = 0
    reported: int = 0

    @property
    def kept(self) -> int:
        """Those kept, in time or late."""
        return self.kept_in_time + self.kept_late

    @property
    def came_due(self) -> int:
        """Those whose outcome is known or overdue: kept, broken or past their day."""
        return self.kept + self.broken + self.overdue

    @property
    def kept_share(self) -> int | None:
        """Basis points kept of those that came due; None where none has."""
        return self.kept * 10_000 // self.came_due if self.came_due else None


def _counts(today: date) -> dict[str, Any]:
    kept = Q(state=CommitmentState.KEPT)
    return {
        "promised": Count("pk", filter=Q(state__in=PROMISED)),
        "kept_in_time": Count("pk", filter=kept & Q(reported_on__lte=F("due_on"))),
        "kept_late": Count("pk", filter=kept & Q(reported_on__gt=F("due_on"))),
        "partly": Count("pk", filter=Q(state=CommitmentState.PARTLY)),
        "broken": Count("pk", filter=Q(state=CommitmentState.BROKEN)),
        "overdue": Count("pk", filter=Q(state__in=STILL_OWED, due_on__lt=today)),
        "reported": Count("pk", filter=Q(state=CommitmentState.REPORTED)),
    }


def tally(rows: QuerySet[Commitment], today: date) -> Tally:
    """Return the numbers of these commitments on a day, in one query."""
    return Tally(**rows.order_by().aggregate(**_counts(today)))


def commitment_year(center: Center, year: int, today: date) -> Tally:
    """Return how promises to a center that fell due in a year were kept (6.4-1)."""
    return tally(Commitment.objects.filter(center=center, due_on__year=year), today)


@dataclass(frozen=True)
class CityTally:
    """A city's promises over all centers."""

    prefecture: str
    label: str
    tally: Tally
    fen: int


def city_tallies(rows: QuerySet[Commitment], today: date) -> list[CityTally]:
    """Return each city's numbers and money promised (fen), most overdue first, in one query."""
    promised: QuerySet[Any] = rows.filter(
        promised_by__kind=OrganizationKind.BUREAU, state__in=PROMISED
    ).order_by()
    found: Any = (
        promised.values("promised_by__prefecture")
        .annotate(**_counts(today), fen=Sum("amount_fen"))
        .order_by("-overdue", "-promised", "promised_by__prefecture")
    )
    return [
        CityTally(
            row["promised_by__prefecture"], str(prefecture_label(row["promised_by__prefecture"])),
            Tally(**{name: row[name] for name in _counts(today)}), row["fen"] or 0,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True)
class GrantedLine:
    """What one giver has given for one kind in one year: lines and fen."""

    year: int
    giver: str
    kind: str
    count: int
    fen: int


def granted_lines(center: Center) -> list[GrantedLine]:
    """Return the support granted to a center by year, giver and kind, newest year first, in one query."""
    granted: Any = GrantedSupport.objects
    rows = (
        granted.filter(_STANDING, center=center)
        .order_by()
        .values("granted_on__year", "given_by__name", "kind")
        .annotate(count=Count("pk"), fen=Sum("amount_fen"))
        .order_by("-granted_on__year", "given_by__name", "kind")
    )
    return [
        GrantedLine(r["granted_on__year"], r["given_by__name"], r["kind"], r["count"], r["fen"] or 0)
        for r in rows
    ]


def granted_fen(lines: Iterable[GrantedLine], year: int) -> dict[str, int]:
    """Return the money granted in a year by kind, in fen; every kind is named."""
    sums = dict.fromkeys(GrantedKind.values, 0)
    for line in lines:
        if line.year == year:
            sums[line.kind] += line.fen
    return sums


def recruited(center: Center, year: int) -> dict[str, int]:
    """Return how many came to a center in a year, by way, and how many as project managers (4.5)."""
    rows = Recruitment.objects.filter(_STANDING, center=center, began_on__year=year)
    ways = {way.value: Count("pk", filter=Q(way=way)) for way in RecruitmentWay}
    return dict(
        rows.order_by().aggregate(**ways, project_managers=Count("pk", filter=Q(is_project_manager=True)))
    )
