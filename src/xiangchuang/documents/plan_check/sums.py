"""Totals that do not add up: total rows, total columns over years, and a total named in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan.targets import TABLE_UNIT, year_of
from xiangchuang.documents.plan_check.amounts import MONEY, agree, amounts_in, cell_number, shown, shown_money
from xiangchuang.documents.plan_check.finding import CheckedSection, Found

TOTAL: Final = re.compile(r"^(?:合计|总计|共计|总额|总和)(?:\(.*\))?$")
SUBTOTAL: Final = re.compile(r"^(?:.{0,12})小计(?:\(.*\))?$")
PART_OF_ABOVE: Final = re.compile(r"^(?:其中|含)")
NO_SUM: Final = re.compile(r"序号|编号|年份|年度$|单价|比例|占比|比重|增长率|百分|%|单位|电话|日期|时间|年龄")
_UNIT: Final = re.compile(r"[(/:]\s*(" + "|".join(MONEY) + r")\s*\)?$")
_Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class _Line:
    label: str
    value: Decimal
    slack: Decimal


def table_findings(section: CheckedSection, *, tolerance_bp: int) -> Iterator[Found]:
    """Total rows and total columns of the section's tables that differ from what they add up."""
    for block in section.blocks:
        if block.kind == "table" and block.rows:
            rows = [[halved(cell) for cell in row] for row in block.rows]
            yield from _total_rows(section.code, block, rows, tolerance_bp)
            yield from _total_columns(section.code, block, rows, tolerance_bp)


def text_findings(section: CheckedSection, *, terms: Sequence[str], tolerance_bp: int) -> Iterator[Found]:
    """Totals that the text names after one of `terms` and no total of the section's tables equals.

    A section whose tables state no total in a unit of money gives nothing to compare with.
    """
    totals = list(_table_totals(section))
    if not totals:
        return
    for block in section.blocks:
        if block.kind == "table":
            continue
        for term, value, slack in _named_totals(halved(block.text), terms):
            if any(agree(value, total, slack=slack, tolerance_bp=tolerance_bp) for total in totals):
                continue
            facts = {
                "term": term, "stated": shown_money(value),
                "table": "、".join(shown_money(total) for total in dict.fromkeys(totals)),
            }  # fmt: skip
            yield Found("text_table_sum", section.code, block.id, facts)


def _total_rows(code: str, block: Block, rows: _Table, tolerance_bp: int) -> Iterator[Found]:
    header, lines = rows[0], rows[1:]
    since = 0
    for place, row in enumerate(lines):
        if not _is_total(row):
            continue
        above = lines[since:place]
        # A total may also stand first, above what it adds up.
        counted = above if above else lines[place + 1 :]
        since = place + 1
        for column, cell in enumerate(row):
            stated = cell_number(cell)
            if stated is None or NO_SUM.search(header[column]):
                continue
            sums = _sums(counted, column)
            if sums is None or any(
                agree(stated[0], total, slack=slack + stated[1], tolerance_bp=tolerance_bp)
                for total, slack in sums
            ):
                continue
            facts = {"column": header[column], "stated": shown(stated[0]), "sum": shown(sums[0][0])}
            yield Found("table_sum", code, block.id, facts)


def _sums(rows: Sequence[Sequence[str]], column: int) -> list[tuple[Decimal, Decimal]] | None:
    """Every sum the column may mean, with its rounding: of the details, or of the subtotals.

    None where fewer than two numbers stand above the total, or a cell holds words in place of a number.
    """
    details: list[_Line] = []
    parts: list[_Line] = []
    subtotals: list[_Line] = []
    for row in rows:
        if _is_total(row):
            continue
        number = cell_number(row[column])
        if number is None:
            if row[column] not in {"", "-", "—", "/", "无"}:
                return None
            continue
        label = _label(row)
        kind = subtotals if SUBTOTAL.match(label) else parts if PART_OF_ABOVE.match(label) else details
        kind.append(_Line(label, *number))
    if len(details) < 2:
        return None
    candidates = [details, [*details, *parts]] if parts else [details]
    if subtotals:
        candidates.append(subtotals)
    return [
        (sum((n.value for n in c), Decimal(0)), sum((n.slack for n in c), Decimal(0))) for c in candidates
    ]


def _total_columns(code: str, block: Block, rows: _Table, tolerance_bp: int) -> Iterator[Found]:
    """Rows over years whose last column is their total."""
    header = next((row for row in rows[:3] if sum(1 for cell in row if year_of(cell)) >= 2), None)
    if header is None:
        return
    years = [column for column, cell in enumerate(header) if year_of(cell)]
    total = next((c for c, cell in enumerate(header) if c > years[-1] and TOTAL.match(cell)), None)
    if total is None:
        return
    for row in rows[rows.index(header) + 1 :]:
        stated = cell_number(row[total])
        numbers = [cell_number(row[column]) for column in years]
        known = [number for number in numbers if number is not None]
        if stated is None or not known or len(known) < len([c for c in years if row[c]]):
            continue
        added = sum((number[0] for number in known), Decimal(0))
        slack = sum((number[1] for number in known), stated[1])
        if not agree(stated[0], added, slack=slack, tolerance_bp=tolerance_bp):
            facts = {"row": _label(row), "stated": shown(stated[0]), "sum": shown(added)}
            yield Found("row_sum", code, block.id, facts)


def _table_totals(section: CheckedSection) -> Iterator[Decimal]:
    """The totals that the section's tables state, in 元; those without a known unit are left out."""
    hint = ""
    for block in section.blocks:
        if block.kind != "table":
            found = TABLE_UNIT.search(halved(block.text))
            hint = found[1] if found and found[1] in MONEY else ""
            continue
        rows = [[halved(cell) for cell in row] for row in block.rows]
        for row in rows[1:]:
            if not _is_total(row):
                continue
            for column, cell in enumerate(row):
                unit = _UNIT.search(rows[0][column])
                factor = MONEY.get(unit[1] if unit else hint)
                number = cell_number(cell)
                if number is not None and factor is not None and not NO_SUM.search(rows[0][column]):
                    yield number[0] * factor
        hint = ""


def _named_totals(text: str, terms: Sequence[str]) -> Iterator[tuple[str, Decimal, Decimal]]:
    for amount in amounts_in(text):
        before = text[max(0, amount.start - 12) : amount.start]
        term = next((term for term in terms if term in before), None)
        if term is not None:
            yield term, amount.value, amount.slack


def _is_total(row: Sequence[str]) -> bool:
    return any(TOTAL.match(cell.replace(" ", "")) for cell in row[:3])


def _label(row: Sequence[str]) -> str:
    return next((cell for cell in row if cell and cell_number(cell) is None), "")
