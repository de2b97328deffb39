"""Who may see a draw: the department its odds and result, officers and auditors all; an evaluator, who forms
the panel of a round, the draws of that round; nobody else anything.
"""

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.procedure.models import Part, Participant
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.reviews.models import PanelDraw

_SEE_ALL = (Role.OFFICER, Role.DIVISION_HEAD, Role.AUDIT_ADMIN, Role.EVALUATOR)


def knows_of_draws(actor: Actor) -> bool:
    """Whether the actor may know of draws at all: the department's own staff and the audit administrator."""
    return bool(actor.roles & AUTHORITY_ROLES) or actor.holds(Role.AUDIT_ADMIN)


def draws_visible_to(actor: Actor) -> QuerySet[PanelDraw]:
    """Return the draws the actor may know of, newest first."""
    rows = PanelDraw.objects.select_related("batch", "committed_by")
    if knows_of_draws(actor):
        return rows
    houses = [held.organization_id for held in actor.appointments if held.role == Role.EVALUATOR]
    own = Participant.objects.filter(part=Part.EVALUATOR, organization__in=houses, until__isnull=True)
    return rows.filter(panels__case__in=own.values("case"))


def sees_reasons(actor: Actor) -> bool:
    """Whether the actor sees why people were left out of the draws visible to them, and the files."""
    return any(actor.holds(role) for role in _SEE_ALL)
