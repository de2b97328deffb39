"""Work that a person sees to for a colleague on leave: said on the work list, for whom."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.standing import APPOINTMENT_OF_ROLE, AUTHORITY_ROLES


def standing_in(actor: Actor) -> list[HeldAppointment]:
    """Return the appointments held for somebody on leave, each once."""
    held = {
        (a.role, a.organization_name, a.delegated_by_id): a for a in actor.appointments if a.delegated_by_id
    }
    return list(held.values())


def for_whom(item: WorkItem, actor: Actor) -> str:
    """Return the name of the colleague for whom the item is the actor's; "" when it is the actor's own."""
    if item.user_id is not None:
        return ""
    role = APPOINTMENT_OF_ROLE.get(item.role, item.role)
    fitting = [
        held
        for held in actor.appointments
        if held.role == role
        and (item.role in AUTHORITY_ROLES or held.organization_id == item.organization_id)
    ]
    # One's own appointments stand first.
    return fitting[0].delegated_by_name if fitting else ""
