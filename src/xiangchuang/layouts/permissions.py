"""Who plans the layout, who confirms it, who is asked, who files what is wanted."""

from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role

PLANNERS: Final = (Role.OFFICER, Role.DIVISION_HEAD)
DECIDERS: Final = (Role.DIVISION_HEAD, Role.LEADERSHIP)
ASKED: Final = (Role.CITY_BUREAU, Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT)
"""Whose units a draft is circulated to (6.1-1)."""
FILERS: Final = (*ASKED, Role.LEAD, Role.MEMBER, Role.CENTER_STAFF, Role.SERVED_FIRM)
"""Who says what technology is wanted: bureaus, departments, firms, institutes, centers (1.2-2)."""


def planner(actor: Actor, clause: str = "5.1-2") -> HeldAppointment:
    """Return the appointment to plan under; raises NotPermitted for anyone but officer and division head."""
    acting = actor.acting_as(PLANNERS)
    if acting is None:
        raise NotPermitted(_("总体布局由省科技厅经办或处室负责人办理。"), clause=clause)
    return acting


def decider(actor: Actor, clause: str = "5.1-2") -> HeldAppointment:
    """Return the appointment of a division head or of the leadership; raises NotPermitted for others."""
    acting = actor.acting_as(DECIDERS)
    if acting is None:
        raise NotPermitted(_("已发布的布局由处室负责人或厅领导决定调整。"), clause=clause)
    return acting


def leader(actor: Actor) -> HeldAppointment:
    """Return the appointment of the leadership; raises NotPermitted for others."""
    acting = actor.acting_as([Role.LEADERSHIP])
    if acting is None:
        raise NotPermitted(_("总体布局由厅领导审定。"), clause="5.1-2")
    return acting


def houses_of(actor: Actor, roles: tuple[Role, ...]) -> frozenset[int]:
    """Return the ids of the organisations for which the actor holds one of the roles."""
    return frozenset[int]().union(*(actor.organizations_as(role) for role in roles))


def may_plan(actor: Actor) -> bool:
    """Whether the actor drafts layouts, sorts demands and keeps directions."""
    return actor.acting_as(PLANNERS) is not None


def may_file(actor: Actor) -> bool:
    """Whether the actor may say what technology is wanted."""
    return actor.acting_as(FILERS) is not None
