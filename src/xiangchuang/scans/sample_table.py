"""The empty template, and a small fictitious nation with all standings and some faulty rows to try."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.cn.uscc import calc_check_digit

from xiangchuang.policy.pack import Pack
from xiangchuang.scans.column_words import template_headers

_BYTE_ORDER_MARK: Final = "\ufeff"
_YEARS: Final = 3
_PLACES: Final = ("长沙市", "深圳市", "株洲市", "苏州市", "湘潭市", "成都市", "上海市", "西安市")
_NAME_ENDINGS: Final = {"enterprise": "股份有限公司", "institute": "研究院"}


@dataclass(frozen=True)
class _Industry:
    """Organisations of one industry; the larger `steepness`, the more the first of them hold."""

    code: str
    word: str
    kind: str
    size: int
    steepness: int
    largest_wan: int


_INDUSTRIES: Final = (
    _Industry("C3511", "矿山装备", "enterprise", 80, 2, 9_000_000),
    _Industry("C2710", "原料药", "enterprise", 90, 0, 1_500_000),
    _Industry("C3562", "半导体设备", "enterprise", 80, 1, 3_000_000),
    _Industry("M7320", "工程技术", "institute", 45, 1, 400_000),
)


def template_csv(pack: Pack) -> bytes:
    """Return a table with nothing but its header."""
    return _csv([list(template_headers(pack).values())])


def sample_csv(pack: Pack, on: date) -> bytes:
    """Return the nation over the three years before that of `on`."""
    headers = template_headers(pack)
    rows = [
        [cells.get(name, "") for name in headers]
        for number, industry in enumerate(_INDUSTRIES)
        for cells in _organisations(industry, number, on.year, _fields(pack))
    ]
    return _csv([list(headers.values()), *rows, *_faulty(rows, list(headers))])


def _fields(pack: Pack) -> list[str]:
    return [named.label.zh for orientation in pack.orientations for named in orientation.fields] or [""]


def _organisations(
    industry: _Industry, number: int, this_year: int, fields: list[str]
) -> Iterator[dict[str, str]]:
    for place in range(1, industry.size + 1):
        body = f"9143000{number:02}{place:08}"
        who = {
            "uscc": body + calc_check_digit(body),
            "name": f"示例{industry.word}{place}{_NAME_ENDINGS[industry.kind]}",
            "kind": {"enterprise": "企业", "institute": "科研院所"}[industry.kind],
            "industry": industry.code,
            "prefecture": _PLACES[(place + number) % len(_PLACES)],
            "field": fields[number % len(fields)],
        }
        for year in range(this_year - _YEARS, this_year):
            yield who | {"year": str(year)} | _figures(industry, place, year - this_year)


def _figures(industry: _Industry, place: int, years_ago: int) -> dict[str, str]:
    """The second of an industry has no platform, the third no figure of its oldest year."""
    income = industry.largest_wan * 100 // (place**industry.steepness * (100 - 4 * years_ago) + place)
    unknown = place == 3 and years_ago == -_YEARS
    return {
        "rd_expenditure": "" if unknown else str(income // 12),
        "income": str(income),
        "service_income": str(income * 2 // 5 if place % 3 else income // 5),
        "transfer_cases_in_field": str(max(12 - place, 0)),
        "platforms_in_field": "0" if place == 2 else str(max(6 - place, 0)),
        "major_projects": str(max(9 - place // 2, 0)),
        "invention_patents": str(4000 // (place + 3)),
        "pct_applications": str(600 // (place + 2)),
        "leading_talents": str(max(20 - place, 0)),
        "rules_in_force": "是" if place % 5 else "否",
        "ip_rules_in_force": "是" if place % 7 else "否",
    }


def _faulty(rows: list[list[str]], names: list[str]) -> Iterator[list[str]]:
    """Rows as they come in real tables, one for each of the commonest faults."""
    for at, (name, cell) in enumerate(
        (("uscc", "91430000MA00000000"), ("rd_expenditure", "-35"), ("income", "约三千万"), ("year", "20255"))
    ):
        row = list(rows[100 + at])
        if name in names:
            row[names.index(name)] = cell
        yield row
    yield list(rows[0])


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()
