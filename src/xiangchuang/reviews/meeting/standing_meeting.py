"""The meeting of the round under way: for verbs that need it, and for the buttons of the case page."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.perform import Step
from xiangchuang.procedure.verbs import Offered, Standpoint
from xiangchuang.reviews.meeting.models import PanelMeeting
from xiangchuang.reviews.models import ACTIVE_SEATS, Seat

_KNOWN: Final = "_panel_meeting"
_SEATED: Final = "_panel_seats"


def meeting_at(step: Step) -> PanelMeeting:
    """Return the meeting of the round in which a verb is under way; raises Blocked before it is called."""
    found = PanelMeeting.objects.filter(panel__run=step.run).select_related("panel").first()
    if found is None:
        raise Blocked(_("还没有通知召开论证会。"), clause="5.2-1")
    return found


def meeting_of(at: Standpoint) -> PanelMeeting | None:
    """Return the meeting for a page: asked once a page, however many buttons depend on it."""
    if _KNOWN not in at.run.__dict__:
        rows = PanelMeeting.objects.filter(panel__run=at.run).select_related("statement")
        at.run.__dict__[_KNOWN] = rows.first()
    found: PanelMeeting | None = at.run.__dict__[_KNOWN]
    return found


def offered_when(holds: Callable[[PanelMeeting], bool]) -> Offered:
    """Offer a verb while there is a meeting of which that holds."""

    def offered(at: Standpoint, actor: Actor) -> bool:
        meeting = meeting_of(at)
        return meeting is not None and holds(meeting)

    return offered


def seated_when(holds: Callable[[PanelMeeting], bool]) -> Offered:
    """Offer a verb to the members of the panel while that holds of their meeting."""

    def offered(at: Standpoint, actor: Actor) -> bool:
        meeting = meeting_of(at)
        return meeting is not None and holds(meeting) and _sits(at, actor)

    return offered


def _sits(at: Standpoint, actor: Actor) -> bool:
    if actor.user is None:
        return False
    if _SEATED not in at.run.__dict__:
        seats = Seat.objects.filter(panel__run=at.run, state__in=ACTIVE_SEATS)
        at.run.__dict__[_SEATED] = set(seats.values_list("expert__user_id", flat=True))
    return actor.user.pk in at.run.__dict__[_SEATED]
