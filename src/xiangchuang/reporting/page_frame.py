"""What every page of a report shows above its content, and finding the report it is about."""

from typing import Any

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.permissions import check_writer
from xiangchuang.reporting.queries import find_report
from xiangchuang.reporting.rules import pack_for

CHAPTER = "reports"


def page_frame(center: Center, year: int, report: AnnualReport | None = None) -> dict[str, Any]:
    """Return the head of the center's file, the year, and the clauses of the version that holds."""
    context: dict[str, Any] = {
        **frame_of(center, CHAPTER), "chapter_url": chapter_url(center, CHAPTER), "year": year,
        "report": report,
    }  # fmt: skip
    if report is not None:
        context["clauses"] = pack_for(report).clauses
    return context


def report_to_write(request: ActorRequest, pk: int, year: int) -> AnnualReport:
    """Return the report whose pages the person writes on; raises NotFound, NotPermitted."""
    report = report_to_read(request, pk, year)
    check_writer(request.actor, report.center)
    return report


def report_to_read(request: ActorRequest, pk: int, year: int) -> AnnualReport:
    """Return the report the person reads; raises NotFound for none and for a foreign one alike."""
    return find_report(request.actor, find_file(request.actor, pk), year)
