"""Where the report of a year stands, in the words of the lists: owed, missing, late, handed in, judged."""

from typing import Final

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.models import ReportState

VIEWS: Final[dict[str, str | Promise]] = {
    "all": _("全部"),
    "due": _("待报"),
    "missing": _("逾期未报"),
    "submitted": _("待审核"),
    "returned": _("已退回"),
    "accepted": _("已接受"),
    "late": _("逾期报送"),
}
"""The saved views of the list, in the order of its tabs. `late` holds those that came after their day."""


def narrowed(rows: "QuerySet[Obligation]", view: str) -> "QuerySet[Obligation]":
    """Return the owed reports of a view; an unknown one gives all."""
    today = clock.today()
    states = {"submitted": ReportState.SUBMITTED, "returned": ReportState.RETURNED,
              "accepted": ReportState.ACCEPTED}  # fmt: skip
    if view in states:
        return rows.filter(annual_report__state=states[view])
    if view == "due":
        return rows.filter(fulfilled_at=None, due_on__gte=today)
    if view == "missing":
        return rows.filter(fulfilled_at=None, due_on__lt=today)
    if view == "late":
        # Handed in on the due day is in time: the day ends with it, in Shanghai.
        return rows.filter(fulfilled_at__isnull=False).filter(Q(fulfilled_at__date__gt=F("due_on")))
    return rows


def standing_word(owed: Obligation) -> str:
    """Return where the report stands, in one word."""
    report = getattr(owed, "annual_report", None)
    if report is not None and report.state != ReportState.DRAFT:
        return str(report.get_state_display())
    if owed.due_on < clock.today():
        return str(VIEWS["missing"])
    return str(report.get_state_display()) if report is not None else str(VIEWS["due"])


def is_late(owed: Obligation) -> bool:
    """Return whether it came after its day."""
    return owed.fulfilled_at is not None and clock.day_of(owed.fulfilled_at) > owed.due_on


def counts_of(rows: "QuerySet[Obligation]") -> dict[str, int]:
    """Return how many owed reports each view holds, in one query."""
    today = clock.today()
    with_state = {state: Count("pk", filter=Q(annual_report__state=state)) for state in ReportState.values}
    found = rows.order_by().aggregate(
        all=Count("pk"),
        due=Count("pk", filter=Q(fulfilled_at=None, due_on__gte=today)),
        missing=Count("pk", filter=Q(fulfilled_at=None, due_on__lt=today)),
        late=Count("pk", filter=Q(fulfilled_at__date__gt=F("due_on"))),
        **with_state,
    )
    return {view: found[view] for view in VIEWS}
