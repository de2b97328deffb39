"""Finds targets by year in the tables of a plan; the applicant confirms them, nothing is taken silently."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from xiangchuang.documents.plan.blocks import Block
from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan.parsed import ParsedPlan

# Where the outline asks for goals and for tasks of the first three years.
FIRST_LOOKED_AT = ("A.2.4", "A.4.1")
YEAR = re.compile(r"^\D{0,6}((?:19|20)\d{2})\s*(?:年度?)?(?:底|末|目标值?|指标值?|计划)?(?:\(.*\))?$")
NAME_COLUMN = re.compile(r"指标|目标|名称|项目|内容|任务")
UNIT_COLUMN = re.compile(r"^(?:计量|数量)?单位")
YEAR_COLUMN = re.compile(r"^(?:年度|年份|时间)$")
VALUE_COLUMN = re.compile(r"目标值|指标值|数值|计划值|数量")
SERIAL_COLUMN = re.compile(r"^(?:序号|编号|No\.?)$", re.IGNORECASE)
UNIT_IN_NAME = re.compile(
    r"^(.*?)\s*[(\[]\s*(?:单位[::]?\s*)?([^()\[\]]{1,12})\s*[)\]]$|^(.+?)\s*/\s*([^/\d]{1,6})$"
)
TABLE_UNIT = re.compile(r"单位\s*[::]\s*([^\s()]{1,12})")
VALUE = re.compile(
    r"^(?:≥|≤|>=|<=|>|<|=|约|不少于|不低于|不超过|不高于|达到|达|超过|累计|新增|\s)*"
    r"([+-]?\d[\d,]*(?:\.\d+)?)\s*([^\d\s以上左右及]{0,6})\s*(?:以上|以内|左右|及以上)?$"
)


@dataclass(frozen=True, slots=True)
class TargetCandidate:
    """One target as the plan states it: `values` by calendar year, in `unit` ("" when none was found)."""

    name: str
    unit: str
    values: dict[int, Decimal]
    section: str = ""
    block: str = ""


def find_targets(parsed: ParsedPlan) -> tuple[TargetCandidate, ...]:
    """Targets from tables that have years in a header row, in a first column, or in a column 年度.

    Sections that the outline sets aside for goals come first; a target of the same name and unit that comes
    again in a later table is left out.
    """
    ordered = sorted(
        parsed.sections,
        key=lambda section: FIRST_LOOKED_AT.index(section.code) if section.code in FIRST_LOOKED_AT else 9,
    )
    found: dict[tuple[str, str], TargetCandidate] = {}
    for section in ordered:
        hint = ""
        for block in section.blocks:
            if block.kind == "table":
                for name, unit, values in table_targets(block, hint):
                    candidate = TargetCandidate(name, unit, values, section.code, block.id)
                    found.setdefault((name, unit), candidate)
            caption = TABLE_UNIT.search(halved(block.text)) if block.kind == "paragraph" else None
            hint = caption[1] if caption else ""
    return tuple(found.values())


Row = tuple[str, str, dict[int, Decimal]]


def table_targets(table: Block, unit_hint: str = "") -> tuple[Row, ...]:
    """Name, unit and values by year of each target in one table; empty when the table is of another kind."""
    rows = [[halved(cell) for cell in row] for row in table.rows]
    if not rows:
        return ()
    long_form = _long_form(rows[0], rows[1:], unit_hint)
    if long_form:
        return long_form
    years_down = {place: year for place, row in enumerate(rows) if place and (year := year_of(row[0]))}
    if years_down:
        return tuple(_by_column(rows, years_down, unit_hint))
    for place, header in enumerate(rows[:3]):
        years = {column: year for column, text in enumerate(header) if column and (year := year_of(text))}
        if years:
            return tuple(_by_row(_joined_header(rows[: place + 1]), years, rows[place + 1 :], unit_hint))
    return ()


def year_of(text: str) -> int:
    """The calendar year a header names, such as `2026年`, `到2026年底`; 0 when it names none."""
    found = YEAR.match(text)
    return int(found[1]) if found else 0


def value_of(text: str) -> tuple[Decimal, str] | None:
    """A number and the unit after it, such as `≥1,200万元`; None when the cell holds no single number."""
    found = VALUE.match(halved(text))
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", "")), found[2].strip()
    except InvalidOperation:
        return None


def _joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    # A header of two rows has the name of a column in the upper one, when cells are merged downwards.
    return [next((text for text in reversed(column) if text), "") for column in zip(*rows, strict=True)]


def _by_row(
    header: Sequence[str], years: dict[int, int], rows: Sequence[Sequence[str]], hint: str
) -> Iterator[Row]:
    first_year = min(years)
    unit_column = next(
        (c for c, text in enumerate(header) if c not in years and UNIT_COLUMN.search(text)), None
    )
    candidates = [c for c in range(first_year) if c != unit_column and not SERIAL_COLUMN.match(header[c])]
    named = [c for c in candidates if NAME_COLUMN.search(header[c])] or candidates[-1:]
    if not named:
        return
    for row in rows:
        name = row[named[-1]] or next((row[c] for c in reversed(candidates) if row[c]), "")
        unit = row[unit_column] if unit_column is not None else ""
        yield from _target(name, unit, {year: row[column] for column, year in years.items()}, hint)


def _by_column(rows: Sequence[Sequence[str]], years: dict[int, int], hint: str) -> Iterator[Row]:
    for column in range(1, len(rows[0])):
        cells = {year: rows[place][column] for place, year in years.items()}
        yield from _target(rows[0][column], "", cells, hint)


def _long_form(header: Sequence[str], rows: Sequence[Sequence[str]], hint: str) -> tuple[Row, ...]:
    """A row for each target and year: columns 指标, 年度, 目标值, 单位."""
    year = next((c for c, text in enumerate(header) if YEAR_COLUMN.match(text)), None)
    value = next((c for c, text in enumerate(header) if VALUE_COLUMN.search(text)), None)
    unit = next((c for c, text in enumerate(header) if UNIT_COLUMN.search(text)), None)
    name = next(
        (c for c, text in enumerate(header) if c not in {year, value, unit} and NAME_COLUMN.search(text)),
        None,
    )
    if year is None or value is None or name is None:
        return ()
    grouped: dict[tuple[str, str], dict[int, str]] = {}
    last = ""
    for row in rows:
        last = row[name] or last
        if year_of(row[year]):
            grouped.setdefault((last, row[unit] if unit is not None else ""), {})[year_of(row[year])] = row[
                value
            ]
    return tuple(
        target for (title, of), cells in grouped.items() for target in _target(title, of, cells, hint)
    )


def _target(name: str, unit: str, cells: dict[int, str], hint: str) -> Iterator[Row]:
    read = {year: value for year, text in cells.items() if (value := value_of(text)) is not None}
    if not name or not read:
        return
    inside = UNIT_IN_NAME.match(name)
    if inside and not unit:
        name, unit = (inside[1] or inside[3]).strip(), (inside[2] or inside[4]).strip()
    unit = unit or next((of for _, of in read.values() if of), "") or hint
    yield name, unit, {year: number for year, (number, _) in sorted(read.items())}
