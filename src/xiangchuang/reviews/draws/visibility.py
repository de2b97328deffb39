"""Who may see a draw: the department its odds and result, officers and auditors all; nobody else anything."""

from django.db.models import QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.reviews.models import PanelDraw

_SEE_ALL = (Role.OFFICER, Role.DIVISION_HEAD, Role.AUDIT_ADMIN)


def knows_of_draws(actor: Actor) -> bool:
    """Whether the actor may know of draws at all: the department's own staff and the audit administrator."""
    return bool(actor.roles & AUTHORITY_ROLES) or actor.holds(Role.AUDIT_ADMIN)


def draws_visible_to(actor: Actor) -> QuerySet[PanelDraw]:
    """Return the draws the actor may know of: all or none."""
    rows = PanelDraw.objects.select_related("panel__case", "panel__run", "committed_by")
    return rows if knows_of_draws(actor) else rows.none()


def sees_reasons(actor: Actor) -> bool:
    """Whether the actor sees why each person was left out, and the files: they name conflicts."""
    return any(actor.holds(role) for role in _SEE_ALL)
