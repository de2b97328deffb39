"""What of annual reports waits for a person, for the work list."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.centers.queries import keeps_a_center, kept_centers
from xiangchuang.procedure.errands import Errand, Matter, ask_once
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.models import AnnualReport, ReportState

LISTED: Final = 20
DAYS_AHEAD: Final = 30
"""A report owed comes up on the work list so many days before its day."""
WRITERS: Final = frozenset({Role.CENTER_STAFF, Role.LEAD})
JUDGES: Final = frozenset({Role.OFFICER, Role.DIVISION_HEAD})
OVERSEERS: Final = frozenset({Role.OFFICER, Role.CITY_BUREAU})
_OWED: Final = Matter(lambda: Obligation.objects.filter(kind=ANNUAL_REPORT, fulfilled_at=None))
_RETURNED: Final = Matter(lambda: AnnualReport.objects.filter(state=ReportState.RETURNED))
_SUBMITTED: Final = Matter(lambda: AnnualReport.objects.filter(state=ReportState.SUBMITTED))
MATTERS: Final = (_OWED, _RETURNED, _SUBMITTED)


def errands(actor: Actor) -> Iterator[Errand]:
    """Yield what waits for the actor in at most four queries."""
    writes = _OWED.is_there() or _RETURNED.is_there()
    if actor.roles & WRITERS and writes and ask_once(keeps_a_center, actor):
        yield from _to_write(actor)
    if actor.roles & JUDGES and _SUBMITTED.is_there():
        yield from _to_judge()
    if actor.roles & OVERSEERS and _OWED.is_there():
        yield from _missing(actor)


def _to_write(actor: Actor) -> Iterator[Errand]:
    soon = clock.today() + timedelta(days=DAYS_AHEAD)
    owed = Q(fulfilled_at=None, due_on__lte=soon, period__lt=clock.today().year)
    rows = (
        Obligation.objects.filter(owed | Q(annual_report__state=ReportState.RETURNED), kind=ANNUAL_REPORT)
        .filter(case__center__in=kept_centers(actor))
        .select_related("case__center", "annual_report")
        .order_by("due_on", "pk")
    )
    for row in rows[:LISTED]:
        center, report = row.case.center, getattr(row, "annual_report", None)
        is_returned = report is not None and report.state == ReportState.RETURNED
        what = _("修改并重新提交 %(year)d 年度报告") if is_returned else _("报送 %(year)d 年度报告")
        yield Errand(
            what % {"year": row.period}, center.name,
            reverse("reporting:report", args=[center.pk, row.period]),
            (report.rework_by if is_returned and report else None) or row.due_on, "5.4-2", center.is_sample,
            "always" if is_returned else "never",
        )  # fmt: skip


def _to_judge() -> Iterator[Errand]:
    waiting = AnnualReport.objects.filter(state=ReportState.SUBMITTED)
    count = waiting.count()
    if count:
        what = ngettext("审核年度报告 %(count)d 份", "审核年度报告 %(count)d 份", count) % {"count": count}
        yield Errand(what, "", f"{reverse('reporting:reports')}?view=submitted", None, "5.4-2")


def _missing(actor: Actor) -> Iterator[Errand]:
    rows = Obligation.objects.filter(kind=ANNUAL_REPORT, fulfilled_at=None, due_on__lt=clock.today())
    if Role.OFFICER not in actor.roles:
        rows = rows.filter(case__center__prefecture__in=actor.prefectures)
    found = rows.aggregate(count=Count("pk"), soonest=Min("due_on"))
    if found["count"]:
        what = ngettext(
            "催报逾期未报的年度报告 %(count)d 份", "催报逾期未报的年度报告 %(count)d 份", found["count"]
        ) % {"count": found["count"]}
        url = f"{reverse('reporting:reports')}?view=missing"
        yield Errand(what, "", url, found["soonest"], "5.4-1", reminded="never")
