"""Anybody files a problem or a suggestion; the receipt alone leads to the answer (0-3)."""

import uuid

import pytest
from pytest_django import Settings

from tests.feedback.world import DUE, LEADERSHIP, FeedbackWorld, user_of
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.calendars import clock
from xiangchuang.feedback.models import Feedback, FeedbackStep
from xiangchuang.feedback.queries import by_receipt, can_view, visible_to
from xiangchuang.feedback.sending_limit import TooMany, admit
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Message


@pytest.mark.clause("0-3")
def test_a_visitor_files_without_an_account_and_is_told_until_when(world: FeedbackWorld) -> None:
    filed = world.file()

    row = filed.feedback
    assert (row.number, row.state, row.clause) == ("FK2026-0001", "filed", "5.4-2")
    assert (row.due_on, row.leadership_on) == (DUE, LEADERSHIP)
    assert filed.receipt.startswith("FK2026-0001-")
    entry = LedgerEntry.objects.get(verb="file_feedback")
    assert (entry.actor, entry.clause) == ("public", "0-3")
    assert Message.objects.get().audience == "role:officer"


@pytest.mark.clause("0-3")
def test_any_unit_files_too_and_its_people_read_on(world: FeedbackWorld) -> None:
    row = world.file(world.staff, for_unit=world.firm.pk).feedback

    assert (row.organization, row.filed_by) == (world.firm, user_of(world.staff))
    assert can_view(world.staff_colleague, row)
    assert not can_view(world.stranger, row)


def test_what_is_filed_for_oneself_is_not_for_the_colleagues(world: FeedbackWorld) -> None:
    row = world.file(world.staff).feedback
    assert can_view(world.staff, row)
    assert not can_view(world.staff_colleague, row)


def test_nobody_files_in_the_name_of_a_foreign_unit(world: FeedbackWorld) -> None:
    with pytest.raises(Invalid, match="任职的单位"):
        world.file(world.stranger, for_unit=world.firm.pk)


@pytest.mark.parametrize("missing", [{"title": " "}, {"text": "\n"}, {"kind": "praise"}, {"clause": "9.9-9"}])
def test_what_is_missing_or_unknown_is_said(world: FeedbackWorld, missing: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        world.file(**missing)
    assert not Feedback.objects.exists()


def test_the_page_sent_twice_gets_its_first_receipt(world: FeedbackWorld) -> None:
    token = uuid.uuid4()
    first, second = world.file(token=token), world.file(token=token, title="另一个主题")
    assert first.receipt == second.receipt
    assert Feedback.objects.get().title == first.feedback.title


def test_numbers_run_on_and_codes_differ(world: FeedbackWorld) -> None:
    first, second = world.file(), world.file()
    assert second.feedback.number == "FK2026-0002"
    assert first.receipt[-14:] != second.receipt[-14:]


def test_the_receipt_opens_it_however_it_was_typed(world: FeedbackWorld) -> None:
    filed = world.file()
    assert by_receipt(filed.receipt) == filed.feedback
    assert by_receipt(f" {filed.receipt.lower()} ") == filed.feedback


def test_a_number_without_its_code_opens_nothing(world: FeedbackWorld) -> None:
    first, second = world.file(), world.file()
    mixed = first.feedback.number + second.receipt[len(second.feedback.number) :]
    for wrong in (first.feedback.number, mixed, "", "FK2026-0001-AAAA-BBBB-CCCC"):
        assert by_receipt(wrong) is None


def test_the_code_is_nowhere_in_the_database(world: FeedbackWorld) -> None:
    code = world.file().receipt.removeprefix("FK2026-0001-")
    row = Feedback.objects.values().get()
    assert not [name for name, value in row.items() if code in str(value)]


def test_name_and_contact_are_sealed_and_in_no_history(world: FeedbackWorld) -> None:
    row = world.file(world.staff).feedback
    assert row.sealed_contact is not None
    assert "示例反馈人".encode() not in bytes(row.sealed_contact)
    assert FeedbackStep.objects.get().by_name == ""
    told = str(LedgerEntry.objects.get(verb="file_feedback").detail) + str(Message.objects.get().values)
    assert "0731" not in told


def test_who_leaves_no_name_is_heard_all_the_same(world: FeedbackWorld) -> None:
    assert world.file(name="", contact="").feedback.sealed_contact is None


def test_visible_to_and_can_view_say_the_same_for_everybody(world: FeedbackWorld) -> None:
    rows = [
        world.file().feedback,
        world.file(world.staff).feedback,
        world.file(world.staff, for_unit=world.firm.pk).feedback,
        world.answered(),
    ]
    everybody = [
        world.public, world.staff, world.staff_colleague, world.stranger, world.officer, world.head,
        world.leader,
    ]  # fmt: skip
    for actor in everybody:
        for row in rows:
            assert (row in visible_to(actor)) == can_view(actor, row)
    assert not visible_to(world.public).exists()
    assert visible_to(world.leader).count() == len(rows)


@pytest.mark.usefixtures("world")
def test_one_network_files_so_many_a_day_and_is_told_when_again(settings: Settings) -> None:
    settings.FEEDBACK_PER_ADDRESS_A_DAY = 2
    admit("203.0.113.7")
    admit("203.0.113.7")
    with pytest.raises(TooMany, match="明天 0 时"):
        admit("203.0.113.7")
    admit("203.0.113.8")


@pytest.mark.usefixtures("world")
def test_on_the_next_day_it_begins_anew_and_the_old_count_is_gone(settings: Settings) -> None:
    from tests.feedback.world import days_later
    from xiangchuang.feedback.models import FeedbackAttempt

    settings.FEEDBACK_PER_ADDRESS_A_DAY = 1
    admit("203.0.113.7")
    with days_later(1):
        admit("203.0.113.7")
    assert FeedbackAttempt.objects.count() == 1
    assert "203.0.113.7" not in FeedbackAttempt.objects.get().address


def test_a_day_counted_before_the_holidays_were_known_never_moves_on(world: FeedbackWorld) -> None:
    from datetime import date

    from xiangchuang.procedure.holidays import load_holidays

    with clock.at(clock.moment_on(date(2026, 12, 28))):
        row = world.file().feedback
        assert row.due_provisional
        told = row.due_on
        assert told is not None
        days = [(date(2027, 1, day), False) for day in (4, 5, 6)] + [(date(2027, 1, 1), False)]
        load_holidays(days, source="国办发明电")
        row.refresh_from_db()
        assert row.due_on == told
