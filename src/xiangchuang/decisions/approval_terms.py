"""What an approval binds the center to: cycle (3.3-3), legal person (4.1-1), annual reports (5.4-2)."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from xiangchuang.policy.pack import AnnualReportRule, Pack


@dataclass(frozen=True)
class ApprovalTerms:
    """Days of Shanghai, both ends of the cycle in it; `first_report_on` before any roll over a rest day."""

    cycle_starts_on: date
    cycle_ends_on: date
    incorporate_by: date
    first_report_year: int
    first_report_on: date


def approval_terms(pack: Pack, *, approved_on: date, cycle_starts_on: date | None) -> ApprovalTerms:
    """Return the terms by the pack's rules; without a start of its own the cycle starts with the approval."""
    cycle, report = pack.reporting.cycle, pack.reporting.annual_report
    starts = cycle_starts_on if cycle.starts == "plan_start" and cycle_starts_on else approved_on
    year = approved_on.year + report.first_year_after_approval
    return ApprovalTerms(
        cycle_starts_on=starts,
        cycle_ends_on=cycle_end(pack, starts),
        incorporate_by=add_months(approved_on, pack.governance.incorporate_within.months),
        first_report_year=year,
        first_report_on=report_day(report, year),
    )


def cycle_end(pack: Pack, starts: date) -> date:
    """Return the last day of the construction period that starts on that day (3.3-3)."""
    return add_months(starts, 12 * pack.reporting.cycle.years) - timedelta(days=1)


def report_day(rule: AnnualReportRule, year: int) -> date:
    """Return the day named by the rule in that year; the last of the month where the month is shorter."""
    last = calendar.monthrange(year, rule.due_month)[1]
    return date(year, rule.due_month, last if rule.due_day == "last" else min(rule.due_day, last))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
