"""The daily digest: what waits with the days left, and what was gathered; once a day, when people work."""

from datetime import date, time, timedelta
from types import ModuleType

import pytest

from tests.factories.registers import actor_as
from tests.notify.conftest import MailServer
from tests.notify.reader import MONDAY_TEN, chose, reached, told
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as the_clock
from xiangchuang.notify import waiting
from xiangchuang.notify.models import Delivery, Message, Purpose
from xiangchuang.notify.sending.send import send_all
from xiangchuang.notify.waiting import Waiting, contribute_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("river", "only_what_the_test_says")]
TUESDAY = date(2026, 3, 17)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[Waiting]:
    """What waits for everybody."""
    return [Waiting("填写方案意见", "示例中心", "/cases/1/", date(2026, 3, 20), 4)]


@pytest.fixture
def only_what_the_test_says(lines: list[Waiting], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing else wait."""
    monkeypatch.setattr(waiting, "_sources", [])
    contribute_waiting(lambda actor: lines)


@pytest.fixture
def officer(mail_server: MailServer, clock: ModuleType) -> object:
    """An officer whose mailbox was proven on Monday; now it is Tuesday, eight o'clock."""
    with clock.at(MONDAY_TEN):
        officer = actor_as(Role.OFFICER)
        reached(officer)
        send_all()
    mail_server.mails.clear()
    with clock.at(the_clock.moment_on(TUESDAY, time(8))):
        yield officer


def test_what_waits_is_said_with_the_days_left(officer: Actor, mail_server: MailServer) -> None:
    assert send_all() == {"sent": 1}
    (mail,) = mail_server.mails
    assert mail["Subject"] == "2026年3月17日待办与消息汇总"
    assert "填写方案意见（示例中心） —— 还剩 4 个工作日（2026年3月20日 24:00 截止）" in mail_server.bodies[0]


def test_it_comes_once_a_day(officer: Actor, mail_server: MailServer, clock: ModuleType) -> None:
    send_all()
    clock.advance(timedelta(hours=3))
    send_all()
    assert len(mail_server.mails) == 1
    clock.advance(timedelta(hours=21))
    send_all()
    assert len(mail_server.mails) == 2


def test_before_its_hour_it_does_not_come(officer: Actor, mail_server: MailServer, clock: ModuleType) -> None:
    with clock.at(the_clock.moment_on(TUESDAY, time(7, 59))):
        send_all()
    assert mail_server.mails == []


def test_on_a_day_off_it_does_not_come(officer: Actor, mail_server: MailServer, clock: ModuleType) -> None:
    with clock.at(the_clock.moment_on(date(2026, 3, 21), time(10))):
        send_all()
        assert mail_server.mails == []
        chose(officer, quiet_on_days_off=False)
        send_all()
    assert len(mail_server.mails) == 1


def test_when_nothing_waits_nothing_is_sent(
    officer: Actor, mail_server: MailServer, lines: list[Waiting]
) -> None:
    lines.clear()
    assert send_all() == {"dropped": 1}
    assert mail_server.mails == []


def test_who_wants_no_digest_gets_none(officer: Actor, mail_server: MailServer) -> None:
    chose(officer, wants_digest=False)
    assert send_all() == {}


def test_a_kind_chosen_for_the_digest_waits_for_it_and_is_told_in_it_once(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    send_all()
    chose(officer, paces={"river": "daily"})
    told()
    send_all()
    assert len(mail_server.mails) == 1

    clock.advance(timedelta(days=1))
    send_all()
    clock.advance(timedelta(days=1))
    send_all()

    assert ["3 条河涨水" in body for body in mail_server.bodies] == [False, True, False]


def test_what_was_gathered_is_asked_again_too(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    send_all()
    chose(officer, paces={"river": "daily"}, wants_digest=False)
    told()
    send_all()
    Message.objects.update(values={"count": 0})
    clock.advance(timedelta(days=1))
    assert send_all() == {"dropped": 1}
    assert len(mail_server.mails) == 1


def test_a_digest_that_could_not_be_sent_keeps_what_was_gathered(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    chose(officer, paces={"river": "daily"})
    told()
    mail_server.refuse = "450 busy"
    assert send_all() == {"waiting": 1}
    mail_server.refuse = ""
    clock.advance(timedelta(minutes=1))
    assert send_all() == {"sent": 1}
    assert "3 条河涨水" in mail_server.bodies[0]


def test_two_senders_make_one_digest(officer: Actor) -> None:
    from xiangchuang.notify.sending.digest import make_digests

    assert (make_digests(), make_digests()) == (1, 0)
    assert Delivery.objects.filter(purpose=Purpose.DIGEST, digest_day=TUESDAY).count() == 1
