"""From register records to readings: the value of each defined fact for one organisation on one day.

A missing year, a year recorded without a value and a value that proves nothing all read as None, evidence
missing, with a note that says so; nothing missing is ever taken for zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xiangchuang.policy.conditions.faults import FactValueError
from xiangchuang.policy.conditions.lacks import Lack
from xiangchuang.policy.conditions.quantities import LARGEST_FACT, Value
from xiangchuang.policy.conditions.rules import (
    CapabilitySource,
    FactDefinition,
    NationalSource,
    Unit,
    YearlySource,
    YearWindow,
)


@dataclass(frozen=True, slots=True)
class YearlyFact:
    """A current yearly record: fen, a count, a rank or a flag. ``field`` is "" for the whole organisation."""

    code: str
    year: int
    value: Value
    field: str = ""
    source: str = ""
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Capability:
    """A recorded platform, transfer case, project, patent or rule, dated by its document."""

    kind: str
    level: str
    field: str
    date: date
    title: str = ""
    source: str = ""
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class FactReading:
    """A fact as read: ``value`` None is evidence missing; ``lack`` says what is missing, or else ``note``.

    ``note`` is the lack in Chinese, or text of whoever made the reading. ``years`` are those asked for.
    Raises FactValueError for NaN, infinity, a fraction, text, a negative number, a flag in place of a number
    or the reverse, and what a BIGINT column cannot hold.
    """

    definition: FactDefinition
    value: Value
    years: tuple[int, ...] = ()
    source: str = ""
    evidence: str | None = None
    note: str = ""
    lack: Lack | None = None

    def __post_init__(self) -> None:
        check_value(self.definition.name, self.definition.unit, self.value)

    def without_value(self, lack: Lack) -> FactReading:
        """The same reading as missing, with the reason."""
        return replace(self, value=None, note=lack.said(), lack=lack)


@dataclass(frozen=True, slots=True)
class _Found:
    value: Value
    records: tuple[YearlyFact | Capability, ...] = ()
    lack: Lack | None = None


def check_value(name: str, unit: Unit, value: object) -> None:
    """Refuse what is no exact value of that unit; None, evidence missing, passes. Raises FactValueError."""
    wanted = bool if unit == "flag" else int
    if value is not None and type(value) is not wanted:
        kind = "是或否" if unit == "flag" else "整数（金额以分计）"
        raise FactValueError(
            f"事实 {name} 的值 {value!r} 不是{kind}，不接受小数、NaN、无穷和文字，核对后重新登记"
        )
    if type(value) is int and not 0 <= value <= LARGEST_FACT:
        raise FactValueError(f"事实 {name} 的值 {value} 为负或超出 64 位整数，核对单位（元、万元）后重新登记")


def readings(
    definitions: Iterable[FactDefinition],
    yearly: Sequence[YearlyFact],
    capabilities: Sequence[Capability],
    *,
    field: str,
    on: date,
    center: Sequence[YearlyFact] = (),
    national: Sequence[YearlyFact] = (),
) -> dict[str, FactReading]:
    """Every defined fact of one organisation for an application in ``field``, as known ``on`` that day.

    ``yearly`` and ``capabilities`` are the lead's current records; ``center`` those of the center (4.1-1
    binds it, not the lead); ``national`` its rows of a national table. Raises FactValueError for an inexact
    value and for two current records of one code, year and field.
    """
    found: dict[str, FactReading] = {}
    for definition in definitions:
        if isinstance(definition.source, CapabilitySource):
            owned = capabilities if definition.subject == "lead" else ()
            found[definition.name] = _counted(definition, definition.source, owned, field, on)
        elif definition.years is not None:
            of_subject = yearly if definition.subject == "lead" else center
            records = national if isinstance(definition.source, NationalSource) else of_subject
            found[definition.name] = _of_years(definition, definition.years, records, field, on)
    return {name: _plausible(reading, found) for name, reading in found.items()}


def window_years(window: YearWindow, on: date) -> tuple[int, ...]:
    """Calendar years a window covers on a day, oldest first."""
    end = on.year - 1 if window.until == "previous_year" else on.year
    return tuple(range(end - window.last + 1, end + 1))


def _of_years(
    definition: FactDefinition, window: YearWindow, records: Sequence[YearlyFact], field: str, on: date
) -> FactReading:
    source = definition.source
    wanted_field = field if isinstance(source, YearlySource) and source.in_field else ""
    years = window_years(window, on)
    by_year: dict[int, YearlyFact] = {}
    for record in records:
        if (record.code, record.field) == (source_code(definition), wanted_field) and record.year in years:
            if record.year in by_year:
                raise FactValueError(f"{definition.label.zh} {record.year} 年有两条现行记录，更正后再认定")
            check_value(
                definition.name, "count" if definition.unit == "years" else definition.unit, record.value
            )
            by_year[record.year] = record
    known = {year: record for year, record in sorted(by_year.items()) if record.value is not None}
    return _reading(definition, years, _aggregate(window, years, known))


def source_code(definition: FactDefinition) -> str:
    """The register's or the national table's code of a yearly fact; "" for a count of capabilities."""
    return "" if isinstance(definition.source, CapabilitySource) else definition.source.code


def _aggregate(window: YearWindow, years: tuple[int, ...], known: Mapping[int, YearlyFact]) -> _Found:
    records = tuple(known.values())
    if window.aggregate == "years_known":
        return _Found(len(known), records)
    if window.aggregate == "standing":
        newest = records[-1:]
        return _Found(newest[0].value, newest) if newest else _Found(None, lack=_absent_in(years))
    wanted = years[-1:] if window.aggregate == "latest" else years
    absent = tuple(year for year in wanted if year not in known)
    if absent:
        return _Found(None, records, _absent_in(absent))
    if window.aggregate == "latest":
        return _Found(known[wanted[0]].value, (known[wanted[0]],))
    total = sum(int(known[year].value or 0) for year in wanted)
    return _Found(total // len(wanted) if window.aggregate == "mean" else total, records)


def _absent_in(years: Sequence[int]) -> Lack:
    return Lack(kind="years", years=tuple(years))


def _counted(
    definition: FactDefinition,
    source: CapabilitySource,
    capabilities: Sequence[Capability],
    field: str,
    on: date,
) -> FactReading:
    of_kind = [c for c in capabilities if c.kind == source.kind and c.date <= on]
    fitting = tuple(
        c for c in of_kind if c.level in source.levels and (c.field == field or not source.in_field)
    )
    if not of_kind and source.empty == "missing":
        return _reading(definition, (), _Found(None, lack=Lack(kind="no_record")))
    return _reading(definition, (), _Found(len(fitting), fitting))


def _reading(definition: FactDefinition, years: tuple[int, ...], found: _Found) -> FactReading:
    sources = dict.fromkeys(record.source for record in found.records if record.source)
    proofs = dict.fromkeys(record.evidence for record in found.records if record.evidence)
    note = found.lack.said() if found.lack else ""
    return FactReading(
        definition, found.value, years, "；".join(sources), "；".join(proofs) or None, note, found.lack
    )


def _plausible(reading: FactReading, found: Mapping[str, FactReading]) -> FactReading:
    """The reading, or missing where its value proves nothing (a share of zero, a part above its whole)."""
    definition, value = reading.definition, reading.value
    if value is None:
        return reading
    if definition.missing_below is not None and value < definition.missing_below:
        return reading.without_value(Lack(kind="too_small", value=value))
    whole = found.get(definition.not_above or "")
    if whole is not None and whole.value is not None and value > whole.value:
        return reading.without_value(Lack(kind="above_whole", value=value, whole=whole.definition.label))
    return reading
