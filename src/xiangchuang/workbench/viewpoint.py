"""From where a person looks at a case: the department's inside, a party's outside, an expert's seat."""

from enum import Enum

from xiangchuang.accounts.actor import Actor


class Viewpoint(Enum):
    """INSIDE sees seats, holders and the ledger; OUTSIDE the applicant's words; EXPERT plan and own task.

    BLIND is an expert's who reads under a mask: the own task alone.
    """

    INSIDE = "inside"
    OUTSIDE = "outside"
    EXPERT = "expert"
    BLIND = "blind"


def viewpoint_of(actor: Actor, parties: frozenset[int]) -> Viewpoint:
    """Return the actor's viewpoint on a case whose parties are those organisations.

    Someone who is a party's staff and an expert as well looks from outside: of the two it sees less of
    the panel.
    """
    if actor.is_department_staff:
        return Viewpoint.INSIDE
    if any(held.organization_id in parties for held in actor.appointments if held.role != "expert"):
        return Viewpoint.OUTSIDE
    return Viewpoint.EXPERT
