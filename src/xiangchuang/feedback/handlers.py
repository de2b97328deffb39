"""Who handles a feedback: its owner, whoever stands in for the owner on leave, and those who press it."""

from typing import Final

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import Role
from xiangchuang.feedback.models import Feedback, Level

DISPATCHERS: Final = (Role.OFFICER, Role.DIVISION_HEAD)
OVERSEERS: Final = (Role.DIVISION_HEAD, Role.LEADERSHIP)
LEVEL_OF_ROLE: Final = {Role.DIVISION_HEAD: Level.DIVISION_HEAD, Role.LEADERSHIP: Level.LEADERSHIP}


def acting_as_owner(actor: Actor, feedback: Feedback) -> HeldAppointment | None:
    """Return the appointment under which the actor answers it: the owner's own, or handed on by the owner."""
    if actor.user is None or feedback.owner_id is None:
        return None
    is_owner = feedback.owner_id == actor.user.pk
    for held in actor.appointments:
        by_owner = is_owner if held.delegated_by_id is None else held.delegated_by_id == feedback.owner_id
        if held.role is Role.OFFICER and by_owner:
            return held
    return None


def acting_as_dispatcher(actor: Actor, feedback: Feedback) -> HeldAppointment | None:
    """Return the appointment under which the actor may give it to an officer.

    What nobody has yet, any officer gives out; what somebody has, the owner hands over, or the head does.
    """
    if feedback.owner_id is None:
        return actor.acting_as(DISPATCHERS)
    return acting_as_owner(actor, feedback) or actor.acting_as(OVERSEERS)


def acting_as_handler(actor: Actor, feedback: Feedback) -> HeldAppointment | None:
    """Return the appointment that lets the actor know who filed it: the owner's, or a division head's."""
    return acting_as_owner(actor, feedback) or actor.acting_as([Role.DIVISION_HEAD])
