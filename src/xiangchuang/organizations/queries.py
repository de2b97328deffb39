"""Reading the register. Every list of organisations starts at visible_to(actor)."""

import datetime as dt
from typing import TypeVar

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import CapabilityRecord, EvidenceLink, FactRecord, Organization
from xiangchuang.organizations.permissions import INSIDE

_S = TypeVar("_S", FactRecord, CapabilityRecord)


def visible_to(actor: Actor) -> QuerySet[Organization]:
    """Return the organisations whose register the actor may read.

    The department reads all; a city bureau its area; a supervising department whom it supervises; staff
    their own organisation.
    """
    if actor.is_department_staff:
        return Organization.objects.all()
    return Organization.objects.filter(
        Q(pk__in=_own(actor))
        | Q(prefecture__in=actor.prefectures)
        | Q(supervisor__in=actor.organizations_as(Role.SUPERVISING_DEPARTMENT))
    )


def can_view(actor: Actor, organization: Organization) -> bool:
    """Return whether the actor may read this organisation's register; equal to `in visible_to(actor)`."""
    return (
        actor.is_department_staff
        or organization.pk in _own(actor)
        or organization.prefecture in actor.prefectures
        or organization.supervisor_id in actor.organizations_as(Role.SUPERVISING_DEPARTMENT)
    )


def _own(actor: Actor) -> frozenset[int]:
    return frozenset().union(*(actor.organizations_as(role) for role in INSIDE))


def directory() -> QuerySet[Organization]:
    """Return organisations to choose partners from: id, code, name, kind and area only, for any person."""
    return (
        Organization.objects.filter(merged_into__isnull=True)
        .only("uscc", "name", "kind", "prefecture")
        .order_by("name")
    )


def facts_of(organization: Organization) -> QuerySet[FactRecord]:
    """Return the current yearly facts, by code, newest year first, with evidence and people at hand."""
    return (
        FactRecord.objects.filter(organization=organization.register_id, is_current=True)
        .select_related("evidence", "recorded_by", "confirmed_by")
        .order_by("code", "-year", "field")
    )


def fact_history(fact: FactRecord) -> QuerySet[FactRecord]:
    """Return all that was ever recorded for the same organisation, code, year and field, newest first."""
    return (
        FactRecord.objects.filter(
            organization=fact.organization_id, code=fact.code, year=fact.year, field=fact.field
        )
        .select_related("evidence", "recorded_by", "confirmed_by", "withdrawn_by")
        .order_by("-pk")
    )


def capability_history(capability: CapabilityRecord) -> list[CapabilityRecord]:
    """Return the chain of corrections a capability is part of, newest first; one query.

    A correction may change title and day, so the chain is followed by what supersedes what.
    """
    rows = CapabilityRecord.objects.filter(
        organization=capability.organization_id, kind=capability.kind
    ).select_related("evidence", "recorded_by", "confirmed_by", "withdrawn_by")
    by_id = {row.pk: row for row in rows}
    later = {row.supersedes_id: row for row in by_id.values() if row.supersedes_id}
    newest = by_id[capability.pk]
    while newest.pk in later:
        newest = later[newest.pk]
    chain = [newest]
    while (earlier := by_id.get(chain[-1].supersedes_id or 0)) is not None:
        chain.append(earlier)
    return chain


def facts_awaiting(actor: Actor) -> QuerySet[FactRecord]:
    """Return the yearly facts that wait for the actor's confirmation, oldest first.

    Those the actor recorded are among them: the list names them, and the verb refuses them.
    """
    return _awaiting(FactRecord.objects.all(), actor)


def capabilities_awaiting(actor: Actor) -> QuerySet[CapabilityRecord]:
    """Return the capabilities that wait for the actor's confirmation, oldest first."""
    return _awaiting(CapabilityRecord.objects.all(), actor)


def _awaiting(rows: QuerySet[_S], actor: Actor) -> QuerySet[_S]:
    """Keep what is not confirmed, of organisations whose register the actor confirms (`may_confirm`)."""
    waiting = rows.filter(is_current=True, confirmed_at__isnull=True)
    if not actor.holds(Role.OFFICER):
        waiting = waiting.filter(organization__prefecture__in=actor.prefectures)
    return waiting.select_related("organization", "evidence", "recorded_by").order_by("recorded_at", "pk")


def stood_at(organization_id: int, moment: dt.datetime) -> Q:
    """Return what counted for an organisation at `moment`, whatever was recorded or merged since."""
    recorded = Q(recorded_at__lte=moment)
    counted = (
        Q(is_current=True)
        | Q(superseded_by__recorded_at__gt=moment)
        | Q(withdrawn_at__gt=moment, superseded_by__isnull=True)
    )
    own = Q(organization=organization_id) & (
        Q(moved_from__isnull=True) | Q(moved_from__merged_at__lte=moment)
    )
    still_apart = Q(moved_from=organization_id, moved_from__merged_at__gt=moment)
    absorbing = Organization.objects.filter(absorbed=organization_id, absorbed__merged_at__lte=moment)
    return recorded & counted & (own | still_apart | Q(organization__in=absorbing))


def capabilities_of(organization: Organization) -> QuerySet[CapabilityRecord]:
    """Return the current capabilities, by kind, newest first, with evidence and people at hand."""
    return (
        CapabilityRecord.objects.filter(organization=organization.register_id, is_current=True)
        .select_related("evidence", "recorded_by", "confirmed_by")
        .order_by("kind", "-on", "pk")
    )


def may_read_evidence(actor: Actor, file: StoredFile) -> bool:
    """The gate of evidence files: whoever may read the register of an organisation it is evidence for."""
    shown = visible_to(actor)
    return (
        FactRecord.objects.filter(evidence=file, organization__in=shown).exists()
        or CapabilityRecord.objects.filter(evidence=file, organization__in=shown).exists()
        or EvidenceLink.objects.filter(file=file, unlinked_at=None)
        .filter(Q(fact__organization__in=shown) | Q(capability__organization__in=shown))
        .exists()
    )
