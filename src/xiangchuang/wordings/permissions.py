"""Who reads, writes and publishes the words of the department's papers."""

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role


def may_read(actor: Actor) -> bool:
    """The department's staff: the words are on their way to become a paper."""
    return bool(actor.roles & DEPARTMENT_STAFF)


def writing_as(actor: Actor) -> HeldAppointment | None:
    """Return the appointment under which the person writes a draft, or None."""
    return actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD])


def publishing_as(actor: Actor) -> HeldAppointment | None:
    """Return the appointment under which the person publishes: the head of the division answers for it."""
    return actor.acting_as([Role.DIVISION_HEAD])
