"""Signing in again for an act that binds: the own password, counted with those of the sign-in."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest

from tests.factories.line import LineWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.confirm_person import Confirmation, confirm_person, refuse_unconfirmed
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted


@pytest.fixture
def world(db: None) -> LineWorld:
    return LineWorld.build(experts=1)


def _request() -> HttpRequest:
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "192.0.2.7"}
    return request


def test_the_own_password_confirms_the_person(world: LineWorld) -> None:
    user = world.user("expert")

    confirmation = confirm_person(_request(), actor=world.actor("expert"), password=world.password)

    assert confirmation.user_id == user.pk
    refuse_unconfirmed(world.actor("expert"), confirmation)


def test_a_wrong_password_is_said_and_counted(world: LineWorld) -> None:
    for password, words in (("wrong", "密码不对.*写下的内容还在"), ("", "密码没有填写")):
        with pytest.raises(Invalid, match=words):
            confirm_person(_request(), actor=world.actor("expert"), password=password)

    assert AccessAttempt.objects.get().failures_since_start == 1


def test_after_too_many_the_right_one_does_not_help_either(world: LineWorld) -> None:
    actor = world.actor("expert")
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        with pytest.raises(Invalid):
            confirm_person(_request(), actor=actor, password="wrong")

    for password in ("wrong", world.password):
        request = _request()
        with pytest.raises(Blocked, match=r"已暂停验证.*15 分钟"):
            confirm_person(request, actor=actor, password=password)
        # The page that asked says so itself: nothing that was typed on it is lost.
        assert not request.axes_locked_out  # type: ignore[attr-defined]


def test_another_s_confirmation_and_nobody_s_are_refused(world: LineWorld) -> None:
    with pytest.raises(NotPermitted):
        refuse_unconfirmed(world.actor("expert"), Confirmation.of(world.user("officer")))
    with pytest.raises(NotPermitted):
        confirm_person(_request(), actor=Actor.anonymous(), password=world.password)
