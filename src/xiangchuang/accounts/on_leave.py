"""Somebody on leave: what one's office carries waits for the colleague it was handed on to."""

import datetime as dt

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment


def at_work(actor: Actor, on: dt.date) -> Actor:
    """Return the actor without the own appointments that are handed on for that day, in one query.

    The appointments stay in force, and the person may act by them; only reminders look the other way.
    """
    if actor.user is None:
        return actor
    handed_on = Appointment.objects.in_force(on).filter(delegated_by=actor.user.pk)
    gone: set[tuple[str, int | None]] = set()
    # What its organisation has absorbed goes with an appointment.
    for role, place, absorbed in handed_on.values_list("role", "organization", "organization__absorbed"):
        gone |= {(role, place), (role, absorbed)}
    left = tuple(
        held
        for held in actor.appointments
        if held.delegated_by_id is not None or (str(held.role), held.organization_id) not in gone
    )
    return Actor(user=actor.user, appointments=left, kind=actor.kind)
