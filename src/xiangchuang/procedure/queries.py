"""Reads of cases; every list starts at visible_to(actor) (law 4)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.models import Case, Part, Participant
from xiangchuang.procedure.standing import APPOINTMENT_OF_ROLE, AUTHORITY_ROLES, PART_OF_ROLE


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases the actor may see.

    The department sees every submitted case and the drafts it invited; everyone else sees the cases in
    which they, or an organisation they are appointed at, have a part. Nobody else sees any.
    """
    if not actor.is_authenticated:
        return Case.objects.none()
    parts = _part_in_case(actor)
    mine = Exists(Participant.objects.filter(parts, case=OuterRef("pk"), until__isnull=True))
    if actor.roles & AUTHORITY_ROLES:
        return Case.objects.filter(Q(submitted_at__isnull=False) | mine)
    return Case.objects.filter(mine)


def can_view(actor: Actor, case: Case) -> bool:
    """Whether the case is among those of `visible_to(actor)`; a contract test holds the two equal."""
    return visible_to(actor).filter(pk=case.pk).exists()


def _part_in_case(actor: Actor) -> Q:
    assert actor.user is not None
    parts = Q(pk__in=[])
    if "expert" in actor.roles:
        parts |= Q(user_id=actor.user.pk, part=Part.EXPERT)
    for role, part in PART_OF_ROLE.items():
        held = actor.organizations_as(APPOINTMENT_OF_ROLE.get(role, role))
        if held:
            parts |= Q(part=part, organization_id__in=held)
    invited_by = {a.organization_id for a in actor.appointments if a.role in AUTHORITY_ROLES}
    if invited_by:
        parts |= Q(part=Part.DEPARTMENT, organization_id__in=invited_by)
    return parts
