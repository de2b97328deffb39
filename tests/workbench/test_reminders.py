"""Deadlines brought to mind: by real mail, once each, asked again before it leaves (F39)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.decisions.world import OPENING, World
from tests.feedback.world import FeedbackWorld, user_of
from tests.notify.conftest import MailServer, mail_server  # noqa: F401
from tests.notify.reader import chose, reached
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.delegate import delegate
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as the_clock
from xiangchuang.centers.daily import run_daily_steps
from xiangchuang.feedback.answer_feedback import answer_feedback
from xiangchuang.feedback.assign_feedback import hand_over_feedback
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.models import Delivery, Dropped, Message, Pace, Purpose
from xiangchuang.notify.sending.send import send_all
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.holidays import seed_holidays
from xiangchuang.procedure.models import Case
from xiangchuang.workbench.reminders import occasion_of, remind_of_deadlines, reminder_day

# A site visit begun on 4 November 2026 is due twenty working days later, a Wednesday.
DUE = date(2026, 12, 2)
FIVE_BEFORE, ONE_BEFORE, AFTER = date(2026, 11, 25), date(2026, 12, 1), date(2026, 12, 3)
TITLE = "示例地下空间智能装备技术创新中心"


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    """The department, and an officer for whom a site visit waits."""
    with the_clock.at(OPENING):
        world = World(tmp_path)
    yield world


@pytest.fixture
def case(world: World) -> Case:
    """The case whose visit is due."""
    with the_clock.at(OPENING):
        return world.case_at("site_visit")


def at(day: date, hour: int = 10) -> Any:
    """The clock on that day."""
    return the_clock.at(datetime.combine(day, time(hour), tzinfo=the_clock.SHANGHAI))


def remind(day: date) -> str:
    """Let the clock do that day's reminders."""
    return remind_of_deadlines(day)


def mailed(actor: Actor, server: MailServer, **choices: Any) -> None:
    """Prove the person's mailbox at the opening; what is told later is mailed."""
    with the_clock.at(OPENING):
        chose(actor, **{"wants_digest": False} | choices)
        reached(actor)
        send_all()
    server.mails.clear()


def subjects(server: MailServer) -> list[str]:
    """What arrived; a long subject is folded behind its name, which leaves a blank."""
    return [str(mail["Subject"]).strip() for mail in server.mails]


def to_whom(kind: str) -> list[str]:
    """To whom reminders of a kind went, in order."""
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("audience", flat=True))


def why_dropped() -> list[str]:
    """Why letters were not sent."""
    rows = Delivery.objects.filter(purpose=Purpose.MESSAGE, state="dropped")
    return list(rows.order_by("pk").values_list("dropped", flat=True))


@pytest.mark.usefixtures("case")
def test_five_working_days_before_the_mail_arrives_and_not_a_day_earlier(
    world: World,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server)
    with at(FIVE_BEFORE - timedelta(days=1)):
        assert remind(FIVE_BEFORE - timedelta(days=1)) == ""
    with at(FIVE_BEFORE):
        assert remind(FIVE_BEFORE) == "期限提醒 1 条"
        send_all()
    assert subjects(mail_server) == [f"临近截止：现场考察（{TITLE}）"]
    assert "2026年12月2日 24:00 截止。" in mail_server.bodies[0]
    assert LedgerEntry.objects.get(verb="remind_of_deadlines").actor == "system"


@pytest.mark.usefixtures("case")
def test_each_occasion_is_told_once_however_often_the_day_is_gone_through(db: None) -> None:
    for day in (FIVE_BEFORE, FIVE_BEFORE, FIVE_BEFORE + timedelta(days=1), ONE_BEFORE, ONE_BEFORE, DUE):
        with at(day):
            remind(day)
    assert to_whom("deadline_near") == ["role:officer", "role:officer"]


@pytest.mark.usefixtures("case")
def test_of_several_days_missed_only_the_latest_is_told(db: None) -> None:
    with at(ONE_BEFORE):
        remind(ONE_BEFORE)
    assert [key.rpartition(":")[2] for key in Message.objects.values_list("key", flat=True)] == ["1"]


def test_a_reminder_whose_reason_vanished_is_not_sent(
    world: World,
    case: Case,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server)
    with at(FIVE_BEFORE, 2):  # the mail waits for the morning
        remind(FIVE_BEFORE)
        send_all()
    with at(FIVE_BEFORE, 7):
        world.put(case, "integrity")
    with at(FIVE_BEFORE, 9):
        send_all()
    assert mail_server.mails == []
    assert why_dropped() == [Dropped.NOTHING_HOLDS]


@pytest.mark.usefixtures("case")
def test_what_was_to_be_said_before_the_day_is_not_said_after_it(
    world: World,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server)
    with at(ONE_BEFORE, 2):
        remind(ONE_BEFORE)
        send_all()
    with at(AFTER):
        send_all()
    assert mail_server.mails == []
    assert why_dropped() == [Dropped.NOTHING_HOLDS]


@pytest.mark.usefixtures("case")
def test_quiet_hours_hold_it_until_the_morning(world: World, mail_server: MailServer) -> None:  # noqa: F811
    mailed(world.officer, mail_server)
    with at(FIVE_BEFORE, 0):
        remind(FIVE_BEFORE)
        send_all()
        assert mail_server.mails == []
    with at(FIVE_BEFORE, 8):
        send_all()
    assert len(mail_server.mails) == 1


@pytest.mark.usefixtures("case")
def test_who_wants_reminders_once_a_day_reads_them_in_the_digest(
    world: World,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server, wants_digest=True, paces={"deadline_near": Pace.DAILY})
    with at(FIVE_BEFORE, 1):
        remind(FIVE_BEFORE)
        send_all()
    with at(FIVE_BEFORE, 8):
        send_all()
    assert subjects(mail_server) == ["2026年11月25日待办与消息汇总"]
    assert "临近截止：现场考察" in mail_server.bodies[0]
    assert "还剩 5 个工作日" in mail_server.bodies[0]


@pytest.mark.usefixtures("case")
def test_what_is_late_is_told_once_to_who_owes_it_and_once_to_the_head(
    world: World,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server)
    mailed(world.division_head, mail_server)
    for day in (AFTER, AFTER + timedelta(days=1), AFTER + timedelta(days=8)):
        with at(day, 8):
            remind(day)
            send_all()
    assert to_whom("deadline_late") == ["role:officer"]
    assert to_whom("deadline_overseen") == ["role:division_head"]
    assert subjects(mail_server) == [f"已经逾期：现场考察（{TITLE}）", "2026年12月3日待办与消息汇总"]
    assert f"逾期未办：现场考察（{TITLE}）" in mail_server.bodies[1]


def test_what_lies_with_the_head_already_is_not_told_over_the_head(world: World) -> None:
    with the_clock.at(OPENING):
        world.case_at("meeting")
    with at(AFTER + timedelta(days=10)):
        remind(AFTER + timedelta(days=10))
        assert to_whom("deadline_late")
        assert to_whom("deadline_overseen") == []


def test_the_colleague_of_an_officer_on_leave_is_reminded_instead(
    world: World,
    case: Case,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server)
    mailed(world.division_head, mail_server)
    house = Appointment.objects.get(user=world.officer.user).organization
    with at(FIVE_BEFORE, 9):
        delegate(
            actor=world.officer, user=user_of(world.division_head), organization=house, role=Role.OFFICER,
            valid_to=DUE,
        )  # fmt: skip
        send_all()
        mail_server.mails.clear()
        remind(FIVE_BEFORE)
        send_all()
    assert [mail["To"] for mail in mail_server.mails] == [
        f"{user_of(world.division_head).username}@kjt.example.cn"
    ]
    assert why_dropped() == [Dropped.HANDED_ON]
    with at(FIVE_BEFORE):
        assert "临近截止" in read(signed_in(world.officer), "/messages/")


@pytest.mark.usefixtures("case")
def test_the_digest_of_an_officer_on_leave_leaves_out_what_is_handed_on(
    world: World,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(world.officer, mail_server, wants_digest=True)
    house = Appointment.objects.get(user=world.officer.user).organization
    with at(FIVE_BEFORE, 7):
        delegate(
            actor=world.officer, user=user_of(world.division_head), organization=house, role=Role.OFFICER,
            valid_to=DUE,
        )  # fmt: skip
    with at(FIVE_BEFORE, 8):
        send_all()
    assert mail_server.mails == []


@pytest.fixture
def feedback(db: None) -> Iterator[FeedbackWorld]:
    """Feedback due on 14 December, handled by the first officer."""
    with at(date(2026, 11, 23)):
        seed_holidays()
        yield FeedbackWorld()


FEEDBACK_SOON = date(2026, 12, 7)


def test_an_errand_is_brought_to_mind_to_its_owner_alone(feedback: FeedbackWorld) -> None:
    feedback.assigned()
    with at(FEEDBACK_SOON):
        remind(FEEDBACK_SOON)
    assert to_whom("deadline_near") == [f"user:{user_of(feedback.officer).pk}"]


def test_an_errand_that_was_seen_to_or_went_to_somebody_else_is_not_sent(
    feedback: FeedbackWorld,
    mail_server: MailServer,  # noqa: F811
) -> None:
    mailed(feedback.officer, mail_server)
    seen_to, gone = feedback.assigned(), feedback.assigned(title="评价指标偏多", clause="6.5-1")
    with at(FEEDBACK_SOON, 2):
        remind(FEEDBACK_SOON)
        send_all()
        answer_feedback(actor=feedback.officer, feedback=seen_to, seen=seen_to.version, answer="已顺延。")
        hand_over_feedback(
            actor=feedback.officer, feedback=gone, seen=gone.version, to=user_of(feedback.colleague),
            reason="属于评价。",
        )  # fmt: skip
    mail_server.mails.clear()
    with at(FEEDBACK_SOON, 9):
        send_all()
    assert not [subject for subject in subjects(mail_server) if "临近截止" in subject]
    assert why_dropped().count(Dropped.NOTHING_HOLDS) >= 2


def test_an_app_that_tells_of_what_is_late_itself_is_left_to_it(feedback: FeedbackWorld) -> None:
    feedback.assigned()
    with at(date(2026, 12, 16)):
        remind(date(2026, 12, 16))
    assert to_whom("deadline_late") == []


def test_a_reader_of_english_is_not_told_in_chinese_what_is_to_be_done(feedback: FeedbackWorld) -> None:
    feedback.assigned()
    with at(FEEDBACK_SOON):
        remind(FEEDBACK_SOON)
    assert {"what:zh-hans", "what:en"} <= Message.objects.get(kind="deadline_near").values.keys()


def test_a_pack_without_the_rule_brings_nothing_to_mind(feedback: FeedbackWorld, minimal_pack: Pack) -> None:
    assert minimal_pack.correspondence.reminders is None


def test_reminder_days_are_counted_in_working_days(feedback: FeedbackWorld) -> None:
    from xiangchuang.procedure.deadlines import work_calendar

    calendar = work_calendar()
    assert reminder_day(calendar, 5, DUE) == FIVE_BEFORE
    assert reminder_day(calendar, 1, DUE) == ONE_BEFORE
    # A Monday is one working day after the Friday, over the weekend.
    assert reminder_day(calendar, 1, date(2026, 11, 30)) == date(2026, 11, 27)
    assert [occasion_of(calendar, (5, 1), day, DUE) for day in (FIVE_BEFORE, ONE_BEFORE, DUE)] == [5, 1, 1]
    assert occasion_of(calendar, (5, 1), FIVE_BEFORE - timedelta(days=1), DUE) is None


@pytest.mark.usefixtures("case")
def test_the_settings_page_says_which_reminders_come(world: World, clock: ModuleType) -> None:
    with at(date(2026, 11, 20)):
        officer = signed_in(world.officer)
        shown = text_of(read(officer, "/messages/settings/"))
        assert "截止前 5、1 个工作日各提醒一次" in shown
        for day in (FIVE_BEFORE, ONE_BEFORE):
            assert f"{day.isoformat()} 现场考察 {TITLE} {DUE.isoformat()}" in shown
        with_one = queries_of(officer, "/messages/settings/")
    with the_clock.at(OPENING):
        world.case_at("site_visit", "示例智能农机技术创新中心")
        world.case_at("site_visit", "示例先进材料技术创新中心")
    with at(date(2026, 11, 20)):
        assert queries_of(officer, "/messages/settings/") == with_one


def test_who_has_nothing_waiting_is_told_so(world: World) -> None:
    with at(date(2026, 11, 20)):
        assert "眼下没有等您办理" in read(signed_in(world.stranger), "/messages/settings/")


@pytest.mark.django_db(transaction=True)
def test_the_clock_runs_it_outside_of_any_transaction_and_it_brings_its_own() -> None:
    with at(date(2026, 11, 23)):
        seed_holidays()
        FeedbackWorld().assigned()
    with at(FEEDBACK_SOON):
        assert "期限提醒 1 条" in run_daily_steps(FEEDBACK_SOON)
    assert LedgerEntry.objects.filter(verb="remind_of_deadlines").count() == 1
