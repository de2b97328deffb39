"""The example's annual reports: accepted, returned with remarks, waiting, missing, and half written."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import owe_reports
from xiangchuang.demo.early_centers import EarlyCenter, Years
from xiangchuang.demo.province import Province
from xiangchuang.demo.report_words import REMARKS, TEXTS
from xiangchuang.reporting.begin_report import begin_report
from xiangchuang.reporting.filled import last_plan
from xiangchuang.reporting.judge_report import accept_report, return_report
from xiangchuang.reporting.models import AnnualReport, OutcomeState
from xiangchuang.reporting.plan_items import ItemOutcome, PlannedItem, say_outcomes, write_plan
from xiangchuang.reporting.queries import owed_reports
from xiangchuang.reporting.rules import sections_for
from xiangchuang.reporting.submit_report import submit_report
from xiangchuang.reporting.write_section import write_section

# Whose last report came late and was returned, waits for the department, is missing; the others were in time.
RETURNED: Final = 2
WAITING: Final = 3
MISSING: Final = 4
_HALF: Final = 3


def report_years(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    """Hand in what the early centers owe; of the last year one came late, one waits and one is missing."""
    late = {RETURNED, WAITING, MISSING}
    for year in (years.first - 1, years.first, years.second):
        with clock.at(clock.moment_on(date(year + 1, 1, 20))):
            owe_reports(clock.today())
            in_time = [e for n, e in enumerate(early) if year < years.second or n not in late]
            for one in in_time:
                _hand_in(one, year)
            clock.advance(timedelta(days=14))
            for one in in_time:
                report = _report(one, year)
                accept_report(actor=province.actor("jingban"), report=report, seen=report.version)
    _late_ones(province, years, early)


def _late_ones(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    with clock.at(clock.moment_on(clock.today() - timedelta(days=12))):
        _hand_in(early[RETURNED], years.second)
        clock.advance(timedelta(days=7))
        report = _report(early[RETURNED], years.second)
        return_report(
            actor=province.actor("jingban"), report=report, seen=report.version, remarks=REMARKS,
            opinion="补充代表性成果的应用证明后重新报送。",
        )  # fmt: skip
    with clock.at(clock.moment_on(clock.today() - timedelta(days=2))):
        _hand_in(early[WAITING], years.second)


def begin_half(center: Center, staff: Actor) -> AnnualReport:
    """Begin the first report that the center owes, and write some of its sections."""
    owed = owed_reports(center).filter(fulfilled_at=None).order_by("period")[0]
    report = begin_report(actor=staff, center=center, year=owed.period)
    for section in sections_for(report)[:_HALF]:
        write_section(actor=staff, report=report, code=section.code, text=TEXTS[section.code], seen=0)
    return report


def _hand_in(one: EarlyCenter, year: int) -> None:
    staff = one.staff
    report = begin_report(actor=staff, center=one.center, year=year)
    for section in sections_for(report):
        write_section(actor=staff, report=report, code=section.code, text=TEXTS[section.code], seen=0)
    items = [
        PlannedItem("完成关键部件第二轮样机试制", date(year + 1, 6, 30), "样机 2 台，通过第三方检测"),
        PlannedItem("中试平台向省内企业开放", date(year + 1, 11, 30), "服务企业 20 家以上"),
    ]
    write_plan(actor=staff, report=report, seen=report.version, items=items)
    if planned := last_plan(report):
        done = {line.item.pk: ItemOutcome(OutcomeState.DONE, "已按期完成。") for line in planned}
        say_outcomes(actor=staff, report=report, seen=report.version, outcomes=done)
    submit_report(actor=staff, report=report, seen=report.version, signed_name=one.director, is_declared=True)


def _report(one: EarlyCenter, year: int) -> AnnualReport:
    return AnnualReport.objects.select_related("center", "obligation").get(center=one.center, year=year)
