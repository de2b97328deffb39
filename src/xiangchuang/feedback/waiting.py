"""What of feedback waits for whom: to give out, to answer, to press."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.feedback.handlers import LEVEL_OF_ROLE
from xiangchuang.feedback.models import Feedback, FeedbackState
from xiangchuang.feedback.queries import unanswered
from xiangchuang.feedback.rules import CLAUSE, MAJOR
from xiangchuang.procedure.errands import Errand, Matter

LISTED: Final = 20
ROLES: Final = DEPARTMENT_STAFF
MATTERS: Final = (Matter(unanswered),)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield what waits for the actor, in at most four queries."""
    if actor.roles & {Role.OFFICER, Role.DIVISION_HEAD}:
        yield from _to_give_out()
    if Role.OFFICER in actor.roles:
        yield from _to_answer(actor)
    for role, level in LEVEL_OF_ROLE.items():
        if role in actor.roles:
            yield from _to_press(level)


def _to_give_out() -> Iterator[Errand]:
    waiting = Feedback.objects.filter(state=FeedbackState.FILED).order_by()
    found = waiting.aggregate(count=Count("pk"), soonest=Min("due_on"))
    if found["count"]:
        words = ngettext("分办反馈 %(count)d 件", "分办反馈 %(count)d 件", found["count"])
        url = f"{reverse('feedback:desk')}?state={FeedbackState.FILED}"
        what = words % {"count": found["count"]}
        yield Errand(what, "", url, found["soonest"], CLAUSE, reminded="before")


def _to_answer(actor: Actor) -> Iterator[Errand]:
    """One's own, and those of colleagues on leave who handed their office on to the actor."""
    assert actor.user is not None
    offices = [held for held in actor.appointments if held.role is Role.OFFICER]
    owners = {held.delegated_by_id or actor.user.pk for held in offices}
    for row in unanswered().filter(owner__in=owners)[:LISTED]:
        url = reverse("feedback:item", args=[row.pk])
        clause = row.clause or CLAUSE
        yield Errand(_("答复反馈"), row.title, url, row.due_on, clause, row.is_sample, "before")


def _to_press(level: int) -> Iterator[Errand]:
    found = unanswered().filter(Q(level=level)).order_by().aggregate(count=Count("pk"), soonest=Min("due_on"))
    if found["count"]:
        words = ngettext("督办反馈 %(count)d 件", "督办反馈 %(count)d 件", found["count"])
        url = f"{reverse('feedback:desk')}?state=open&level={level}"
        what = words % {"count": found["count"]}
        yield Errand(what, "", url, found["soonest"], MAJOR, reminded="never")
