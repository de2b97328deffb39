"""Signing in again for an act that binds a person: the password once more, counted as at the sign-in."""

from dataclasses import dataclass
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.calendars import clock


@dataclass(frozen=True)
class Confirmation:
    """That a person has just shown to be who is signed in; a verb that binds the person asks for it."""

    user_id: int
    at: datetime

    @classmethod
    def of(cls, user: User) -> "Confirmation":
        """Return the confirmation of somebody whose identity the caller has just proven."""
        return cls(user.pk, clock.now())


def confirm_person(request: HttpRequest, *, actor: Actor, password: str) -> Confirmation:
    """Return the confirmation when the password is the actor's own.

    Called before the verb's transaction: the count of wrong passwords must outlast the refusal. It is the
    same count as that of the sign-in, so nobody guesses at one door what the other has closed.
    Raises Invalid for a missing or wrong password, Blocked after too many, NotPermitted without an account.
    """
    if actor.user is None:
        raise NotPermitted(_("登录后再办理。"))
    if not password:
        raise Invalid(_("密码没有填写。"), remedy=_("填写您的登录密码；写下的内容还在。"))
    username = actor.user.get_username()
    if not AxesProxyHandler.is_allowed(request, {"username": username}):
        raise _too_many()
    known = authenticate(request, username=username, password=password)
    is_locked = bool(getattr(request, "axes_locked_out", False))
    # Else the lock-out's own page would take the place of this one, and of what was typed on it.
    request.axes_locked_out = False  # type: ignore[attr-defined]  # axes keeps its mark on the request
    if known is not None and known.pk == actor.user.pk:
        return Confirmation.of(actor.user)
    if is_locked:
        raise _too_many()
    raise Invalid(_("密码不对，没有办理。"), remedy=_("核对后再填；写下的内容还在。连续多次不对会暂停。"))


def refuse_unconfirmed(actor: Actor, confirmation: Confirmation) -> None:
    """Raise NotPermitted where the confirmation is another person's."""
    if actor.user is None or confirmation.user_id != actor.user.pk:
        raise NotPermitted(_("签署人和登录的人不是同一人。"), remedy=_("用本人账号登录后再签署。"))


def _too_many() -> Blocked:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return Blocked(
        _("密码连续多次不对，已暂停验证。"),
        remedy=_("过 %(minutes)d 分钟再试；写下的内容可以先复制保存。") % {"minutes": minutes},
    )
