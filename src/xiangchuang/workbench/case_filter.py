"""The case list's filters, sort and saved views: all of its state is in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.course import COURSE, came_to
from xiangchuang.procedure.models import RUNNING, Case, CaseMatter
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.work_list import work_list

# Saved views as tabs: code, label.
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("mine", _("待我办理")),
    ("running", _("办理中")),
    ("ended", _("已办结")),
    ("all", _("全部")),
)
SORTS = {
    "number": ("pk",),
    "-number": ("-pk",),
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "submitted": ("submitted_at", "pk"),
    "-submitted": ("-submitted_at", "-pk"),
}
# What the clock says of a running case: code, label.
CLOCKS: tuple[tuple[str, str | Promise], ...] = (("late", _("已逾期")), ("dated", _("有期限，未逾期")))
_MINE_AT_MOST = 500


@dataclass(frozen=True)
class CaseFilter:
    """What the address asks for; anything unknown in it is as if it were not there."""

    view: str = "running"
    text: str = ""
    stage: str = ""
    prefecture: str = ""
    clock: str = ""
    course: str = ""
    year: int | None = None
    sort: str = "-number"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "CaseFilter":
        """Read the filter from the address."""
        view, sort = query.get("view", ""), query.get("sort", "")
        return cls(
            view=view if view in dict(VIEWS) else "running",
            text=normalise_line(query.get("q", ""))[:100],
            stage=query.get("stage", "")[:64],
            prefecture=query.get("prefecture", "")[:6],
            clock=_known(query.get("clock", ""), dict(CLOCKS)),
            course=_known(query.get("course", ""), COURSE),
            year=_year(query.get("year", "")),
            sort=sort if sort in SORTS else "-number",
        )

    def rows(self, actor: Actor) -> QuerySet[Case]:
        """Return the approvals the actor may see that fit, with what a row shows at hand.

        Rounds of evaluation and adjustments have lists of their own.
        """
        approvals = visible_to(actor).filter(matter=CaseMatter.APPROVAL)
        rows = _VIEW_ROWS[self.view](approvals, actor)
        if self.text:
            rows = rows.filter(Q(number__icontains=self.text) | Q(title__icontains=self.text))
        if self.stage:
            rows = rows.filter(stage_code=self.stage)
        if self.prefecture:
            rows = rows.filter(proposal__lead__prefecture=self.prefecture)
        if self.clock:
            rows = rows.filter(closed_at__isnull=True).filter(on_the_clock(self.clock))
        if self.course:
            rows = rows.filter(came_to(self.course))
        if self.year:
            rows = rows.filter(submitted_at__year=self.year)
        return rows.select_related("proposal__lead", "holder_organization").order_by(*SORTS[self.sort])


def on_the_clock(code: str) -> Q:
    """Match the days of CLOCKS: past, or still to come."""
    today = clock.today()
    return Q(due_on__lt=today) if code == "late" else Q(due_on__gte=today)


def _known(code: str, names: Mapping[str, object]) -> str:
    return code if code in names else ""


def _year(text: str) -> int | None:
    """A year a calendar has; what is none is as if it were not there."""
    year = whole(text, None)
    return year if year is not None and MINYEAR < year < MAXYEAR else None


def _mine(rows: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    # The nearest few hundred: nobody works down a longer list, and each id is one more comparison.
    waiting = {item.case_id for item in work_list(actor, limit=_MINE_AT_MOST).items}
    return rows.filter(pk__in=waiting)


_VIEW_ROWS: dict[str, Callable[[QuerySet[Case], Actor], QuerySet[Case]]] = {
    "mine": _mine,
    "running": lambda rows, _actor: rows.filter(state__in=RUNNING),
    "ended": lambda rows, _actor: rows.exclude(state__in=RUNNING),
    "all": lambda rows, _actor: rows,
}
