"""Reading the register. Every list of organisations starts at visible_to(actor)."""

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.permissions import INSIDE


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
        FactRecord.objects.filter(organization=organization, is_current=True)
        .select_related("evidence", "recorded_by", "confirmed_by")
        .order_by("code", "-year", "field")
    )


def fact_history(fact: FactRecord) -> QuerySet[FactRecord]:
    """Return all that was ever recorded for the same organisation, code, year and field, newest first."""
    return (
        FactRecord.objects.filter(
            organization=fact.organization_id, code=fact.code, year=fact.year, field=fact.field
        )
        .select_related("evidence", "recorded_by", "confirmed_by")
        .order_by("-pk")
    )


def capabilities_of(organization: Organization) -> QuerySet[CapabilityRecord]:
    """Return the current capabilities, by kind, newest first, with evidence and people at hand."""
    return (
        CapabilityRecord.objects.filter(organization=organization, is_current=True)
        .select_related("evidence", "recorded_by", "confirmed_by")
        .order_by("kind", "-on", "pk")
    )


def may_read_evidence(actor: Actor, file: StoredFile) -> bool:
    """The gate of evidence files: whoever may read the register of an organisation it is evidence for."""
    shown = visible_to(actor)
    return (
        FactRecord.objects.filter(evidence=file, organization__in=shown).exists()
        or CapabilityRecord.objects.filter(evidence=file, organization__in=shown).exists()
    )
