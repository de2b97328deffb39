"""设置: what a person chooses, the addresses and their proof, and what was given up."""

from types import ModuleType

import pytest
from django.test import Client

from tests.factories.registers import actor_as
from tests.notify.conftest import MailServer
from tests.notify.reader import MONDAY_TEN, chose, reached, told
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.choices import choice_of, paces_of
from xiangchuang.notify.keep_address import add_address, remove_address, verify_address
from xiangchuang.notify.links import verification_url
from xiangchuang.notify.models import Address, Delivery
from xiangchuang.notify.sending.retry import given_up_for, retry_delivery
from xiangchuang.notify.sending.send import send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("river")]
HERE = "/messages/settings/"


@pytest.fixture
def officer() -> Actor:
    return actor_as(Role.OFFICER)


def form(browser: Client, **changes: str) -> dict[str, str]:
    """What the page's form says, changed."""
    from xiangchuang.notify.kinds import message_kinds

    page = browser.get(HERE)
    version = page.context["version"]
    told_as = {f"pace_{kind.code}": "at_once" for kind in message_kinds()}
    defaults = {
        "version": str(version), "language": "zh-hans", "quiet_from": "21:00", "quiet_to": "08:00",
        "quiet_on_days_off": "on", "wants_digest": "on",
    }  # fmt: skip
    return {**defaults, **told_as, **changes}


def test_choices_are_saved_and_shown_again(officer: Actor) -> None:
    browser = signed_in(officer)
    sent = form(browser, language="en", quiet_from="22:30", pace_river="daily")
    del sent["wants_digest"]

    answer = browser.post(HERE, sent, follow=True)

    assert "设置已保存" in answer.content.decode()
    assert officer.user is not None
    choice = choice_of(officer.user.pk)
    assert (choice.language, choice.quiet_from.hour, choice.wants_digest) == ("en", 22, False)
    assert paces_of([officer.user.pk], "river") == {officer.user.pk: "daily"}
    assert '<option value="daily" selected>' in read(browser, HERE)


def test_a_page_opened_before_another_save_does_not_undo_it(officer: Actor) -> None:
    browser = signed_in(officer)
    sent = form(browser)
    browser.post(HERE, form(browser, quiet_from="20:00"))
    assert browser.post(HERE, sent).status_code == 409


def test_an_impossible_time_is_refused_in_words(officer: Actor) -> None:
    browser = signed_in(officer)
    answer = browser.post(HERE, form(browser, quiet_from="25:00"))
    assert answer.status_code == 422
    assert "时间写成 21:00 的样子" in answer.content.decode()


def test_without_a_server_the_page_says_so(officer: Actor) -> None:
    browser = signed_in(officer)
    assert "还没有接通邮件或机器人" in text_of(read(browser, HERE))
    assert browser.get(f"{HERE}addresses/mail/").status_code == 404


def test_an_address_is_written_down_proven_shown_masked_and_removed(
    officer: Actor, mail_server: MailServer
) -> None:
    browser = signed_in(officer)
    browser.post(f"{HERE}addresses/mail/", {"address": "ｚhang@KJT.example.cn"})
    assert "等您打开确认信里的链接" in text_of(read(browser, HERE))
    send_all()
    link = next(line for line in mail_server.bodies[0].splitlines() if "/verify/" in line)
    path = link.removeprefix("https://tic.example.cn")

    assert "确认" in text_of(read(browser, path))
    assert Address.objects.get().verified_at is None
    browser.post(path)

    page = text_of(read(browser, HERE))
    assert "已核实" in page
    assert "z…@kjt.example.cn" in page
    browser.post(f"{HERE}addresses/{Address.objects.get().pk}/remove/")
    assert not Address.objects.exists()
    assert "kjt.example.cn" not in str(list(LedgerEntry.objects.values_list("detail", flat=True)))


def test_another_person_s_link_proves_nothing(officer: Actor, mail_server: MailServer) -> None:
    colleague = actor_as(Role.OFFICER)
    address = add_address(actor=officer, channel="mail", typed="zhang@kjt.example.cn")
    token = verification_url(address).rstrip("/").rpartition("/")[2]
    with pytest.raises(NotFound):
        verify_address(actor=colleague, token=token)
    with pytest.raises(NotFound):
        remove_address(actor=colleague, address_id=address.pk)
    assert signed_in(colleague).post(f"{HERE}verify/{token}/").status_code == 404


def test_a_changed_address_has_to_be_proven_again(officer: Actor, mail_server: MailServer) -> None:
    address = reached(officer)
    changed = add_address(actor=officer, channel="mail", typed="other@kjt.example.cn")
    assert (changed.pk, changed.verified_at) == (address.pk, None)


def test_an_old_link_no_longer_counts_after_a_new_letter(officer: Actor, mail_server: MailServer) -> None:
    address = add_address(actor=officer, channel="mail", typed="zhang@kjt.example.cn")
    token = verification_url(address).rstrip("/").rpartition("/")[2]
    signed_in(officer).post(f"{HERE}addresses/{address.pk}/prove/")
    with pytest.raises(NotFound):
        verify_address(actor=officer, token=token)


def test_a_mailbox_is_not_filled_with_proofs(officer: Actor, mail_server: MailServer) -> None:
    for number in range(5):
        add_address(actor=officer, channel="mail", typed=f"a{number}@kjt.example.cn")
    with pytest.raises(Blocked):
        add_address(actor=officer, channel="mail", typed="a6@kjt.example.cn")


def test_taking_the_address_away_does_not_let_more_proofs_go_out(
    officer: Actor, mail_server: MailServer
) -> None:
    for _number in range(5):
        address = add_address(actor=officer, channel="mail", typed="somebody.else@kjt.example.cn")
        send_all()
        remove_address(actor=officer, address_id=address.pk)
    with pytest.raises(Blocked):
        add_address(actor=officer, channel="mail", typed="somebody.else@kjt.example.cn")


def test_what_was_given_up_is_the_system_administrator_s(
    officer: Actor, mail_server: MailServer, clock: ModuleType
) -> None:
    admin = actor_as(Role.SYSTEM_ADMIN)
    with clock.at(MONDAY_TEN):
        chose(officer, wants_digest=False)
        reached(officer)
        send_all()
        mail_server.refuse = "550 no such user"
        told()
        send_all()
        page = text_of(read(signed_in(admin), "/messages/given-up/"))
        assert "SMTP [550]" in page
        assert "条河涨水" not in page
        assert signed_in(officer).get("/messages/given-up/").status_code == 403
        lost = given_up_for(admin).get()
        with pytest.raises(NotPermitted):
            retry_delivery(actor=officer, delivery_id=lost.pk)
        mail_server.refuse = ""
        signed_in(admin).post(f"/messages/given-up/{lost.pk}/retry/")
        assert send_all() == {"sent": 1}
        assert signed_in(admin).post(f"/messages/given-up/{lost.pk}/dismiss/").status_code == 409
    assert Delivery.objects.get(pk=lost.pk).state == "sent"


def test_the_settings_cost_the_same_with_three_addresses(
    officer: Actor, mail_server: MailServer, robot: object
) -> None:
    from tests.workbench.browser import queries_of

    browser = signed_in(officer)
    for_none = queries_of(browser, HERE)
    add_address(actor=officer, channel="mail", typed="zhang@kjt.example.cn")
    add_address(actor=officer, channel="wecom", typed="1111-2222-3333")
    add_address(actor=officer, channel="dingtalk", typed="a" * 64)
    assert queries_of(browser, HERE) == for_none
