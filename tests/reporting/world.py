"""A center approved in March 2026, its people, and the report on its first year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.factories.centers import CenterWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT, owe_reports
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.files.models import StoredFile
from xiangchuang.governance.registers import STAFF
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.begin_report import begin_report
from xiangchuang.reporting.models import AnnualReport, ReportRevision
from xiangchuang.reporting.plan_items import PlannedItem, write_plan
from xiangchuang.reporting.rules import sections_for
from xiangchuang.reporting.submit_report import submit_report
from xiangchuang.reporting.uploads import SCAN_PURPOSE
from xiangchuang.reporting.write_section import write_section

YEAR = 2026
DIRECTOR = "示例主任"
WORDS = "本年度围绕主攻方向完成了计划内的工作，关键技术取得进展。"


@dataclass
class ReportWorld(CenterWorld):
    """The center with its director registered; the day is in January 2027."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.register_director()
        owe_reports(clock.today())

    def register_director(self, name: str = DIRECTOR) -> None:
        """Register who heads the center."""
        values: dict[str, Any] = {
            "person": name, "post": "director", "function": "management", "is_full_time": True,
            "began_on": date(2026, 3, 10),
        }  # fmt: skip
        record_entry(STAFF, actor=self.staff, center=self.center, values=values)

    def owed(self, center: Center | None = None) -> Obligation:
        """Return what is owed on the year."""
        case = (center or self.center).founding_case_id
        return Obligation.objects.get(case=case, kind=ANNUAL_REPORT, period=YEAR)

    def begun(self) -> AnnualReport:
        """Return the report the staff have begun."""
        return begin_report(actor=self.staff, center=self.center, year=YEAR)

    def written(self) -> AnnualReport:
        """Return a report in which nothing is missing."""
        report = self.begun()
        for section in sections_for(report):
            write_section(actor=self.staff, report=report, code=section.code, text=WORDS, seen=0)
        items = [PlannedItem("完成中试线建设", date(2027, 9, 30), "形成中试能力")]
        write_plan(actor=self.staff, report=report, seen=report.version, items=items)
        return AnnualReport.objects.select_related("center", "obligation").get(pk=report.pk)

    def scan(self, by: Actor | None = None) -> StoredFile:
        """Return a signed page as it lies in the store."""
        user = (by or self.staff).user
        return StoredFile.objects.create(
            sha256="a" * 64, name="签字页.pdf", media_type="application/pdf", size=10, purpose=SCAN_PURPOSE,
            uploaded_by=user,
        )  # fmt: skip

    def submitted(self, report: AnnualReport | None = None, **changes: Any) -> ReportRevision:
        """Return the report as handed in by the staff, with the director's signed page."""
        report = report or self.written()
        asked: dict[str, Any] = {
            "actor": self.staff, "report": report, "seen": report.version, "signed_name": DIRECTOR,
            "is_declared": True, "signed_scan": self.scan(),
        }  # fmt: skip
        return submit_report(**(asked | changes))
