"""How far a condition is from being met, as numbers and labels: which language says it is the reader's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from xiangchuang.policy.conditions.explanation import Change
from xiangchuang.policy.conditions.lacks import Lack
from xiangchuang.policy.conditions.register_facts import FactReading
from xiangchuang.policy.conditions.rules import Judge, Unit
from xiangchuang.policy.terms import Label, Model

Direction = Literal["up", "down"]


class Step(Model):
    """One fact changed alone, all others staying, so that the condition is met.

    ``now``, ``to`` and ``by`` are in ``unit``, whole fen for money; ``now`` None while evidence is missing,
    ``by`` how much it changes.
    """

    fact: str
    label: Label
    unit: Unit
    counted_in: Label | None
    now: int | bool | None
    to: int | bool
    by: int
    direction: Direction


class MissingFact(Model):
    """A fact without a value: what is lacking, where the register says it, and what would prove it.

    ``note`` is a note that came as text, in the language it was written in.
    """

    fact: str
    label: Label
    evidence: Label
    lack: Lack | None
    note: str


class Finder(Model):
    """The person who finds what no number decides, and on what evidence."""

    by: Judge
    evidence: Label


class Distance(Model):
    """What stands between a condition and being met; all empty when it is.

    ``steps`` are the single changes an applicant can work for, the least first; ``out_of_reach`` says that
    none alone would do.
    """

    missing: tuple[MissingFact, ...] = ()
    steps: tuple[Step, ...] = ()
    out_of_reach: bool = False
    finder: Finder | None = None


def missing_facts(readings: Iterable[FactReading]) -> tuple[MissingFact, ...]:
    """Those of the readings that have no value."""
    return tuple(
        MissingFact(
            fact=reading.definition.name,
            label=reading.definition.label,
            evidence=reading.definition.evidence,
            lack=reading.lack,
            note="" if reading.lack else reading.note,
        )
        for reading in readings
        if reading.value is None
    )


def steps(changes: Iterable[Change], readings: Mapping[str, FactReading]) -> tuple[Step, ...]:
    """The changes that an applicant can be advised to work for, in the same order."""
    return tuple(_step(change, readings[change.name]) for change in changes if _advisable(change, readings))


def _advisable(change: Change, readings: Mapping[str, FactReading]) -> bool:
    # Nobody is advised to earn less so that a share rises, nor to have fewer peers.
    return readings[change.name].definition.improves == _direction(change)


def _direction(change: Change) -> Direction:
    return "up" if change.to > (change.value or 0) else "down"


def _step(change: Change, reading: FactReading) -> Step:
    definition = reading.definition
    return Step(
        fact=change.name,
        label=definition.label,
        unit=definition.unit,
        counted_in=definition.counted_in,
        now=change.value,
        to=change.to,
        by=change.size,
        direction=_direction(change),
    )
