"""A center's targets as a table: one row a target, one column a year."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangchuang.centers.models import CenterTarget
from xiangchuang.documents.personal import without_personal_data
from xiangchuang.pages.parts import Column, ListTable, Row


def target_table(targets: Iterable[CenterTarget]) -> ListTable | None:
    """Return the table with the years there are; None without any target."""
    rows: dict[int, dict[int, CenterTarget]] = {}
    for target in targets:
        rows.setdefault(target.position, {})[target.year] = target
    years = sorted({year for row in rows.values() for year in row})
    if not years:
        return None
    columns = [Column(_("目标"), is_lead=True), Column(pgettext("measure", "单位"))]
    columns += [Column(_("%(year)d 年") % {"year": year}, is_number=True) for year in years]
    return ListTable(columns, [_row(row, years) for _position, row in sorted(rows.items())], _("年度目标"))


def _row(row: dict[int, CenterTarget], years: list[int]) -> Row:
    first = next(iter(row.values()))
    return Row(
        [
            without_personal_data(first.name),
            without_personal_data(first.unit),
            *(plain(row[y].value) if y in row else "" for y in years),
        ]
    )


def plain(value: Decimal) -> str:
    """Return the number without the zeros that only its storage needs, with thousands separators."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")
