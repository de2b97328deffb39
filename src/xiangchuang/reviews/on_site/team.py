"""Who is of a visiting team; whoever is not is told so here, in one place (5.2-1)."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import NotPermitted
from xiangchuang.reviews.models import SiteVisit, VisitMember


def team_member(visit: SiteVisit, actor: Actor) -> VisitMember:
    """Return the actor as a member of the team; raises NotPermitted for whoever is none."""
    member = visit.members.filter(user=actor.user).first() if actor.user is not None else None
    if member is None:
        raise not_of_team()
    return member


def not_of_team() -> NotPermitted:
    """Return the refusal of who is not of the team."""
    return NotPermitted(_("您不在这次考察的考察组中。"), clause="5.2-1")
