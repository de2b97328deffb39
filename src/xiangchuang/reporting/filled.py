"""What registers fill into a report: figures of two years and their rows, targets, last year's plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xiangchuang.centers.figures import Figure, FigureRow, Span, figure_codes, find_figure, read_spans
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import report_span
from xiangchuang.policy.duties import ReportSection
from xiangchuang.policy.pack import Pack
from xiangchuang.reporting.figure_words import change_text, unit_text, value_text
from xiangchuang.reporting.models import AnnualReport, OutcomeState, PlanItem
from xiangchuang.reporting.queries import last_report
from xiangchuang.reporting.rules import pack_for
from xiangchuang.research.targets import TargetLine, target_lines

LISTED: Final = 20
"""Rows of one figure that a report prints; the others stay in the register."""


@dataclass(frozen=True)
class FigureLine:
    """A figure of the year summed up beside the year before, in its own unit; None where there is none."""

    figure: Figure
    value: int | None
    before: int | None
    rows: tuple[FigureRow, ...]

    @property
    def unit_text(self) -> str:
        """The unit beside its name."""
        return unit_text(self.figure.unit)

    @property
    def linked_rows(self) -> list[tuple[FigureRow, str]]:
        """The rows it was counted from, at most LISTED, each with where it can be read."""
        return [(row, self.figure.address(row)) for row in self.rows[:LISTED]]

    @property
    def value_text(self) -> str:
        """This year, as people write it."""
        return value_text(self.figure.unit, self.value)

    @property
    def before_text(self) -> str:
        """The year before, as people write it."""
        return value_text(self.figure.unit, self.before)

    @property
    def change_text(self) -> str:
        """By how much it changed: with a sign, and in per cent where there is something to compare with."""
        return change_text(self.figure.unit, self.value, self.before)


@dataclass(frozen=True)
class LastItem:
    """An item of last year's plan and what the report says became of it."""

    item: PlanItem
    state: str
    note: str

    @property
    def state_label(self) -> str:
        """The outcome in words; empty where nothing was said yet."""
        return str(OutcomeState(self.state).label) if self.state else ""


def spans_of(center: Center, pack: Pack, year: int) -> tuple[Span, Span]:
    """Return the days the report covers and those of the year before."""
    return report_span(center, pack, year), Span.of_year(year - 1)


def figure_lines(report: AnnualReport, codes: Iterable[str]) -> list[FigureLine]:
    """Return the figures of these codes; one that no installed app gives is left out.

    The year before is shown only where the center existed in it. Queries grow with the figures.
    """
    center = report.center
    this, before = spans_of(center, pack_for(report), report.year)
    existed = center.approved_on <= before.last
    lines, known = [], figure_codes()
    for code in codes:
        if code not in known:
            continue
        readings = read_spans(code, center, [this, before] if existed else [this])
        earlier = readings[1].value if existed else None
        lines.append(FigureLine(find_figure(code), readings[0].value, earlier, readings[0].rows))
    return lines


def lines_of_section(
    report: AnnualReport, section: ReportSection
) -> tuple[list[FigureLine], list[FigureLine]]:
    """Return the figures of a section, and those whose rows it lists."""
    both = {
        line.figure.code: line
        for line in figure_lines(report, dict.fromkeys((*section.figures, *section.rows)))
    }
    shown = [both[code] for code in section.figures if code in both]
    listed = [both[code] for code in section.rows if code in both and both[code].rows]
    return shown, listed


def targets_of(report: AnnualReport) -> list[TargetLine]:
    """Return the plan's targets of the year summed up with what was reached."""
    lines = target_lines(report.center, pack_for(report), through=report.year)
    return [line for line in lines if line.target.year == report.year]


def last_plan(report: AnnualReport) -> list[LastItem]:
    """Return the items planned in the report before, each with what this report says became of it."""
    before = last_report(report)
    if before is None:
        return []
    said = {outcome.item_id: (outcome.state, outcome.note) for outcome in report.outcomes.all()}
    return [LastItem(item, *said.get(item.pk, ("", ""))) for item in before.plan_items.all()]
