"""Lines of a table to rows of the database and back; no rule is asked here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import models
from django.db.models import Exists, OuterRef

from xiangchuang.plan_parts.columns import Cell, Line, contribution_column, year_column
from xiangchuang.plan_parts.models import (
    BenefitFigure,
    BenefitRow,
    BodyRow,
    BudgetAmount,
    BudgetRow,
    BudgetSide,
    Contribution,
    MemberRow,
    MilestoneRow,
    PartRow,
    PersonRow,
    PhaseRow,
    ResourceRow,
    TaskRow,
)
from xiangchuang.policy.plan_parts import COLUMNS, PartRule
from xiangchuang.proposals.models import PlanRevision


@dataclass(frozen=True)
class Kept:
    """Where the rows of a part are kept: the model, what all its rows have in common, the cells of a row."""

    model: type[PartRow]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    cells: type[models.Model] | None = None


KEPT: Final[Mapping[str, Kept]] = {
    "people": Kept(PersonRow),
    "members": Kept(MemberRow, cells=Contribution),
    "bodies": Kept(BodyRow),
    "resources": Kept(ResourceRow),
    "tasks": Kept(TaskRow),
    "milestones": Kept(MilestoneRow),
    "phases": Kept(PhaseRow),
    "sources": Kept(BudgetRow, {"side": BudgetSide.SOURCE}, BudgetAmount),
    "uses": Kept(BudgetRow, {"side": BudgetSide.USE}, BudgetAmount),
    "benefits": Kept(BenefitRow, cells=BenefitFigure),
}


def read_lines(revision: PlanRevision, code: str) -> list[Line]:
    """Return the lines of a part in order: one query, one more where a row has cells of its own."""
    kept = KEPT[code]
    rows: Any = kept.model._default_manager.filter(revision=revision, **kept.fixed)
    if kept.cells is not None:
        rows = rows.prefetch_related("cells")
    return [_line(code, row, kept.cells is not None) for row in rows]


def parts_with_rows(revision: PlanRevision, codes: Collection[str]) -> set[str]:
    """Return which of these parts have rows, in one query."""
    there = {
        code: Exists(KEPT[code].model._default_manager.filter(revision=OuterRef("pk"), **KEPT[code].fixed))
        for code in codes
    }
    found = PlanRevision.objects.filter(pk=revision.pk).values(**there).first() if there else None
    return {code for code, has_rows in (found or {}).items() if has_rows}


def count_rows(revision: PlanRevision, code: str) -> int:
    """Return how many rows a part has, in one query."""
    kept = KEPT[code]
    return kept.model._default_manager.filter(revision=revision, **kept.fixed).count()


def _line(code: str, row: Any, has_cells: bool) -> Line:
    line: dict[str, Cell] = {}
    for name, kind in COLUMNS[code].items():
        if kind == "organization":
            line[name] = str(row.organization_id) if row.organization_id else None
        else:
            value = getattr(row, name)
            line[name] = None if value == "" else value
    for cell in row.cells.all() if has_cells else ():
        name = contribution_column(cell.kind) if isinstance(cell, Contribution) else year_column(cell.year)
        line[name] = _figure(cell)
    return line


def _figure(cell: Any) -> Cell:
    if isinstance(cell, BudgetAmount):
        return cell.fen
    if cell.fen is not None:
        return int(cell.fen)
    if cell.number is not None:
        return int(cell.number)
    return str(cell.words)


def write_lines(revision: PlanRevision, rule: PartRule, lines: Sequence[Line]) -> None:
    """Put these lines in the place of all there were, inside the caller's transaction."""
    kept = KEPT[rule.code]
    manager: Any = kept.model._default_manager
    manager.filter(revision=revision, **kept.fixed).delete()
    rows = [
        kept.model(revision=revision, position=position, **kept.fixed, **_fields(rule.code, line))
        for position, line in enumerate(lines, 1)
    ]
    manager.bulk_create(rows)
    if kept.cells is not None:
        cells = [cell for row, line in zip(rows, lines, strict=True) for cell in _cells(rule, row, line)]
        cell_manager: Any = kept.cells._default_manager
        cell_manager.bulk_create(cells)


def _fields(code: str, line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in COLUMNS[code].items():
        value = line.get(name)
        if kind == "organization":
            found["organization_id"] = int(str(value)) if value else None
        elif kind in {"line", "text", "choice"}:
            found[name] = value or ""
        else:
            found[name] = value
    return found


def _cells(rule: PartRule, row: Any, line: Line) -> Iterable[models.Model]:
    if rule.code == "members":
        for kind in rule.kinds:
            value = line.get(contribution_column(kind.code))
            if value is not None and value != "":
                yield Contribution(row=row, kind=kind.code, **_measured(kind.measure, value))
        return
    benefit = rule.kind(str(line.get("kind") or "")) if rule.code == "benefits" else None
    for name, value in line.items():
        if not (name.startswith("y") and name[1:].isdigit()) or value is None:
            continue
        if rule.code == "benefits":
            measure = benefit.measure if benefit else "money"
            yield BenefitFigure(row=row, year=int(name[1:]), **_measured(measure, value))
        else:
            yield BudgetAmount(row=row, year=int(name[1:]), **_measured("money", value))


def _measured(measure: str, value: Cell) -> dict[str, Any]:
    return {{"money": "fen", "count": "number", "words": "words"}[measure]: value}
