"""Reads of annual reports: whose one may read, what of a year is there, missing, accepted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.centers.queries import kept_centers
from xiangchuang.centers.queries import visible_to as visible_centers
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.models import AnnualReport, ReportRevision, ReportState

HANDED_IN = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.ACCEPTED)


def visible_to(actor: Actor) -> "QuerySet[AnnualReport]":
    """Return the reports the actor may read: those handed in of the files one opens, drafts of one's own."""
    handed_in = Q(first_submitted_at__isnull=False, center__in=visible_centers(actor).values("pk"))
    mine = Q(center__in=kept_centers(actor).values("pk"))
    return AnnualReport.objects.filter(handed_in | mine).select_related("center", "obligation")


def find_report(actor: Actor, center: Center, year: int) -> AnnualReport:
    """Return the center's report on the year; raises NotFound for none and for a draft of others alike."""
    report = visible_to(actor).filter(center=center, year=year).first()
    if report is None:
        raise NotFound(_("这个年度还没有报送的年度报告。"))
    report.center = center
    return report


def find_owed(center: Center, year: int) -> Obligation:
    """Return what the center owes on the year; raises NotFound."""
    owed = owed_reports(center).filter(period=year).first()
    if owed is None:
        raise NotFound(_("这个年度不需要报送年度报告。"))
    return owed


def owed_reports(center: Center) -> "QuerySet[Obligation]":
    """Return the reports the center owes or owed, newest first, with what it made of them."""
    rows = Obligation.objects.filter(case=center.founding_case_id, kind=ANNUAL_REPORT)
    return rows.select_related("annual_report").order_by("-period")


def report_of(center: Center, year: int) -> AnnualReport | None:
    """Return the center's report on the year, in whatever state; None where it has not begun one."""
    return AnnualReport.objects.filter(center=center, year=year).select_related("obligation").first()


def missing_reports(center: Center, span: Span) -> list[Obligation]:
    """Return the reports due in the span whose day has passed without anything handed in, oldest first."""
    return list(
        Obligation.objects.filter(
            case=center.founding_case_id, kind=ANNUAL_REPORT, due_on__range=(span.first, span.last),
            due_on__lt=clock.today(), fulfilled_at__isnull=True,
        ).order_by("period")
    )  # fmt: skip


def accepted_report(center: Center, year: int) -> ReportRevision | None:
    """Return the accepted revision of the report on the year."""
    rows = ReportRevision.objects.filter(report__center=center, report__year=year, judgement="accepted")
    return rows.select_related("report").first()


def accepted_plan(center: Center, year: int) -> Sequence[Mapping[str, Any]]:
    """Return the plan for `year` as it was accepted with the report on the year before; empty without one.

    Each item has `title`, `due_on` (ISO or ""), `expected` and `source`.
    """
    revision = accepted_report(center, year - 1)
    return revision.content.get("plan", []) if revision else []


def accepted_years(center: Center) -> list[int]:
    """Return the years whose report was accepted, newest first: all that is public of reports."""
    rows = AnnualReport.objects.filter(center=center, state=ReportState.ACCEPTED)
    return list(rows.order_by("-year").values_list("year", flat=True))


def latest_revision(report: AnnualReport) -> ReportRevision | None:
    """Return what was handed in last, with its remarks."""
    return report.revisions.prefetch_related("remarks").order_by("-no").first()


def last_report(report: AnnualReport) -> AnnualReport | None:
    """Return the center's report on the year before."""
    return AnnualReport.objects.filter(center=report.center_id, year=report.year - 1).first()


def may_read_paper(actor: Actor, file: StoredFile) -> bool:
    """Return whether the file belongs to a report that the actor may read."""
    mine = Q(pdf=file) | Q(docx=file) | Q(signed_scan=file) | Q(elsewhere=file)
    return ReportRevision.objects.filter(mine, report__in=visible_to(actor).values("pk")).exists()


def owed_visible_to(actor: Actor) -> "QuerySet[Obligation]":
    """Return the reports owed by the centers whose file the actor reads, with center and report at hand."""
    rows = Obligation.objects.filter(kind=ANNUAL_REPORT, case__center__in=visible_centers(actor).values("pk"))
    return rows.select_related("case__center__lead", "annual_report").order_by("-period", "due_on", "pk")
