"""What a center owes from its founding on: an annual report each year (5.4-1, 5.4-2)."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xiangchuang.accounts.roles import Role
from xiangchuang.calendars.working_days import Due, WorkCalendar
from xiangchuang.centers.figures import Span
from xiangchuang.centers.models import Center
from xiangchuang.decisions.approval_terms import ApprovalTerms, report_day
from xiangchuang.notify import audiences
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.packs import pack_of

ANNUAL_REPORT: Final = "annual_report"

Narrow = Callable[["QuerySet[Center]", date], "QuerySet[Center]"]
EvaluatedYears = Callable[[], set[tuple[int, int]]]
_narrowing: Final[list[Narrow]] = []
_evaluated: Final[list[EvaluatedYears]] = []


def leave_out_of_reporting(narrow: Narrow) -> None:
    """Let `narrow` leave out centers that no longer operate on a day; called from `ready()`."""
    if narrow not in _narrowing:
        _narrowing.append(narrow)


def excuse_from_reporting(evaluated: EvaluatedYears) -> None:
    """Let `evaluated` name (center, year it was evaluated in); the pack says what follows."""
    if evaluated not in _evaluated:
        _evaluated.append(evaluated)


def operating_centers(on: date) -> "QuerySet[Center]":
    """Return the centers that operate on that day and so owe reports."""
    centers = Center.objects.filter(approved_on__lte=on).select_related("founding_case", "lead")
    for narrow in _narrowing:
        centers = narrow(centers, on)
    return centers


def owe_annual_report(center: Center, pack: Pack, terms: ApprovalTerms) -> Obligation:
    """Write down the first annual report: due in the year after the approval, by the end of January (5.4-2).

    `period` is the year the report sums up. Where the pack rolls a day off onto the next working day, the
    due day is provisional until that year's holidays are published.
    """
    return _owe(center, pack, terms.first_report_year - 1, work_calendar())


def owe_reports(today: date) -> int:
    """Write down every report owed by operating centers whose year has ended; return how many were new.

    On 1 January the report on the year just ended becomes owed. A day missed is made up; a second call on
    the same day changes nothing.
    """
    calendar = work_calendar()
    known: dict[int, set[int]] = {}
    rows = Obligation.objects.filter(kind=ANNUAL_REPORT).values_list("case", "period")
    for case, period in rows:
        known.setdefault(case, set()).add(period)
    evaluated = set().union(*(years() for years in _evaluated))
    count = 0
    for center in operating_centers(today).iterator():
        pack = pack_of(center.founding_case)
        owed = known.get(center.founding_case_id, set())
        skips = pack.reporting.skipped_in_evaluation_year
        for period in range(first_period(center, pack), today.year):
            is_excused = skips is not None and skips.permitted and (center.pk, period) in evaluated
            if period not in owed and not is_excused:
                count += _owe_once(center, pack, period, calendar)
    return count


def first_period(center: Center, pack: Pack) -> int:
    """Return the year that the center's first report sums up."""
    return center.approved_on.year + pack.reporting.annual_report.first_year_after_approval - 1


def report_span(center: Center, pack: Pack, period: int) -> Span:
    """Return the days a report covers: the calendar year, or for the first one from the approval on."""
    whole = Span.of_year(period)
    begins_late = pack.reporting.first_period.begins == "approval_day"
    if begins_late and period == center.approved_on.year:
        return Span(center.approved_on, whole.last)
    return whole


def report_due(pack: Pack, period: int, calendar: WorkCalendar) -> tuple[date, Due]:
    """Return the day the pack names for the report on that year, and the day it is due after any roll."""
    nominal = report_day(pack.reporting.annual_report, period + 1)
    if pack.reporting.rolling.non_working_day == "keep":
        return nominal, Due(nominal, provisional=False)
    return nominal, calendar.roll_forward(nominal)


def those_concerned(center: Center) -> list[str]:
    """Return whom a center's obligations concern: its staff, its lead, the city's bureau, the officers."""
    houses = {pk for pk in (center.organization_id, center.lead_id) if pk is not None}
    return [
        *(audiences.house(Role.CENTER_STAFF, pk) for pk in sorted(houses)),
        audiences.house(Role.LEAD, center.lead_id),
        audiences.city(center.prefecture),
        audiences.department(Role.OFFICER),
    ]


def obligation_label(owed: Obligation, pack: Pack) -> dict[str, str]:
    """Return what is owed, in both languages: a year's report, or a step of the cycle by its name."""
    if owed.kind == ANNUAL_REPORT:
        return {"zh": f"{owed.period} 年度报告", "en": f"Annual report {owed.period}"}
    label = pack.research.cycle_step(owed.kind).label
    return {"zh": label.zh, "en": label.en}


def _owe_once(center: Center, pack: Pack, period: int, calendar: WorkCalendar) -> int:
    try:
        with transaction.atomic():
            _owe(center, pack, period, calendar)
    except IntegrityError:
        return 0  # another process has come first; the constraint keeps one
    return 1


def _owe(center: Center, pack: Pack, period: int, calendar: WorkCalendar) -> Obligation:
    nominal, due = report_due(pack, period, calendar)
    return Obligation.objects.create(
        case=center.founding_case,
        organization=center.lead,
        kind=ANNUAL_REPORT,
        period=period,
        due_on=due.day,
        nominal_due_on=nominal,
        due_provisional=due.provisional,
        clause=pack.reporting.annual_report.clause,
    )
