"""Reads of cases; every list starts at visible_to(actor) (law 4)."""

from django.db.models import Exists, Q, QuerySet

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
    # From the person's parts to the cases: asked of each case in turn, a list of 20 costs as much as all.
    own = Participant.objects.filter(_part_in_case(actor))
    return _seen_through(actor, Q(pk__in=own.values("case_id")))


def can_view(actor: Actor, case: Case) -> bool:
    """Whether the case is among those of `visible_to(actor)`; a contract test holds the two equal."""
    if not actor.is_authenticated:
        return False
    # Of one case it is asked the other way round: a bureau's 30,000 are not gathered to find it.
    own = Participant.objects.filter(_part_in_case(actor), case=case.pk)
    return _seen_through(actor, Q(Exists(own))).filter(pk=case.pk).exists()


def _seen_through(actor: Actor, own_part: Q) -> QuerySet[Case]:
    if actor.roles & AUTHORITY_ROLES:
        return Case.objects.filter(Q(submitted_at__isnull=False) | own_part)
    return Case.objects.filter(own_part)


def _part_in_case(actor: Actor) -> Q:
    """Match the parts the actor has now, or has by an appointment.

    One arm for each set of organisations, and the present said in each arm: SQLite finds its way into an OR
    only where every arm names all that its index needs.
    """
    assert actor.user is not None
    parts_of: dict[frozenset[int], list[Part]] = {}
    for role, part in PART_OF_ROLE.items():
        parts_of.setdefault(actor.organizations_as(APPOINTMENT_OF_ROLE.get(role, role)), []).append(part)
    invited_by = frozenset(a.organization_id for a in actor.appointments if a.role in AUTHORITY_ROLES)
    parts_of.setdefault(invited_by, []).append(Part.DEPARTMENT)
    present = Q(pk__in=[])
    for held, parts in parts_of.items():
        if held:
            present |= Q(organization_id__in=held, part__in=parts, until__isnull=True)
    if "expert" in actor.roles:
        present |= Q(user_id=actor.user.pk, part=Part.EXPERT, until__isnull=True)
    return present
