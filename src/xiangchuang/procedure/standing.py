"""Who stands where in a case: the appointment by which a person may act in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.procedure.models import Case, Part, Participant

# The roles of the one department that runs the programme; they need no part in a case to act.
AUTHORITY_ROLES = frozenset({"officer", "division_head", "leadership"})
PART_OF_ROLE = {
    "lead": Part.LEAD,
    "member": Part.MEMBER,
    "city_bureau": Part.RECOMMENDER,
    "department": Part.DEPARTMENT,
    "supervising_department": Part.SUPERVISOR,
    "evaluator": Part.EVALUATOR,
}
# Staff of an organisation hold one role; whether they lead or join depends on the case.
APPOINTMENT_OF_ROLE = {"member": "lead"}


@dataclass(frozen=True)
class Standing:
    """In which role, and for which organisation, a person acts in a case."""

    role: str
    organization_id: int | None
    organization_name: str
    delegation: Mapping[str, str] = field(default_factory=dict)
    """What the ledger adds when the person acts for somebody on leave."""

    @classmethod
    def of(cls, role: str, held: HeldAppointment) -> "Standing":
        """Return the standing that an appointment gives."""
        return cls(role, held.organization_id, held.organization_name, held.ledger_detail)


def standing(
    actor: Actor, case: Case, role: str, participants: list[Participant] | None = None
) -> Standing | None:
    """Return the actor's standing in `role` for this case, or None when the actor has none."""
    if role in AUTHORITY_ROLES:
        for held in actor.appointments:
            if held.role == role:
                return Standing.of(role, held)
        return None
    present = participants if participants is not None else current_participants(case)
    if role == "expert":
        seated = actor.user is not None and any(p.user_id == actor.user.pk for p in present)
        return Standing(role, None, "") if seated and "expert" in actor.roles else None
    part, needed = PART_OF_ROLE.get(role), APPOINTMENT_OF_ROLE.get(role, role)
    own = {p.organization_id for p in present if p.part == part}
    for held in actor.appointments:
        if held.role == needed and held.organization_id in own:
            return Standing.of(role, held)
    return None


def first_standing(
    actor: Actor, case: Case, roles: Iterable[str], participants: list[Participant] | None = None
) -> Standing | None:
    """Return the actor's standing in the first of these roles in which they have one, or None."""
    found = (standing(actor, case, role, participants) for role in roles)
    return next((one for one in found if one is not None), None)


def current_participants(case: Case) -> list[Participant]:
    """Return those who have a part in the case now, in one query."""
    return [p for p in case.participants.all() if p.until is None]
