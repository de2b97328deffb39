"""What the tables of a plan lack or contradict: cells, days, parties, sums (A.1.5 to A.7.3)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.translation import gettext as _

from xiangchuang.pages.figures import money_text
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.tables import PartTable, PlanTables
from xiangchuang.procedure.pack_words import words

Level = Literal["error", "gap", "absent", "warning"]
BLOCKING: Final[frozenset[Level]] = frozenset({"error", "gap"})
"""An error contradicts, a gap is a cell left empty; an absent table and a warning hold nothing up."""


@dataclass(frozen=True)
class PartFinding:
    """One thing to mend: the table, its row from 1 (0: the table as a whole), the column ("": the row)."""

    part: str
    row: int
    column: str
    message: str
    clause: str
    level: Level = "error"


Found = Iterator[PartFinding]


def findings_of(tables: PlanTables) -> list[PartFinding]:
    """Return what is to mend in the tables of a revision, in the order of the pack's parts."""
    found = [finding for check in CHECKS for finding in check(tables)]
    order = {code: place for place, code in enumerate(tables.tables)}
    return sorted(found, key=lambda finding: (order[finding.part], finding.row))


def _cells(tables: PlanTables) -> Found:
    """Required tables without a row, required cells without content."""
    for table in tables:
        rule = table.rule
        if rule.required and not table.lines:
            message = _("“%(table)s”还没有填写。") % {"table": words(rule.title)}
            yield PartFinding(rule.code, 0, "", message, rule.clause, "absent")
        for row, line in enumerate(table.lines, 1):
            for column in table.columns:
                if column.required and line.get(column.name) is None:
                    message = _("第 %(row)d 行缺“%(column)s”。") % {"row": row, "column": column.label}
                    yield PartFinding(rule.code, row, column.name, message, rule.clause, "gap")


def _spans(tables: PlanTables) -> Found:
    """A last day before the first; phases that do not follow each other (A.7.1)."""
    for code in ("tasks", "phases"):
        before: date | None = None
        for row, line in enumerate(tables.lines(code), 1):
            first, last = _days(line)
            if first and last and last < first:
                message = _("第 %(row)d 行的结束日期早于开始日期。") % {"row": row}
                yield PartFinding(code, row, "ends_on", message, tables.tables[code].rule.clause)
            if code == "phases" and first and before and first <= before:
                message = _("第 %(row)d 行的开始日期不晚于上一阶段的结束日期。") % {"row": row}
                yield PartFinding(code, row, "starts_on", message, tables.tables[code].rule.clause)
            before = last or before


def _milestones(tables: PlanTables) -> Found:
    """A milestone of no task, or outside the days of its task."""
    if "milestones" not in tables.tables:
        return
    tasks = {str(line["code"]): line for line in tables.lines("tasks") if line.get("code")}
    clause = tables.tables["milestones"].rule.clause
    for row, line in enumerate(tables.lines("milestones"), 1):
        code, due = line.get("task"), line.get("due_on")
        task = tasks.get(str(code))
        if code and task is None:
            message = _("第 %(row)d 行的任务编号“%(code)s”不在任务表中。") % {"row": row, "code": code}
            yield PartFinding("milestones", row, "task", message, clause)
        if task is None or not isinstance(due, date):
            continue
        first, last = _days(task)
        if (first and due < first) or (last and due > last):
            message = _("第 %(row)d 行的日期在任务“%(code)s”的起止日期之外。") % {"row": row, "code": code}
            yield PartFinding("milestones", row, "due_on", message, clause)


def _task_years(tables: PlanTables) -> Found:
    """A task that reaches beyond the years of which A.4.1 speaks, counted from the first phase."""
    rule, start = tables.pack.plan_parts.task_years, cycle_start(tables)
    if rule is None or start is None:
        return
    for row, line in enumerate(tables.lines("tasks"), 1):
        last = line.get("ends_on")
        if isinstance(last, date) and (last.year, last.month, last.day) >= (
            start.year + rule.years, start.month, start.day,
        ):  # fmt: skip
            message = _("第 %(row)d 行的结束日期超出建设开始后的 %(years)d 年。") % {
                "row": row, "years": rule.years,
            }  # fmt: skip
            yield PartFinding("tasks", row, "ends_on", message, rule.clause, "warning")


def _doubles(tables: PlanTables) -> Found:
    """The same task number, party or person twice."""
    for code, keys in (
        ("tasks", ("code",)),
        ("members", ("organization",)),
        ("people", ("name", "organization")),
    ):
        seen: dict[tuple[object, ...], int] = {}
        for row, line in enumerate(tables.lines(code), 1):
            key = tuple(line.get(name) for name in keys)
            if None in key:
                continue
            if (first := seen.setdefault(key, row)) != row:
                message = _("第 %(row)d 行与第 %(first)d 行重复。") % {"row": row, "first": first}
                yield PartFinding(code, row, keys[0], message, tables.tables[code].rule.clause)


def _parties(tables: PlanTables) -> Found:
    """An organisation that is not in the consortium; a party without its row (A.3.1)."""
    for table in tables:
        for row, line in enumerate(table.lines, 1):
            key = line.get("organization")
            if key and str(key) not in tables.consortium:
                message = _("第 %(row)d 行的“%(name)s”不在意向的联盟中。") % {
                    "row": row, "name": tables.parties.get(str(key), ""),
                }  # fmt: skip
                yield PartFinding(table.rule.code, row, "organization", message, table.rule.clause)
    there = {line.get("organization") for line in tables.lines("members")}
    if there:
        clause = tables.tables["members"].rule.clause
        for key, name in tables.parties.items():
            if key in tables.consortium and key not in there:
                message = _("联盟中的“%(name)s”没有一行。") % {"name": name}
                yield PartFinding("members", 0, "", message, clause, "gap")


def _people(tables: PlanTables) -> Found:
    """No head among the people (A.1.5), or a head who is not full-time (4.1-4)."""
    lines = tables.lines("people")
    if not lines:
        return
    rule = tables.tables["people"].rule
    heads = Counter(line.get("standing") for line in lines)["head"]
    if rule.column("standing") and not heads:
        yield PartFinding("people", 0, "", _("人员表里没有负责人。"), rule.clause, "gap")
    for row, line in enumerate(lines, 1):
        if line.get("standing") == "head" and line.get("full_time") is False:
            message = _("第 %(row)d 行：中心主任应为专职。") % {"row": row}
            yield PartFinding("people", row, "full_time", message, "4.1-4", "warning")


def _budget(tables: PlanTables) -> Found:
    """Sources and uses of a year that differ, and a stated total that is not their sum (A.7.2)."""
    sources, uses = tables.tables.get("sources"), tables.tables.get("uses")
    if sources is None or uses is None or not (sources.lines and uses.lines):
        return
    clause = uses.rule.clause
    for column in sources.year_columns:
        came, went = sources.sum_of(column.name), uses.sum_of(column.name)
        if came != went:
            yield PartFinding("uses", 0, column.name, _apart(column.label, came, went), clause)
    yield from _stated(sources)


def _apart(year: str, came: int, went: int) -> str:
    facts = {
        "year": year,
        "came": money_text(came),
        "went": money_text(went),
        "by": money_text(abs(came - went)),
    }
    if came > went:
        return _("%(year)s 年来源合计 %(came)s，用途合计 %(went)s，来源多 %(by)s。") % facts
    return _("%(year)s 年来源合计 %(came)s，用途合计 %(went)s，来源少 %(by)s。") % facts


def _stated(table: PartTable) -> Found:
    stated, total = table.stated_fen, total_of(table)
    if stated is None or stated == total:
        return
    message = _("写明的总额 %(stated)s 与各年合计 %(total)s 相差 %(by)s。") % {
        "stated": money_text(stated), "total": money_text(total), "by": money_text(abs(stated - total)),
    }  # fmt: skip
    yield PartFinding(table.rule.code, 0, "stated", message, table.rule.clause)


def total_of(table: PartTable) -> int:
    """Return the sum over all years, in fen."""
    return sum(table.sum_of(column.name) for column in table.year_columns)


def cycle_start(tables: PlanTables) -> date | None:
    """Return the first day of the first phase: where the construction cycle begins (A.7.1, 3.3-3)."""
    days = [day for line in tables.lines("phases") if isinstance(day := line.get("starts_on"), date)]
    return min(days, default=None)


def _days(line: Line) -> tuple[date | None, date | None]:
    first, last = line.get("starts_on"), line.get("ends_on")
    return first if isinstance(first, date) else None, last if isinstance(last, date) else None


CHECKS: Final[tuple[Callable[[PlanTables], Found], ...]] = (
    _cells, _spans, _milestones, _task_years, _doubles, _parties, _people, _budget,
)  # fmt: skip
