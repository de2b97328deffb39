"""Adjustments, rectifications and wind-ups as lines of a list; no query a line."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.adjustments.messages import adjustment_url
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


@dataclass(frozen=True)
class AdjustmentLine:
    """One adjustment: what it is called, where it stands in words, and its addresses."""

    adjustment: Adjustment
    measure: str
    where: str
    url: str
    case_url: str


def adjustment_lines(rows: Iterable[Adjustment]) -> list[AdjustmentLine]:
    """Return a line for each; the rows come with case, center and document at hand."""
    return [
        AdjustmentLine(
            row, measure_words(row), where_it_stands(row), adjustment_url(row),
            reverse("workbench:case", args=[row.case.number]),
        )
        for row in rows
    ]  # fmt: skip


def measure_words(adjustment: Adjustment) -> str:
    """Return the measure's name in the reader's language."""
    measure = pack_of(adjustment.case).adjustments.measure(adjustment.measure)
    return words(measure.label) if measure else adjustment.measure


def where_it_stands(adjustment: Adjustment) -> str:
    """Return the stage in words while the case runs, else what it came to."""
    case = adjustment.case
    if case.state == CaseState.OPEN:
        stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
        return words(stage.label)
    if case.state == CaseState.DEFERRED:
        return _("暂缓")
    if case.state == CaseState.COMPLETED:
        return _("已决定")
    if case.state == CaseState.WITHDRAWN:
        return _("已撤回")
    return _("不作处理")
