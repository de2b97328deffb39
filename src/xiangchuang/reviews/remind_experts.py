"""Reminding those experts for whom a round waits, in one press; what is done with by then is not sent."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.notify import audiences
from xiangchuang.notify.kinds import MessageKind, Said, Value
from xiangchuang.notify.models import Message
from xiangchuang.notify.tell import tell
from xiangchuang.pages import figures
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Standpoint, Verb, contribute
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.reviews.models import Seat, SeatState
from xiangchuang.reviews.progress import REMINDER, subject_of

WAITED_FOR: Final = (SeatState.INVITED, SeatState.READING)


def _somebody_is_waited_for(at: Standpoint, actor: Actor) -> bool:
    return Seat.objects.filter(panel__run=at.run, state__in=WAITED_FOR).exists()


REMIND = Verb(
    "remind_experts", gettext_lazy("看审阅进度，提醒专家"), clause="5.2-1", page="reviews:progress",
    offered=_somebody_is_waited_for,
)  # fmt: skip
contribute("review", REMIND)


def remind_experts(*, actor: Actor, case: Case, seen: int) -> int:
    """Tell each expert who has not submitted until when the review is waited for; return how many were told.

    An expert is told once a day, however often it is asked. Raises Blocked when the round waits for nobody.
    """
    with perform(REMIND, actor=actor, case=case, seen=seen) as step:
        seats = list(
            Seat.objects.filter(panel__run=step.run, state__in=WAITED_FOR).select_related("expert__user")
        )
        if not seats:
            raise Blocked(_("没有要提醒的专家：还没有开始审阅，或者都已提交。"), clause="5.2-1")
        told = sum(_tell(step, seat) for seat in seats)
        step.note(waiting=len(seats), told=told)
    return told


def _tell(step: Step, seat: Seat) -> int:
    user = seat.expert.user
    assert user is not None
    title = shown_title(Actor.of(user, clock.today()), step.case)
    return tell(
        kind=REMINDER, to=[audiences.person(user.pk)], key=f"{subject_of(seat)}{clock.today()}",
        subject=title,
        values={
            "seat": seat.pk, "title": title, "declared": seat.state == SeatState.READING,
            "due_on": step.run.due_on.isoformat() if step.run.due_on else "",
        },
        url=reverse("workbench:case", args=[step.case.number]), clause="5.2-1",
        is_sample=step.case.is_sample,
    )  # fmt: skip


def _say(values: Mapping[str, Value]) -> Said:
    title = _("提交评审意见：%(title)s") if values["declared"] else _("声明有无利益冲突并审阅：%(title)s")
    if not values["due_on"]:
        return Said(title % values)
    day = figures.day_text(date.fromisoformat(str(values["due_on"])))
    return Said(title % values, _("%(day)s 24:00 截止。已保存的草稿还在，提交后才算数。") % {"day": day})


def _still_waits(message: Message) -> bool:
    """Asked when a channel would send it: whether this expert still sits, and has still not submitted."""
    return Seat.objects.filter(
        pk=message.values["seat"], state__in=WAITED_FOR, panel__run__closed_at__isnull=True
    ).exists()


KIND: Final = MessageKind(REMINDER, gettext_lazy("评审催办"), _say, _still_waits)
