"""A step of a calculation: what was worked out, with which numbers, on which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from xiangchuang.policy.benefits.rules import WHOLE, DatedRule
from xiangchuang.policy.terms import Label

_FEN_PER_YUAN: Final = 100

StepCode = Literal[
    "net",
    "deficit",
    "whole_shares",
    "profit",
    "terms",
    "term_over",
    "floor",
    "encouraged",
    "team",
    "main_contributors",
    "research",
    "others",
    "unit",
    "purpose",
    "sum",
    "segment",
    "deduction",
    "tax_effect",
    "standard_tax",
    "reduced_tax",
    "saving",
]
Finding = Literal["met", "unmet"]
SourceKind = Literal[
    "national", "provincial", "center_rule", "agreement", "trial", "tax", "interpretation", "practice"
]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a step rests on: whose rule, its name, where it is written, since when, under which clause.

    ``source`` is the citation of the law, or how the center adopted its rule. ``confirmed`` is false where
    nobody has read the wording; ``note`` then says what is open. ``interprets``: the clause that
    a rule of our own reads more closely than its words.
    """

    kind: SourceKind
    label: Label
    source: str
    clause: str
    origin: str = ""
    interprets: str = ""
    from_: date | None = None
    to: date | None = None
    confirmed: bool = True
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation; ``formula`` in yuan and percent, ``fen`` its result where it is money."""

    code: StepCode
    formula: str
    fen: int | None = None
    basis: Basis | None = None
    finding: Finding | None = None


def basis_of(rule: DatedRule, kind: SourceKind, note: Label | None = None) -> Basis:
    """The basis of a rule of the pack, with its own note or the one told."""
    instrument = rule.instrument
    return Basis(
        kind=kind,
        label=rule.label,
        source=instrument.cited if instrument else "",
        clause=rule.clause,
        origin=rule.origin or "",
        interprets=rule.interprets or "",
        from_=rule.from_,
        to=rule.to,
        confirmed=instrument.confirmed if instrument else True,
        note=note or (instrument.note if instrument else None),
    )


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals: 123,456.78."""
    sign = "−" if fen < 0 else ""
    whole, rest = divmod(abs(fen), _FEN_PER_YUAN)
    return f"{sign}{whole:,}.{rest:02d}"


def percent(basis_points: int) -> str:
    """Basis points as percent, without needless decimals: 50%, 12.5%."""
    whole, rest = divmod(basis_points, WHOLE // 100)
    return f"{whole}.{rest:02d}".rstrip("0") + "%" if rest else f"{whole}%"


def product(fen: int, share: int, result: int) -> str:
    """``fen`` times ``share``: with = where the product is whole fen, with ≈ where it was rounded."""
    sign = "=" if fen * share == result * WHOLE else "≈"
    return f"{yuan(fen)} × {percent(share)} {sign} {yuan(result)}"
