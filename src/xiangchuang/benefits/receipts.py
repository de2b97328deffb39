"""What research has recorded as earned and waits to be taken as incomes; nothing is typed twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from xiangchuang.benefits.models import BenefitIncome, IncomeKind, UnitKind
from xiangchuang.centers.models import Center
from xiangchuang.organizations.models import OrganizationKind
from xiangchuang.research.models import Transfer
from xiangchuang.research.models.kinds import TransferMode
from xiangchuang.research.queries import licence_income, standing

FEN_PER_YUAN: Final = 100
LONGEST_TITLE: Final = 200
WITHOUT_CONTRACT: Final = {
    TransferMode.EQUITY: IncomeKind.EQUITY,
    TransferMode.SELF_IMPLEMENTED: IncomeKind.OWN_IMPLEMENTATION,
}
"""Transfers that earn without a contract's receipt."""


@dataclass(frozen=True)
class Receipt:
    """Something earned. `source` names its row ("contract-receipts:7"); `fen` below zero is a refund.

    `taken_as` is the income it was taken as; `query` fills in a new income.
    """

    source: str
    title: str
    number: str
    kind: IncomeKind
    on: date
    fen: int
    taken_as: int | None
    query: str


def receipts_of(center: Center) -> list[Receipt]:
    """Return what the center has earned, what waits first, each newest first; in four queries."""
    rows: Any = BenefitIncome.objects.standing()
    taken = dict(rows.filter(center=center).exclude(source="").values_list("source", "pk"))
    unit_kind = unit_kind_of(center)
    found = [
        Receipt(source, title, number, kind, on, fen, taken.get(source), urlencode({
            "title": title, "kind": kind.value, "unit_kind": unit_kind.value, "received_on": on.isoformat(),
            "gross": f"{fen // FEN_PER_YUAN}.{fen % FEN_PER_YUAN:02d}", "source": source,
        }))
        for source, title, number, kind, on, fen in (*_by_contract(center), *_without_contract(center))
    ]  # fmt: skip
    return sorted(found, key=lambda receipt: (receipt.taken_as is not None, -receipt.on.toordinal()))


def unit_kind_of(center: Center) -> UnitKind:
    """Return what the lead's kind suggests: a university may be private, so a person can change it."""
    is_firm = center.lead.kind == OrganizationKind.ENTERPRISE
    return UnitKind.OTHER if is_firm else UnitKind.STATE_FOUNDED


_Earned = tuple[str, str, str, IncomeKind, date, int]


def _by_contract(center: Center) -> Iterator[_Earned]:
    for row in licence_income(center):
        title = ("、".join(row.results) or row.contract_title)[:LONGEST_TITLE]
        kind = IncomeKind(row.type.value)
        yield row.source, title, row.contract_number, kind, row.received_on, row.fen


def _without_contract(center: Center) -> Iterator[_Earned]:
    rows = standing(Transfer, center).filter(mode__in=list(WITHOUT_CONTRACT)).select_related("result")
    for row in rows:
        kind = WITHOUT_CONTRACT[TransferMode(row.mode)]
        yield f"transfers:{row.pk}", str(row.result)[:LONGEST_TITLE], "", kind, row.on, row.fen
