"""What a merge would move, and what stands on both sides: asked before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from xiangchuang.accounts.models import Appointment
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.queries import capabilities_of, facts_of


@dataclass(frozen=True)
class Conflict:
    """One yearly fact that both have, with different values; someone chooses."""

    kept: FactRecord
    absorbed: FactRecord


@dataclass(frozen=True)
class MergePreview:
    """What goes along. `same_facts` and `same_capabilities` stand twice alike: these are withdrawn.

    Of two alike the confirmed one counts on; of two confirmed, the kept organisation's.
    """

    facts: tuple[FactRecord, ...]
    conflicts: tuple[Conflict, ...]
    same_facts: tuple[FactRecord, ...]
    capabilities: tuple[CapabilityRecord, ...]
    same_capabilities: tuple[CapabilityRecord, ...]
    appointments: tuple[Appointment, ...]


def preview_of(kept: Organization, absorbed: Organization) -> MergePreview:
    """Return what a merge of the two would do, in five queries."""
    theirs = {(f.code, f.year, f.field): f for f in facts_of(kept)}
    facts, conflicts, same_facts = [], [], []
    for fact in _facts_at(absorbed):
        other = theirs.get((fact.code, fact.year, fact.field))
        if other is None:
            facts.append(fact)
        elif other.value != fact.value:
            conflicts.append(Conflict(other, fact))
        else:
            same_facts.append(other if fact.is_confirmed and not other.is_confirmed else fact)
    known = {(c.kind, c.title, c.on): c for c in capabilities_of(kept)}
    capabilities, same_capabilities = [], []
    for capability in _capabilities_at(absorbed):
        twin = known.get((capability.kind, capability.title, capability.on))
        if twin is None:
            capabilities.append(capability)
        else:
            confirmed_only_here = capability.is_confirmed and not twin.is_confirmed
            same_capabilities.append(twin if confirmed_only_here else capability)
    appointments = (
        Appointment.objects.filter(organization=absorbed)
        .overlapping(clock.today(), None)
        .select_related("user")
        .order_by("pk")
    )
    return MergePreview(
        tuple(facts), tuple(conflicts), tuple(same_facts), tuple(capabilities), tuple(same_capabilities),
        tuple(appointments),
    )  # fmt: skip


def _facts_at(absorbed: Organization) -> QuerySet[FactRecord]:
    """Return its own facts, even while the merge already says where its register will be read."""
    return FactRecord.objects.filter(organization=absorbed.pk, is_current=True).select_related(
        "organization", "evidence", "recorded_by"
    )


def _capabilities_at(absorbed: Organization) -> QuerySet[CapabilityRecord]:
    return CapabilityRecord.objects.filter(organization=absorbed.pk, is_current=True).select_related(
        "organization", "evidence", "recorded_by"
    )
