"""The score tree as pages show it: every number opens to its steps in words and the records behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from django.urls import NoReverseMatch
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.figures import FigureRow, address_of
from xiangchuang.centers.figures import figures as contributed
from xiangchuang.centers.registers.register import CONTRIBUTED
from xiangchuang.evaluation.result_words import OF_THE_PAGE, points_text
from xiangchuang.evaluation.scored import Scored
from xiangchuang.pages import figures
from xiangchuang.policy.evaluation import (
    FigureSource,
    Indicator,
    IndicatorResult,
    IndicatorSet,
    RowRef,
    SubjectResult,
    quantity_said,
    sentence,
)
from xiangchuang.procedure.pack_words import words

HOWS: Final = {
    "scored": "",
    "zero": _("没有数值，不得分"),
    "left_out": _("不参评"),
    "undecided": _("待裁定"),
    "ruled": _("裁定"),
}
_OF_ONE_PERSON: Final = frozenset({"expert"})
"""Steps that say what one scorer gave: not for centers."""


@dataclass(frozen=True)
class Record:
    """One record behind a number; url: "" where the reader cannot open it."""

    label: str
    on: date | None
    amount: str
    url: str


@dataclass(frozen=True)
class Leaf:
    """An indicator: points out of the most, how they came about, on which records."""

    code: str
    label: str
    points: str
    most: str
    value: str
    how: str
    clause: str
    origin: str
    steps: Sequence[str]
    records: Sequence[Record]
    survey: str
    spread: str


@dataclass(frozen=True)
class Branch:
    """A dimension, or the bonuses, with its indicators."""

    label: str
    points: str
    weight: str
    clause: str
    origin: str
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Reader:
    """For whom the tree is drawn: whether the whole round is theirs, and whether they open the file."""

    sees_scorers: bool
    opens_file: bool
    center: int


def tree_of(documents: Scored, result: SubjectResult, reader: Reader) -> list[Branch]:
    """Return the dimensions in order, the bonuses last."""
    of_set = documents.inputs.set_of(documents.subject(result.code))
    units = _Units(documents, result.code)
    branches = [
        Branch(
            words(d.label), f"{d.points}", f"{d.weight}", rule.clause, rule.origin or "",
            [_leaf(i, of_set, units, reader) for i in d.indicators],
        )
        for d, rule in zip(result.dimensions, of_set.dimensions, strict=False)
    ]  # fmt: skip
    if result.bonuses and of_set.bonuses:
        rule = of_set.bonuses
        leaves = [_leaf(i, of_set, units, reader) for i in result.bonuses]
        branches.append(
            Branch(gettext("加分"), f"{result.bonus}", f"{rule.most}", rule.clause, rule.origin or "", leaves)
        )
    return branches


def _leaf(found: IndicatorResult, of_set: IndicatorSet, units: "_Units", reader: Reader) -> Leaf:
    rule = of_set.indicator(found.code)
    amounts = units.of(rule)
    steps = [s for s in found.steps if reader.sees_scorers or s.code not in _OF_ONE_PERSON]
    survey, experts = found.survey, found.experts
    return Leaf(
        code=found.code, label=words(found.label), points=f"{found.points}", most=f"{found.most}",
        value="" if found.value is None else quantity_said(f"{found.value} {found.unit}", OF_THE_PAGE),
        how=str(HOWS[found.how]), clause=rule.clause, origin=rule.origin or "",
        steps=[sentence(step, OF_THE_PAGE) for step in steps],
        records=records_of(found.rows, reader, amounts),
        survey=_interval(survey.low, survey.high) if survey else "",
        spread=_interval(experts.lowest, experts.highest) if experts and reader.sees_scorers else "",
    )  # fmt: skip


def _interval(low: object, high: object) -> str:
    return "" if low is None or high is None else f"{low}–{high}"


def records_of(
    rows: Sequence[RowRef], reader: Reader, units: Mapping[tuple[str, int], str] = MappingProxyType({})
) -> list[Record]:
    """Return the records behind a number as the reader may see them; units by source and key."""
    found = []
    for row in rows:
        url = record_address(row, reader.center)
        if url or reader.sees_scorers:
            # What is not of the registers is an answer or a mark, and leads to a person: not for centers.
            amount = _amount(row.amount, units.get((row.source, row.pk), ""))
            found.append(Record(row.label, row.on, amount, url if reader.opens_file else ""))
    return found


class _Units:
    """In which unit the records of one center's figures are counted."""

    def __init__(self, documents: Scored, code: str) -> None:
        self.units = {meaning.code: meaning.unit for meaning in documents.inputs.figures}
        self.readings = documents.subject(code).figures

    def of(self, rule: Indicator) -> dict[tuple[str, int], str]:
        """Return the unit by source and key of each record that the indicator reads."""
        if not isinstance(rule.source, FigureSource):
            return {}
        codes = {code for code, _span in rule.source.named}
        return {
            (row.source, row.pk): self.units.get(reading.code, "")
            for reading in self.readings
            if reading.code in codes
            for row in reading.rows
        }


def _amount(amount: int | None, unit: str) -> str:
    if amount is None or unit in ("", "count"):
        return ""
    if unit == "fen":
        return figures.money_text(amount)
    if unit == "basis_points":
        return figures.share_text(amount)
    if unit == "hundredths":
        return points_text(amount)
    return gettext("%(number)s 小时") % {"number": f"{amount:,}"}


def record_address(row: RowRef, center: int) -> str:
    """Return where the record stands in the registers; "" for what is none of theirs."""
    for figure in contributed():
        if figure.source == row.source and figure.page is not None:
            return figure.address(FigureRow(center, row.pk, row.on or date.min, 0, row.label))
    try:
        found = address_of(row.source, center, row.pk)
    except NoReverseMatch:
        return ""
    is_entry = found.endswith(f"/{row.source}/{row.pk}/")
    return found if row.source in CONTRIBUTED.registers or not is_entry else ""
