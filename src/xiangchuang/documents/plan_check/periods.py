"""Periods that a plan names: an end before its start, tasks outside the time of construction."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan_check.finding import CheckedSection, Found

_YEAR: Final = r"((?:19|20)\d{2})"
_MONTH: Final = r"(1[0-2]|0?[1-9])\s*(?:月(?:份)?|[./-](?=\s*\d)|(?!\d))"
_DAY: Final = r"(3[01]|[12]\d|0?[1-9])(?:\s*[日号])?(?!\d)"
_POINT: Final = rf"{_YEAR}\s*(?:年|[./-](?=\s*\d))?\s*(?:{_MONTH})?\s*(?:{_DAY})?"
_TO: Final = r"(?:年\s*)?(?:底|初|末)?\s*(?:至|到|—+|–|-|~|～|－)"
_SPAN: Final = re.compile(rf"(?<!\d){_POINT}\s*{_TO}\s*{_POINT}\s*年?(?!\d)")
_Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Period:
    """From one month to another, both included; months are 1 and 12 where only years are named."""

    start: _Month
    end: _Month
    written: str
    day_reversed: bool = False

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it begins."""
        return self.end < self.start or self.day_reversed


def periods_in(text: str) -> Iterator[Period]:
    """The periods named in the text, in reading order."""
    for found in _SPAN.finditer(halved(text)):
        year, month, day, year_to, month_to, day_to = found.groups()
        start, end = (int(year), int(month or 1)), (int(year_to), int(month_to or 12))
        same_month = start == end and day and day_to and month and month_to
        yield Period(start, end, found[0].strip(), bool(same_month and int(day_to) < int(day)))


def construction_period(section: CheckedSection | None) -> Period | None:
    """The time in which the center is built (A.7.1): the widest period that the section names."""
    if section is None:
        return None
    named = [p for block in section.blocks for p in periods_in(_text(block)) if not p.is_reversed]
    return max(named, key=lambda p: _months(p.end) - _months(p.start), default=None)


def reversed_findings(section: CheckedSection) -> Iterator[Found]:
    """Periods that end before they begin."""
    for block in section.blocks:
        for period in periods_in(_text(block)):
            if period.is_reversed:
                yield Found("period_reversed", section.code, block.id, {"period": period.written})


def outside_findings(section: CheckedSection, within: Period) -> Iterator[Found]:
    """Periods of the section that begin before, or end after, the time in which the center is built."""
    for block in section.blocks:
        for period in periods_in(_text(block)):
            if not period.is_reversed and (period.start < within.start or period.end > within.end):
                facts = {"period": period.written, "within": within.written}
                yield Found("date_outside_period", section.code, block.id, facts)


def _text(block: Block) -> str:
    if block.kind == "table":
        return "\n".join(cell for row in block.rows for cell in row)
    return block.text


def _months(month: _Month) -> int:
    return month[0] * 12 + month[1]
