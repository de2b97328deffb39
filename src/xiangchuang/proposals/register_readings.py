"""From the register's records to the readings that conditions are judged on."""

from datetime import date

from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.queries import capabilities_of, facts_of
from xiangchuang.policy.conditions import Capability, FactReading, YearlyFact, readings
from xiangchuang.policy.pack import Pack


def readings_of(organization: Organization, *, field: str, on: date, pack: Pack) -> dict[str, FactReading]:
    """Return every fact of the pack as the register has it for the organisation on that day.

    Two queries. National ranks are records like any other, entered from a national table with its name as
    their source; the province's register never works one out.
    """
    yearly = [
        YearlyFact(
            code=fact.code,
            year=fact.year,
            value=fact.value.amount,
            field=fact.field,
            source=fact.source,
            evidence=fact.evidence.name if fact.evidence else None,
        )
        for fact in facts_of(organization)
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
        for record in capabilities_of(organization)
    ]
    return readings(tuple(pack.facts.values()), yearly, capabilities, field=field, on=on, national=yearly)
