"""The days of a person's calendar: what is due, the visits one takes part in, publicity of one's cases.

A day is named by its matter and never by the key of a row: keys count what others did meanwhile.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.calendars.feed import FeedDay
from xiangchuang.decisions.models import Notice
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.models import Case, Part, Participant, StageRun
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.work_list import work_list
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.reviews.meeting.models import PanelMeeting
from xiangchuang.reviews.models import ACTIVE_SEATS, Seat, VisitMember
from xiangchuang.workbench.wording import work_words

_MOST: Final = 200
# What is past stays in the calendar for as long as people look back at it.
_BACK: Final = timedelta(days=60)


def days_of_person(actor: Actor) -> Iterator[FeedDay]:
    """Yield the days, each under a name that stays the same while it is the same matter."""
    if actor.user is None:
        return
    yield from _work(actor)
    yield from _errands(actor)
    yield from _visits(actor)
    yield from _meetings(actor)
    yield from _publicity(actor)


def _work(actor: Actor) -> Iterator[FeedDay]:
    named = Counter[str]()
    for item in work_list(actor, limit=_MOST).items:
        if item.due_on is not None:
            said = {"what": work_words(item), "title": shown_title(actor, item.case)}
            url = reverse("workbench:case", args=[item.case.number])
            title = _("截止：%(what)s · %(title)s") % said
            name = f"{_passage(item.case, item.run)}-{item.role}-{item.what}"
            named[name] += 1
            yield FeedDay(
                f"work-{name}-{named[name]}@xiangchuang", title, item.due_on,
                text=_provisional(item.due_provisional), url=url,
            )  # fmt: skip


def _errands(actor: Actor) -> Iterator[FeedDay]:
    for errand in errands_of(actor)[:_MOST]:
        if errand.due_on is None:
            continue
        said = {"what": errand.what, "subject": errand.subject}
        title = (_("截止：%(what)s · %(subject)s") if errand.subject else _("截止：%(what)s")) % said
        yield FeedDay(f"errand-{errand.name}@xiangchuang", title, errand.due_on, url=errand.url)


def _visits(actor: Actor) -> Iterator[FeedDay]:
    assert actor.user is not None
    mine = VisitMember.objects.filter(user=actor.user.pk, visit__visit_on__gte=clock.today() - _BACK)
    for member in mine.select_related("visit__run__case").order_by("visit__visit_on", "pk")[:_MOST]:
        visit = member.visit
        case = visit.run.case
        yield FeedDay(
            f"visit-{_passage(case, visit.run)}@xiangchuang",
            _("现场考察：%(title)s") % {"title": case.title}, visit.visit_on,
            url=reverse("workbench:case", args=[case.number]), place=visit.place,
        )  # fmt: skip


def _meetings(actor: Actor) -> Iterator[FeedDay]:
    """Meetings of panels: of those one sits on, of one's own application, and those one has called."""
    assert actor.user is not None
    seats = Seat.objects.filter(expert__user=actor.user.pk, state__in=ACTIVE_SEATS)
    own = Participant.objects.filter(
        organization__in=actor.organizations_as("lead"), part__in=(Part.LEAD, Part.MEMBER), until__isnull=True
    )
    mine = PanelMeeting.objects.filter(
        Q(panel__in=seats.values("panel"))
        | Q(panel__case__in=own.values("case"))
        | Q(convened_by=actor.user.pk),
        starts_at__gte=clock.now() - _BACK,
    )
    for meeting in mine.select_related("panel__case", "panel__run").order_by("starts_at", "pk")[:_MOST]:
        case, starts = meeting.panel.case, timezone.localtime(meeting.starts_at, clock.SHANGHAI)
        title = _("%(hour)s 专家论证会：%(title)s") % {
            "hour": f"{starts:%H:%M}",
            "title": shown_title(actor, case),
        }
        yield FeedDay(
            f"meeting-{_passage(case, meeting.panel.run)}@xiangchuang", title, starts.date(),
            # An expert has the case until the round is concluded; the day stays in the calendar.
            url="" if meeting.panel.run.closed_at else reverse("reviews:panel-meeting", args=[case.number]),
            place=meeting.place,
        )  # fmt: skip


def _publicity(actor: Actor) -> Iterator[FeedDay]:
    """Windows of the cases the person may see: those under way and those just over."""
    shown = Notice.objects.filter(
        case__in=visible_to(actor).values("pk"), closes_on__gte=clock.today() - _BACK
    )
    for notice in shown.order_by("closes_on", "pk")[:_MOST]:
        yield FeedDay(
            f"notice-{notice.number}@xiangchuang", _("公示期：%(title)s") % {"title": notice.title},
            notice.opens_on, notice.closes_on, _provisional(notice.closes_provisional),
            reverse("portal:notice", args=[notice.number]),
        )  # fmt: skip


def _passage(case: Case, run: StageRun) -> str:
    return f"{case.number}-{run.stage_code}-{run.round}"


def _provisional(is_provisional: bool) -> str:
    return _("暂定，节假日安排公布后确定。") if is_provisional else ""
