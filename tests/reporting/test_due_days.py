"""Which report is owed when, on which day it is due, and who is told (5.4-1)."""

from datetime import date, timedelta
from types import ModuleType

import pytest

from tests.factories.centers import CenterFactory
from tests.reporting.world import ReportWorld
from xiangchuang.calendars import clock
from xiangchuang.centers.obligations import ANNUAL_REPORT, owe_reports, report_due
from xiangchuang.centers.settled_days import KIND
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.kinds import still_holds, words_of
from xiangchuang.notify.models import Message
from xiangchuang.notify.queries import visible_to as messages_of
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.holidays import load_holidays, seed_holidays
from xiangchuang.procedure.models import Obligation
from xiangchuang.reporting.reminders import remind, reports_of_the_day

# Fictitious: the notice for 2027 had not been published when this was written.
NOTICE_OF_2027 = [
    *((date(2027, 2, 5) + timedelta(days=n), False) for n in range(7)),
    (date(2027, 1, 31), True),
    (date(2027, 10, 1), False),
]


@pytest.mark.clause("5.4-2")
@pytest.mark.parametrize(
    ("year_summed_up", "due_on"),
    [
        (2023, date(2024, 1, 31)),  # a Wednesday
        (2024, date(2025, 2, 5)),  # within the Spring Festival of 2025, which ends on 4 February
        (2025, date(2026, 2, 2)),  # a Saturday, and no working Saturday
    ],
)
def test_the_due_days_of_2024_to_2026_follow_the_published_holidays(
    db: None, hunan_pack: Pack, year_summed_up: int, due_on: date
) -> None:
    seed_holidays()

    nominal, due = report_due(hunan_pack, year_summed_up, work_calendar())

    assert nominal == date(year_summed_up + 1, 1, 31)
    assert due == (due_on, False)


def test_the_second_province_keeps_the_day_it_names(db: None, minimal_pack: Pack) -> None:
    seed_holidays()
    assert report_due(minimal_pack, 2026, work_calendar())[1] == (date(2027, 3, 31), False)


def test_the_day_of_2027_is_provisional_and_settles_with_word_to_those_concerned(world: ReportWorld) -> None:
    owed = world.owed()
    assert (owed.nominal_due_on, owed.due_on, owed.due_provisional) == (
        date(2027, 1, 31), date(2027, 2, 1), True
    )  # fmt: skip

    load_holidays(NOTICE_OF_2027, source="虚构的放假通知")
    load_holidays(NOTICE_OF_2027, source="虚构的放假通知")

    owed.refresh_from_db()
    assert (owed.due_on, owed.due_provisional) == (date(2027, 1, 31), False)
    told = [messages_of(actor).filter(kind=KIND).count()
            for actor in (world.staff, world.bureau, world.officer, world.other_staff)]  # fmt: skip
    assert told == [1, 1, 1, 0]
    message = messages_of(world.staff).get(kind=KIND)
    assert "2026 年度报告的截止日定为2027年1月31日" in words_of(message).title
    assert still_holds(message)


@pytest.mark.clause("5.4-1")
def test_each_new_year_owes_the_next_report_once(db: None, clock: ModuleType) -> None:
    seed_holidays()
    center = CenterFactory()
    periods = []
    for today in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 1), date(2029, 5, 1)):
        with clock.at(clock.moment_on(today)):
            owe_reports(today)
        rows = Obligation.objects.filter(case=center.founding_case, kind=ANNUAL_REPORT)
        periods.append(sorted(rows.values_list("period", flat=True)))

    assert periods == [[], [2026], [2026], [2026, 2027, 2028]]


@pytest.mark.clause("5.4-1")
def test_center_city_and_officer_are_reminded_before_and_after_and_never_twice(
    world: ReportWorld, on_the_day: ModuleType
) -> None:
    told = {}
    for day in (date(2027, 1, 2), date(2027, 1, 3), date(2027, 1, 22), date(2027, 2, 2), date(2027, 2, 2)):
        with on_the_day.at(clock.moment_on(day)):
            remind(day)
        told[day] = [messages_of(actor).count() for actor in (world.staff, world.bureau, world.officer)]

    assert told == {
        date(2027, 1, 2): [1, 1, 1], date(2027, 1, 3): [1, 1, 1], date(2027, 1, 22): [2, 2, 2],
        date(2027, 2, 2): [3, 3, 3],
    }  # fmt: skip
    assert "已逾期 1 天" in words_of(messages_of(world.staff)[0]).title
    assert "1 份 2026 年度报告逾期未报" in words_of(messages_of(world.officer)[0]).title


def test_whoever_has_handed_in_is_reminded_no_more(world: ReportWorld, on_the_day: ModuleType) -> None:
    world.submitted()
    with on_the_day.at(clock.moment_on(date(2027, 2, 2))):
        remind(date(2027, 2, 2))
    assert not Message.objects.filter(kind__in=["report_due", "report_late"]).exists()


def test_a_day_run_twice_says_nothing_new(world: ReportWorld) -> None:
    first, again = reports_of_the_day(clock.today()), reports_of_the_day(clock.today())
    assert (first, again) == ("年报：新增应报 0 份，发出提醒 4 条", "年报：新增应报 0 份，发出提醒 0 条")


@pytest.mark.django_db(transaction=True)
def test_a_day_is_told_and_entered_in_one_transaction_of_its_own(world: ReportWorld) -> None:
    """As the server runs it: no page and no test has opened a transaction around it."""
    assert reports_of_the_day(clock.today()) == "年报：新增应报 0 份，发出提醒 4 条"
    assert LedgerEntry.objects.filter(verb="remind_of_reports").count() == 1


def test_what_it_asks_does_not_grow_with_what_is_owed(world: ReportWorld) -> None:
    from tests.workbench.browser import counted

    owe_reports(clock.today())
    with counted() as for_one:
        owe_reports(clock.today())
    CenterFactory.create_batch(2, approved_on=date(2027, 1, 4))
    with counted() as for_three:
        owe_reports(clock.today())
    assert len(for_one) == len(for_three)
