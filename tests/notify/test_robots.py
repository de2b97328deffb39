"""WeCom and DingTalk robots, played by a real HTTP server: what counts is `errcode`, not the status."""

import base64
import hashlib
import hmac
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.registers import actor_as
from tests.notify.conftest import Robot
from tests.notify.reader import MONDAY_TEN, chose, reached, told
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.notify.channels import TRANSPORTS
from xiangchuang.notify.channels.robot import text_of
from xiangchuang.notify.channels.transport import BadAddressError, Letter
from xiangchuang.notify.models import Delivery, Message
from xiangchuang.notify.sending.send import send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("river")]
KEY = "11112222-3333-4444-5555-666677778888"
TOKEN, SECRET = "a" * 64, "SEC" + "b" * 61
HOOKS = {
    "wecom": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
    "dingtalk": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN} {SECRET}",
}


@pytest.fixture(autouse=True)
def monday(clock: ModuleType) -> object:
    """Let it be a working Monday at ten."""
    with clock.at(MONDAY_TEN):
        yield


def officer_with(channel: str, robot: Robot) -> Actor:
    """An officer whose robot is proven."""
    officer = actor_as(Role.OFFICER)
    chose(officer, wants_digest=False)
    reached(officer, channel, HOOKS[channel])
    send_all()
    robot.posts.clear()
    return officer


@pytest.mark.parametrize("channel", HOOKS)
def test_a_robot_says_title_and_link(robot: Robot, channel: str) -> None:
    officer_with(channel, robot)
    told()

    assert send_all() == {"sent": 1}

    ((path, body),) = robot.posts
    text = body["text"]["content"]
    assert urlsplit(path).path == f"/{channel}/send"
    assert "3 条河涨水" in text
    assert text.endswith(f"https://tic.example.cn/messages/{Message.objects.get().pk}/")


def test_wecom_is_told_the_key(robot: Robot) -> None:
    officer_with("wecom", robot)
    told()
    send_all()
    assert parse_qs(urlsplit(robot.posts[0][0]).query) == {"key": [KEY]}


def test_dingtalk_is_signed_and_carries_the_keyword(robot: Robot) -> None:
    officer_with("dingtalk", robot)
    told()
    send_all()
    query = {name: values[0] for name, values in parse_qs(urlsplit(robot.posts[0][0]).query).items()}
    text = f"{query['timestamp']}\n{SECRET}".encode()
    signed = hmac.new(SECRET.encode(), text, hashlib.sha256).digest()
    assert (query["access_token"], query["sign"]) == (TOKEN, base64.b64encode(signed).decode())
    assert robot.posts[0][1]["text"]["content"].startswith("【湘创】")


@pytest.mark.parametrize("channel", HOOKS)
def test_a_refusal_in_the_body_of_a_200_is_a_failure(robot: Robot, channel: str) -> None:
    officer_with(channel, robot)
    robot.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    told()
    assert send_all() == {"waiting": 1}
    assert Delivery.objects.get(message__isnull=False).error == "errcode 45009"


@pytest.mark.parametrize(("channel", "code"), [("wecom", 93000), ("dingtalk", 300001)])
def test_a_robot_that_is_gone_is_given_up_at_once(robot: Robot, channel: str, code: int) -> None:
    officer_with(channel, robot)
    robot.answer = {"errcode": code}
    told()
    assert send_all() == {"given_up": 1}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_status_is_a_failure_to_try_again(robot: Robot, status: int) -> None:
    officer_with("wecom", robot)
    robot.status = status
    told()
    assert send_all() == {"waiting": 1}
    assert KEY not in Delivery.objects.get(message__isnull=False).error


def test_an_answer_that_is_no_answer_is_a_failure(robot: Robot) -> None:
    officer_with("wecom", robot)
    robot.answer = {"ok": True}
    told()
    assert send_all() == {"waiting": 1}


@pytest.mark.parametrize(
    ("channel", "typed"),
    [
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"), ("wecom", "key with spaces"),
        ("wecom", "a&b=c"), ("dingtalk", "short"), ("dingtalk", f"{TOKEN} no-secret"),
        ("mail", "zhang"), ("mail", "a@b.cn, c@d.cn"), ("mail", "a@b.cn\nBcc: c@d.cn"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(channel: str, typed: str) -> None:
    with pytest.raises(BadAddressError, match=r"[：。]"):
        TRANSPORTS[channel].read(typed)


def test_a_whole_hook_and_its_bare_key_are_one_address() -> None:
    wecom = TRANSPORTS["wecom"]
    assert wecom.read(f" {HOOKS['wecom']} ") == wecom.read(KEY) == KEY


def test_a_long_text_is_cut_and_the_link_is_not() -> None:
    letter = Letter("题", "长" * 3000, "https://tic.example.cn/messages/1/", "x")
    text = text_of(letter, most_bytes=2048)
    assert len(text.encode()) <= 2048
    assert text.endswith("…\nhttps://tic.example.cn/messages/1/")
