"""What a center owes from its founding on: the annual report first (5.4-1, 5.4-2)."""

from typing import Final

from xiangchuang.calendars.working_days import Due
from xiangchuang.centers.models import Center
from xiangchuang.decisions.approval_terms import ApprovalTerms
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Obligation

ANNUAL_REPORT: Final = "annual_report"


def owe_annual_report(center: Center, pack: Pack, terms: ApprovalTerms) -> Obligation:
    """Write down the first annual report: due in the year after the approval, by the end of January (5.4-2).

    `period` is the year the report sums up. Where the pack rolls a day off onto the next working day, the
    due day is provisional until that year's holidays are published.
    """
    due = _rolled(pack, terms)
    return Obligation.objects.create(
        case=center.founding_case,
        organization=center.lead,
        kind=ANNUAL_REPORT,
        period=terms.first_report_year - 1,
        due_on=due.day,
        nominal_due_on=terms.first_report_on,
        due_provisional=due.provisional,
        clause=pack.reporting.annual_report.clause,
    )


def _rolled(pack: Pack, terms: ApprovalTerms) -> Due:
    if pack.reporting.rolling.non_working_day == "keep":
        return Due(terms.first_report_on, provisional=False)
    return work_calendar().roll_forward(terms.first_report_on)
