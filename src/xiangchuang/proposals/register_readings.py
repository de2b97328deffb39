"""From the register's records to the readings that conditions are judged on."""

from collections.abc import Iterable
from datetime import date

from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.queries import capabilities_of, facts_of
from xiangchuang.policy.conditions import Capability, FactReading, YearlyFact, readings
from xiangchuang.policy.pack import Pack


def readings_of(organization: Organization, *, field: str, on: date, pack: Pack) -> dict[str, FactReading]:
    """Return every fact of the pack as the register has it for the organisation on that day.

    Two queries. National ranks are records like any other, entered from a national table with its name as
    their source; the province's register never works one out.
    """
    return readings_from(facts_of(organization), capabilities_of(organization), field=field, on=on, pack=pack)


def readings_from(
    facts: Iterable[FactRecord], records: Iterable[CapabilityRecord], *, field: str, on: date, pack: Pack
) -> dict[str, FactReading]:
    """Return every fact of the pack as those records have it; asks the database only for what they lack."""
    yearly = [
        YearlyFact(
            code=fact.code,
            year=fact.year,
            value=fact.value.amount,
            field=fact.field,
            source=fact.source,
            evidence=fact.evidence.name if fact.evidence else None,
        )
        for fact in facts
    ]
    capabilities = [
        Capability(
            kind=record.kind,
            level=record.level,
            field=record.field,
            date=record.on,
            title=record.title,
            source=record.source,
            evidence=record.evidence.name if record.evidence else None,
        )
        for record in records
    ]
    return readings(tuple(pack.facts.values()), yearly, capabilities, field=field, on=on, national=yearly)
