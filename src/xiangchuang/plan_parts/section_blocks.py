"""The tables as they stand in the text of their sections: blocks that reading, PDF and Word all draw."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from xiangchuang.documents.plan.blocks import Block
from xiangchuang.plan_parts.cell_words import NOTHING, is_money, read_words, wan_words
from xiangchuang.plan_parts.columns import Line, TableColumn, fen_in
from xiangchuang.plan_parts.table_rows import parts_with_rows
from xiangchuang.plan_parts.tables import PartTable, tables_of_revision
from xiangchuang.policy.plan_parts import YEARLY
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_record import target_lines, target_years


def tables_of(revision: PlanRevision, code: str) -> list[Block]:
    """Return the tables that stand in that section of the outline, after its own text."""
    return tables_by_section(revision).get(code, [])


def tables_by_section(revision: PlanRevision) -> dict[str, list[Block]]:
    """Return the tables of all sections at once, by the outline's code; a table without rows is left out.

    A plan is a Chinese document: its tables are, whatever the language of the page.
    """
    with override("zh-hans"):
        tables = tables_of_revision(revision)
        found: dict[str, list[Block]] = {}
        for table in tables:
            if table.lines:
                found.setdefault(table.rule.section, []).append(block_of(table))
        section = tables.pack.plan_parts.targets_in
        if section and (targets := _targets(revision)):
            found.setdefault(section, []).append(targets)
    return found


def filled_sections(revision: PlanRevision) -> set[str]:
    """Return the sections in which `tables_by_section` has a table, without reading any."""
    rules = pack_of(revision.proposal.case).plan_parts
    there = parts_with_rows(revision, [rule.code for rule in rules.parts])
    found = {rule.section for rule in rules.parts if rule.code in there}
    if rules.targets_in and revision.targets.exists():
        found.add(rules.targets_in)
    return found


def block_of(table: PartTable) -> Block:
    """Return the table as one block; columns that are empty throughout are left out."""
    rule = table.rule
    shown = [
        c
        for c in table.columns
        if c.required or c.year or any(line.get(c.name) is not None for line in table.lines)
    ]
    head = [column.heading for column in shown]
    rows = [[read_words(rule, column, line) or NOTHING for column in shown] for line in table.lines]
    if rule.code in YEARLY:
        head.append(_("合计"))
        for row, line in zip(rows, table.lines, strict=True):
            row.append(_row_sum(table, line))
    if total := _total(table, shown):
        rows.append(total)
    return _block(f"part-{rule.code}", words(rule.title), head, rows)


def _row_sum(table: PartTable, line: Line) -> str:
    total = sum(fen_in(line, column.name) for column in table.year_columns)
    money = not table.year_columns or is_money(table.rule, table.year_columns[0], line)
    return wan_words(total) if money else f"{total:,}"


def _total(table: PartTable, shown: Sequence[TableColumn]) -> list[str]:
    """The last row of a table of money; benefits are of several units and have none."""
    summed = [column for column in shown if column.kind == "money"]
    if not summed or table.rule.code == "resources":
        return []
    cells = ["" if column not in summed else wan_words(table.sum_of(column.name)) for column in shown]
    cells[0] = _("合计")
    if table.rule.code in YEARLY:
        cells.append(wan_words(sum(table.sum_of(column.name) for column in table.year_columns)))
    return cells


def _targets(revision: PlanRevision) -> Block | None:
    lines = target_lines(revision)
    if not lines:
        return None
    head = [_("指标"), _("单位"), *map(str, target_years(revision))]
    rows = [
        [
            line.name,
            line.unit or NOTHING,
            *(_target(target.value_e4) if target else NOTHING for target in line.values),
        ]
        for line in lines
    ]
    return _block("part-targets", _("年度目标"), head, rows)


def _target(value_e4: int) -> str:
    whole, rest = divmod(abs(value_e4), 10_000)
    fraction = f".{rest:04d}".rstrip("0").rstrip(".")
    return f"{'-' if value_e4 < 0 else ''}{whole:,}{fraction}"


def _block(name: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    lines = (tuple(head), *(tuple(row) for row in rows))
    text = "\n".join("\t".join(line) for line in lines)
    return Block(id=name, kind="table", text=text, rows=lines, header_rows=1, caption=caption)
