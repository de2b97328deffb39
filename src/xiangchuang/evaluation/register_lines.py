"""What the frozen registers say of a center under each indicator, down to the rows (6.5-2 客观数据)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from xiangchuang.centers.figures import address_of
from xiangchuang.evaluation.kept_documents import read_document
from xiangchuang.evaluation.models import Subject
from xiangchuang.policy.evaluation import FigureMeaning, FigureReading, Inputs, RowRef
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.evaluation.inputs import Subject as Frozen
from xiangchuang.policy.evaluation.quantities import Family, figure_base, figure_family
from xiangchuang.policy.evaluation.read_value import said
from xiangchuang.policy.evaluation.sources import (
    ExpertSource,
    FigureSource,
    MaterialSource,
    PlanSource,
    SurveySource,
)
from xiangchuang.procedure.pack_words import words

_SHOWN_IN: Final[dict[Family, str]] = {"money": "万元", "share": "%", "hours": "小时", "points": "分"}


@dataclass(frozen=True)
class RowLine:
    """A row of a register behind a figure."""

    label: str
    on: date | None
    amount: str
    url: str


@dataclass(frozen=True)
class FigureLine:
    """A figure in words, None where nothing is known, with its rows."""

    label: str
    value: str | None
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator: where its value comes from, and what the registers say."""

    code: str
    label: str
    weight: str
    unit: str
    comes_from: str
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True)
class DimensionLines:
    """The indicators of one dimension."""

    label: str
    weight: str
    clause: str
    origin: str
    indicators: tuple[IndicatorLine, ...]


def register_lines(subject: Subject) -> list[DimensionLines]:
    """Return the set of the center with what was frozen of it; rows link to where the center keeps them.

    Reads the round's snapshot; raises Blocked when its bytes are not those frozen.
    """
    assert subject.round.snapshot is not None
    document = read_document(subject.round.snapshot, Inputs)
    frozen = next((one for one in document.subjects if one.code == subject.code), None)
    if frozen is None:
        return []
    meanings = {meaning.code: meaning for meaning in document.figures}
    found = document.set_of(frozen)
    return [
        DimensionLines(
            words(dimension.label), f"{dimension.weight}",
            dimension.interprets or dimension.clause, dimension.origin or "",
            tuple(_line(one, frozen, meanings, subject.center_id) for one in dimension.indicators),
        )
        for dimension in found.dimensions
    ]  # fmt: skip


def _line(
    indicator: Indicator, frozen: Frozen, meanings: Mapping[str, FigureMeaning], center: int
) -> IndicatorLine:
    source = indicator.source
    named = source.named if isinstance(source, FigureSource) else ()
    figures = tuple(
        _figure(meanings[code], frozen.figure(code, span), center) for code, span in named if code in meanings
    )
    return IndicatorLine(
        indicator.code, words(indicator.label), f"{indicator.weight}", indicator.unit,
        _source_words(indicator), figures,
    )  # fmt: skip


def _source_words(indicator: Indicator) -> str:

    source = indicator.source
    if isinstance(source, SurveySource):
        return _("服务对象问卷")
    if isinstance(source, ExpertSource):
        return _("专家评分")
    if isinstance(source, MaterialSource):
        return _("中心材料")
    return _("建设方案目标") if isinstance(source, PlanSource) else _("登记册")


def _figure(meaning: FigureMeaning, reading: FigureReading | None, center: int) -> FigureLine:
    known = reading is not None and reading.value is not None
    rows = reading.rows if reading is not None else ()
    return FigureLine(
        words(meaning.label),
        _said(reading.value, meaning) if known and reading and reading.value is not None else None,
        tuple(_row(row, meaning, center) for row in rows),
    )


def _said(value: int, meaning: FigureMeaning) -> str:
    return said(figure_base(value, meaning.unit), _SHOWN_IN.get(figure_family(meaning.unit), ""))


def _row(row: RowRef, meaning: FigureMeaning, center: int) -> RowLine:
    amount = "" if row.amount is None else _said(row.amount, meaning)
    return RowLine(row.label, row.on, amount, _address(row, center))


def _address(row: RowRef, center: int) -> str:
    try:
        return address_of(row.source, center, row.pk)
    except NoReverseMatch:
        return ""
