"""Self-check: the conditions of the current policy on numbers somebody types; nothing is kept anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.policy.conditions import (
    ConditionJudgement,
    FactDefinition,
    FactReading,
    YearlyFact,
    judge_all,
    readings,
)
from xiangchuang.policy.conditions.language import read
from xiangchuang.policy.conditions.register_facts import window_years
from xiangchuang.policy.conditions.rules import CapabilitySource, NationalSource, Subject, Unit, YearlySource
from xiangchuang.policy.pack import Label, Pack

# Worked out over several years: each year is asked for.
_OVER_YEARS: Final = ("sum", "mean", "years_known")


@dataclass(frozen=True)
class Asked:
    """One number to type: of a yearly fact in `year`, or (`year` None) a count of capabilities."""

    definition: FactDefinition
    year: int | None = None

    @property
    def name(self) -> str:
        """Name of the input, unique within a form."""
        source = self.definition.source
        if isinstance(source, CapabilitySource):
            return self.definition.name
        return f"{self.subject}-{source.code}-{self.year}"

    @property
    def unit(self) -> Unit:
        return self.definition.unit

    @property
    def subject(self) -> Subject:
        return self.definition.subject


@dataclass(frozen=True)
class AskedGroup:
    """The inputs of one fact of the register: one, or one a year."""

    definition: FactDefinition
    asked: tuple[Asked, ...]

    @property
    def label(self) -> Label:
        return self.definition.label


def asked_of(pack: Pack, *, kind: str, on: date) -> list[AskedGroup]:
    """Return what the conditions that apply to a lead of `kind` are judged on, in the pack's order."""
    wanted = _facts_in(pack, kind)
    groups: dict[tuple[str, str], FactDefinition] = {}
    for definition in pack.facts.values():
        if definition.name in wanted:
            source = definition.source
            code = definition.name if isinstance(source, CapabilitySource) else source.code
            groups.setdefault((definition.subject, code), definition)
    return [AskedGroup(d, tuple(_asked(pack, d, wanted, on))) for d in groups.values()]


def _facts_in(pack: Pack, kind: str) -> set[str]:
    found: set[str] = set()
    for rule in pack.conditions:
        if kind in rule.applies_to:
            found.update(rule.shows, read(rule.expression).facts if rule.expression else ())
    return found


def _asked(pack: Pack, first: FactDefinition, wanted: set[str], on: date) -> Iterable[Asked]:
    if isinstance(first.source, CapabilitySource):
        return [Asked(first)]
    years: set[int] = set()
    for definition in pack.facts.values():
        source = definition.source
        if definition.name not in wanted or isinstance(source, CapabilitySource) or definition.years is None:
            continue
        if (definition.subject, source.code) == (first.subject, first.source.code):
            of_window = window_years(definition.years, on)
            years.update(of_window if definition.years.aggregate in _OVER_YEARS else of_window[-1:])
    return [Asked(first, year) for year in sorted(years)]


def judge_typed(
    pack: Pack, *, kind: str, field: str, typed: Mapping[str, int | bool | None], on: date
) -> tuple[ConditionJudgement, ...]:
    """Judge every condition, of lead and center, on what was typed under the names of `asked_of`.

    A name that is absent or None is missing evidence. Money is whole fen. Raises KindNotCoveredError and
    FactValueError.
    """
    groups = asked_of(pack, kind=kind, on=on)
    inputs = [asked for group in groups for asked in group.asked if asked.year is not None]
    facts = readings(
        tuple(pack.facts.values()), _records(inputs, "lead", field, typed), (), field=field, on=on,
        center=_records(inputs, "center", field, typed), national=_records(inputs, "national", field, typed),
    )  # fmt: skip
    for definition in pack.facts.values():
        if isinstance(definition.source, CapabilitySource):
            value = typed.get(definition.name)
            note = "" if value is not None else _("没有填写")
            source = _("自行填写") if value is not None else ""
            facts[definition.name] = FactReading(definition, value, source=source, note=note)
    return judge_all(pack.conditions, kind=kind, facts=facts, parameters=pack.parameters, on=on)


def _records(
    inputs: Iterable[Asked], register: str, field: str, typed: Mapping[str, int | bool | None]
) -> list[YearlyFact]:
    found = []
    for asked in inputs:
        source, value = asked.definition.source, typed.get(asked.name)
        if isinstance(source, CapabilitySource) or asked.year is None or value is None:
            continue
        kept_in = "national" if isinstance(source, NationalSource) else asked.subject
        if kept_in == register:
            in_field = isinstance(source, YearlySource) and source.in_field
            found.append(
                YearlyFact(
                    source.code, asked.year, value, field=field if in_field else "", source=_("自行填写")
                )
            )
    return found
