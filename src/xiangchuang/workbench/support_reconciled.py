"""Support in money as its givers recorded it beside what the center recorded as received (6.2-2, 4.6-3).

Two parties write down the same money, each on its own day; neither corrects the other's register. The givers'
ledger and the center's funding lie beside each other in the house, so what compares them stands above both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.figure_rows import entries_of
from xiangchuang.centers.models import Center
from xiangchuang.consortia.models import EarnedIncome, FundingReceipt, MadeContribution, ReceiptForm
from xiangchuang.consortia.money_rows import PAID_BY_MEMBERS
from xiangchuang.consortia.queries import GOVERNMENT
from xiangchuang.organizations.models import Organization
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.support.models import GrantedKind, GrantedSupport

IN_KIND: Final = (GrantedKind.FACILITIES, GrantedKind.POLICY)


@dataclass(frozen=True)
class SupportLine:
    """A giver's support of one year, in fen: as given by the giver, as received by the center."""

    year: int
    giver: str
    given: int
    received: int

    @property
    def difference(self) -> int:
        """Received less given, in fen; negative where the center recorded less than the giver."""
        return self.received - self.given


_Told = tuple[int, Organization | None, str, int]
"""Year, giver as registered, giver as named, fen."""


def support_lines(center: Center) -> list[SupportLine]:
    """Return the lines of every year and giver, newest year first, in four queries.

    A giver whom the center only names is the registered giver of that name; one absorbed by another is that
    other. What a giver paid for a project won in competition stands among the center's earned income.
    Facilities and policies have no line, whatever they are worth.
    """
    given, received = list(_given(center)), list(_received(center))
    received += _earned(center, {giver.name for _y, giver, _n, _f in given if giver is not None})
    names: dict[int, str] = {}
    for _year, giver, _name, _fen in (*given, *received):
        if giver is not None and (giver.pk == giver.register_id or giver.register_id not in names):
            names[giver.register_id] = giver.name
    known = {giver.name: giver.register_id for _y, giver, _n, _f in (*given, *received) if giver is not None}
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for side, told in enumerate((given, received)):
        for year, giver, name, fen in told:
            pk = giver.register_id if giver is not None else known.get(name)
            sums[year, names[pk] if pk is not None else name][side] += fen
    lines = [SupportLine(year, giver, *both) for (year, giver), both in sums.items()]
    return sorted(lines, key=lambda line: (-line.year, line.giver))


def _given(center: Center) -> Iterator[_Told]:
    for row in entries_of(GrantedSupport, [center.pk], Q(amount_fen__isnull=False), ~Q(kind__in=IN_KIND)):
        yield row.granted_on.year, row.given_by, "", row.amount_fen


def _received(center: Center) -> Iterator[_Told]:
    for row in entries_of(FundingReceipt, [center.pk], Q(form=ReceiptForm.MONEY, source__in=GOVERNMENT)):
        yield row.received_on.year, row.payer, row.payer_name, row.amount
    for row in entries_of(MadeContribution, [center.pk], PAID_BY_MEMBERS, Q(promise__way__in=GOVERNMENT)):
        yield row.made_on.year, row.promise.member.organization, "", row.amount


def _earned(center: Center, givers: set[str]) -> Iterator[_Told]:
    for row in entries_of(EarnedIncome, [center.pk], Q(payer__in=givers)):
        yield row.received_on.year, None, row.payer, row.amount


def support_reconciled(center: Center, actor: Actor) -> Mapping[str, Any]:
    """Return the table for the chapter of funding, and how many lines differ."""
    lines = support_lines(center)
    columns = [
        Column(_("年度")), Column(_("支持方"), is_lead=True),
        Column(_("支持方登记给予"), _("元"), is_number=True),
        Column(_("中心登记到账"), _("元"), is_number=True),
        Column(_("差额（到账减给予）"), _("元"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row([
            str(line.year), line.giver, figures.yuan_number(line.given), figures.yuan_number(line.received),
            figures.yuan_number(line.difference) if line.difference else _("一致"),
        ])
        for line in lines
    ]  # fmt: skip
    return {
        "center": center, "table": ListTable(columns, rows, _("支持资金对账")), "lines": lines,
        "differing": sum(1 for line in lines if line.difference),
    }  # fmt: skip
