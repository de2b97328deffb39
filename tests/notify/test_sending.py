"""Mail goes through a real SMTP server: what is sent, to whom, when, and what no longer is."""

from dataclasses import replace
from datetime import date, time, timedelta
from types import ModuleType

import pytest
from pytest_django import Settings

from tests.factories.registers import actor_as
from tests.notify.conftest import MailServer
from tests.notify.reader import MONDAY_TEN, chose, proven, reached, told
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.roles import Role
from xiangchuang.notify import audiences, kinds
from xiangchuang.notify.keep_address import add_address
from xiangchuang.notify.kinds import Said, register_message_kind
from xiangchuang.notify.mark_read import mark_read
from xiangchuang.notify.models import Address, Delivery, DeliveryState, Dropped, Message, Purpose
from xiangchuang.notify.sending.claim import ABANDONED_AFTER, claim
from xiangchuang.notify.sending.send import send_all
from xiangchuang.notify.sending.spread import spread
from xiangchuang.notify.tell import tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("river")]


@pytest.fixture(autouse=True)
def monday(clock: ModuleType) -> object:
    """Let it be a working Monday at ten."""
    with clock.at(MONDAY_TEN):
        yield


@pytest.fixture
def officer(mail_server: MailServer) -> Actor:
    """An officer whose mailbox is proven; the proof itself was read and thrown away."""
    officer = actor_as(Role.OFFICER)
    chose(officer, wants_digest=False)
    reached(officer)
    send_all()
    mail_server.mails.clear()
    return officer


def states() -> list[str]:
    """How the letters of messages stand."""
    return list(
        Delivery.objects.filter(purpose=Purpose.MESSAGE).order_by("pk").values_list("state", flat=True)
    )


def only() -> Delivery:
    """The one letter of a message."""
    return Delivery.objects.get(purpose=Purpose.MESSAGE)


def test_what_the_page_says_arrives_with_a_link_that_opens_it(
    officer: Actor, mail_server: MailServer
) -> None:
    told()

    assert send_all() == {"sent": 1}

    (mail,) = mail_server.mails
    assert mail["Subject"] == "3 条河涨水"
    assert mail["From"] == "xiangchuang@kjt.example.cn"
    assert f"https://tic.example.cn/messages/{Message.objects.get().pk}/" in mail_server.bodies[0]
    assert "请看水位。" in mail_server.bodies[0]


def test_it_is_sent_once_however_often_the_sender_runs(officer: Actor, mail_server: MailServer) -> None:
    told()
    for _run in range(3):
        send_all()
    assert len(mail_server.mails) == 1


def test_it_is_written_in_the_language_its_reader_chose(officer: Actor, mail_server: MailServer) -> None:
    chose(officer, language="en")
    told()
    send_all()
    assert mail_server.mails[0]["Subject"] == "3 rivers"


def test_a_mail_program_can_unsubscribe_without_signing_in(officer: Actor, mail_server: MailServer) -> None:
    from django.test import Client

    told()
    send_all()
    mail = mail_server.mails[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip(" <>").removeprefix("https://tic.example.cn")

    assert Client().get(path).status_code == 200
    told(key="2")
    spread()
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    send_all()

    assert len(mail_server.mails) == 1
    assert only_dropped() == [Dropped.UNWANTED]


def only_dropped() -> list[str]:
    """Why letters were dropped."""
    letters = Delivery.objects.filter(purpose=Purpose.MESSAGE, state=DeliveryState.DROPPED)
    return list(letters.values_list("dropped", flat=True))


def test_a_reminder_whose_reason_vanished_is_not_sent(officer: Actor, mail_server: MailServer) -> None:
    told()
    spread()
    Message.objects.update(values={"count": 0})

    send_all()

    assert mail_server.mails == []
    assert (only().state, only().dropped) == (DeliveryState.DROPPED, Dropped.NOTHING_HOLDS)


def test_what_was_read_on_the_page_is_not_sent_after(officer: Actor, mail_server: MailServer) -> None:
    told()
    spread()
    mark_read(actor=officer, message_id=Message.objects.get().pk)
    send_all()
    assert (mail_server.mails, only().dropped) == ([], Dropped.READ)


def test_who_lost_the_role_meanwhile_is_told_nothing(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    told()
    spread()
    Appointment.objects.update(valid_to=clock.today() - timedelta(days=1))
    send_all()
    assert (mail_server.mails, only().dropped) == ([], Dropped.NO_READER)


def test_an_account_that_was_closed_gets_no_mail(officer: Actor, mail_server: MailServer) -> None:
    told()
    spread()
    assert officer.user is not None
    officer.user.is_active = False
    officer.user.save()
    send_all()
    assert (mail_server.mails, only().dropped) == ([], Dropped.NO_ADDRESS)


def test_another_role_is_not_written_to(officer: Actor, mail_server: MailServer) -> None:
    head = actor_as(Role.DIVISION_HEAD)
    reached(head)
    told()
    send_all()
    assert [mail["To"] for mail in mail_server.mails if mail["Subject"] == "3 条河涨水"] == [
        f"{officer.user.username}@kjt.example.cn"  # type: ignore[union-attr]
    ]


def test_at_night_it_waits_for_the_morning(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    with clock.at(clock.moment_on(date(2026, 3, 16), time(22, 30))):
        told()
        send_all()
        assert mail_server.mails == []
    with clock.at(clock.moment_on(date(2026, 3, 17), time(8, 0))):
        send_all()
        assert len(mail_server.mails) == 1


def test_quiet_hours_chosen_after_it_was_due_hold_it_too(officer: Actor, mail_server: MailServer) -> None:
    told()
    spread()
    chose(officer, quiet_from=time(9, 0), quiet_to=time(12, 0))
    assert send_all() == {"waiting": 1}
    assert only().attempts == 0
    assert mail_server.mails == []


def test_what_was_told_before_the_address_was_proven_is_never_sent(
    mail_server: MailServer, clock: ModuleType
) -> None:
    officer = actor_as(Role.OFFICER)
    address = add_address(actor=officer, channel="mail", typed="zhang@kjt.example.cn")
    told()
    clock.advance(timedelta(seconds=1))
    proven(officer, address)
    send_all()
    assert [mail["Subject"] for mail in mail_server.mails] == []
    assert states() == []


def test_an_unproven_address_gets_its_proof_and_nothing_else(mail_server: MailServer) -> None:
    officer = actor_as(Role.OFFICER)
    add_address(actor=officer, channel="mail", typed="zhang@kjt.example.cn")
    told()
    send_all()
    assert [mail["Subject"] for mail in mail_server.mails] == ["确认接收地址"]
    assert "https://tic.example.cn/messages/settings/verify/" in mail_server.bodies[0]
    assert mail_server.mails[0]["List-Unsubscribe"] is None


def test_a_failure_is_tried_again_later_and_later_and_then_given_up(
    officer: Actor, mail_server: MailServer, clock: ModuleType, settings: Settings
) -> None:
    settings.SENDING_ATTEMPTS = 3
    chose(officer, quiet_from=time(0), quiet_to=time(0))
    mail_server.refuse = "450 mailbox busy"
    told()

    assert send_all() == {"waiting": 1}
    assert send_all() == {}
    clock.advance(timedelta(minutes=1))
    assert send_all() == {"waiting": 1}
    clock.advance(timedelta(minutes=5))
    assert send_all() == {"given_up": 1}

    assert only().attempts == 3
    assert only().error == "SMTP [450]"
    assert "kjt.example.cn" not in only().error


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(officer: Actor, mail_server: MailServer) -> None:
    mail_server.refuse = "550 no such user"
    told()
    assert send_all() == {"given_up": 1}


def test_a_server_that_does_not_answer_is_a_failure_to_try_again(
    officer: Actor, mail_server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_PORT = 9
    told()
    assert send_all() == {"waiting": 1}
    assert only().error == "ConnectionRefusedError"


def test_without_a_server_nothing_is_sent_and_nothing_is_lost(
    officer: Actor, mail_server: MailServer, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    told()
    assert send_all() == {}
    settings.EMAIL_HOST = "127.0.0.1"
    assert send_all() == {"sent": 1}


def test_a_letter_is_taken_by_one_sender_only(officer: Actor) -> None:
    told()
    spread()
    first, second = only(), only()
    assert (claim(first), claim(second)) == (True, False)


def test_what_a_dead_sender_had_taken_is_sent_by_the_next(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    told()
    spread()
    claim(only())
    assert send_all() == {}
    clock.advance(ABANDONED_AFTER + timedelta(seconds=1))
    assert send_all() == {"sent": 1}
    assert len(mail_server.mails) == 1


def test_each_attempt_carries_the_same_name_so_that_a_mail_shows_once(
    officer: Actor, mail_server: MailServer
) -> None:
    told()
    send_all()
    Delivery.objects.filter(purpose=Purpose.MESSAGE).update(state=DeliveryState.WAITING)
    send_all()
    names = {mail["Message-ID"] for mail in mail_server.mails}
    assert (len(mail_server.mails), len(names)) == (2, 1)


def test_a_line_break_in_a_title_makes_no_header(officer: Actor, mail_server: MailServer) -> None:
    from xiangchuang.notify import kinds
    from xiangchuang.notify.kinds import MessageKind, Said

    kinds._KINDS["river"] = MessageKind("river", "水情", lambda values: Said("一\nBcc: x@example.cn"))
    told()
    send_all()
    assert mail_server.mails[0]["Bcc"] is None


def test_addresses_are_sealed_in_the_database(officer: Actor) -> None:
    address = Address.objects.get()
    assert b"kjt.example.cn" not in bytes(address.sealed)


def test_spreading_asks_the_same_for_three_readers_as_for_one(
    officer: Actor, mail_server: MailServer
) -> None:
    from tests.workbench.browser import counted

    told(key="1")
    with counted() as for_one:
        spread()
    for _colleague in range(2):
        reached(actor_as(Role.OFFICER))
    told(key="2")
    with counted() as for_three:
        spread()
    assert len(for_one) == len(for_three)
    assert Delivery.objects.filter(purpose=Purpose.MESSAGE).count() == 4


def test_a_letter_that_cannot_be_written_holds_up_no_other(officer: Actor, mail_server: MailServer) -> None:
    def broken(values: object) -> Said:
        raise KeyError("count")

    told(key="1")
    tell(kind="river", to=[audiences.department(Role.OFFICER)], key="2", values={"count": 2, "broken": True})
    whole = kinds._KINDS["river"]
    register_message_kind(
        replace(whole, say=lambda values: broken(values) if "broken" in values else whole.say(values))
    )
    assert send_all() == {"sent": 1, "waiting": 1}
    assert states() == ["sent", "waiting"]
    assert Delivery.objects.get(state=DeliveryState.WAITING).error == "KeyError"
