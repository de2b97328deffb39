"""A report is begun: pinned to the rules of the day, its plan drafted from the open milestones."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.reporting.models import AnnualReport, PlanItem
from xiangchuang.reporting.permissions import CLAUSE, check_writer
from xiangchuang.reporting.queries import find_owed, report_of
from xiangchuang.reporting.rules import policy_for
from xiangchuang.research.models import Milestone
from xiangchuang.research.queries import standing


def begin_report(*, actor: Actor, center: Center, year: int) -> AnnualReport:
    """Begin the center's report on the year, or return the one already begun.

    The plan of the year after starts with the milestones still open that fall due in it or before.
    Raises NotFound (foreign, or nothing owed), NotPermitted, Blocked (the year has not begun).
    """
    acting = check_writer(actor, center)
    owed = find_owed(center, year)
    assert actor.user is not None
    if clock.today().year < year:
        raise Blocked(_("这一年还没有开始。"), remedy=_("年度开始后再填写。"), clause=CLAUSE)
    try:
        with transaction.atomic():
            report = AnnualReport.objects.create(
                center=center, obligation=owed, policy_version=policy_for(center), year=year,
                begun_at=clock.now(), begun_by_id=actor.user.pk,
            )  # fmt: skip
            PlanItem.objects.bulk_create(_drafted(report))
            write_entry(
                actor, verb="begin_annual_report", acting=acting, subject=f"annual-report:{report.pk}",
                case_number=center.ledger_key, clause=CLAUSE, detail={"year": year},
            )  # fmt: skip
    except IntegrityError:
        begun = report_of(center, year)
        if begun is None:
            raise
        return begun
    return report


def _drafted(report: AnnualReport) -> list[PlanItem]:
    coming = report.year + 1
    rows = standing(Milestone, report.center).filter(due_on__year__lte=coming, reached_on=None)
    milestones = rows.select_related("task").order_by("due_on", "pk")
    return [
        PlanItem(
            report=report, position=position, due_on=row.due_on, source=f"milestones:{row.pk}",
            title=f"{row.task.code} {row.name}"[:200], expected=row.task.name[:300],
        )
        for position, row in enumerate(milestones, start=1)
    ]  # fmt: skip
