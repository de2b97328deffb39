"""What the text says of a number in a year: 2024年研发投入6.78亿元, with the sentence it stands in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.numbering import halved
from xiangchuang.documents.plan_check.amounts import amounts_in

_SENTENCE: Final = re.compile(r"[^。;；!！?？\n]+")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_COUNT: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\s*(余|多)?\s*")
REACH: Final = 14
"""Characters between a term and its number: further apart they rarely belong together."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of a year. `slack` is half of its last digit; `sentence` is where it stands."""

    year: int
    value: Decimal
    slack: Decimal
    written: str
    sentence: str


def sentences(block: Block) -> Iterator[str]:
    """The sentences of a block that is no table."""
    if block.kind != "table":
        for found in _SENTENCE.finditer(halved_lines(block.text)):
            if text := found[0].strip():
                yield text


def halved_lines(text: str) -> str:
    """The text with half-width signs, its lines kept apart."""
    return "\n".join(halved(line) for line in text.split("\n"))


def stated_money(sentence: str, terms: Sequence[str]) -> Iterator[Statement]:
    """Amounts of money, in 元, that follow one of the terms, each of the year named last before it."""
    for amount in amounts_in(sentence):
        if year := _year_of(sentence, amount.start, terms):
            yield Statement(year, amount.value, amount.slack, amount.written, sentence)


def stated_counts(sentence: str, terms: Sequence[str], units: Sequence[str]) -> Iterator[Statement]:
    """Counts in one of `units` that follow one of the terms, each of the year named last before it."""
    for found in _COUNT.finditer(sentence):
        rest = sentence[found.end() :]
        unit = next((unit for unit in units if rest.startswith(unit)), None)
        year = _year_of(sentence, found.start(), terms) if unit else None
        if year:
            decimals = len(found[2] or "")
            value = Decimal(found[1].replace(",", "") + (f".{found[2]}" if found[2] else ""))
            slack = Decimal(5) / Decimal(10) ** (decimals + 1) if decimals else Decimal(0)
            yield Statement(year, value, slack, f"{found[0].strip()}{unit}", sentence)


def _year_of(sentence: str, number_at: int, terms: Sequence[str]) -> int | None:
    """The year of the number, when a term stands close before it and no other number between."""
    before = sentence[max(0, number_at - REACH) : number_at]
    ends = [before.rfind(term) + len(term) for term in terms if term in before]
    if not ends or re.search(r"\d", before[max(ends) :]):
        return None
    years = list(_YEAR.finditer(sentence, 0, number_at))
    return int(years[-1][1]) if years else None
