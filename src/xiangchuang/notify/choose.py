"""Choosing when and how often to be told. One's own comfort, not a matter: the ledger keeps none of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid, NotFound, Stale
from xiangchuang.notify.kinds import find_kind, message_kinds
from xiangchuang.notify.links import DIGEST, read_unsubscription
from xiangchuang.notify.models import KindChoice, Pace, SendingChoice


@dataclass(frozen=True)
class Chosen:
    """What the form says. paces: kind → pace; kinds left out keep theirs."""

    language: str
    quiet_from: time
    quiet_to: time
    quiet_on_days_off: bool
    wants_digest: bool
    paces: Mapping[str, str]


def choose(*, actor: Actor, seen: int, chosen: Chosen) -> SendingChoice:
    """Save the person's choices. Raises NotFound, Invalid, Stale (another tab saved meanwhile)."""
    user = actor.user
    if user is None:
        raise NotFound(_("登录后才能设置。"))
    known = {kind.code for kind in message_kinds()}
    if not set(chosen.paces) <= known or not set(chosen.paces.values()) <= set(Pace.values):
        raise Invalid(_("有一类消息的发送方式不在可选范围内。"), remedy=_("从列表中选择。"))
    with transaction.atomic():
        SendingChoice.objects.get_or_create(user=user)
        saved = SendingChoice.objects.filter(user=user, version=seen).update(
            language=chosen.language, quiet_from=chosen.quiet_from, quiet_to=chosen.quiet_to,
            quiet_on_days_off=chosen.quiet_on_days_off, wants_digest=chosen.wants_digest,
            version=F("version") + 1,
        )  # fmt: skip
        if not saved:
            raise Stale(_("设置刚在别处改过，本次没有保存。"), remedy=_("对照最新设置后重新保存。"))
        for kind, pace in chosen.paces.items():
            _save_pace(user.pk, kind, pace)
    return SendingChoice.objects.get(user=user)


def unsubscribe(*, token: str) -> str:
    """End letters of the kind that the link names; return its label. Raises NotFound for a link not ours."""
    found = read_unsubscription(token)
    if found is None:
        raise NotFound(_("这个退订链接不完整。"), remedy=_("登录后在“设置”里选择不发。"))
    user_id, kind = found
    with transaction.atomic():
        choice, _is_new = SendingChoice.objects.get_or_create(user_id=user_id)
        if kind == DIGEST:
            SendingChoice.objects.filter(pk=choice.pk).update(wants_digest=False, version=F("version") + 1)
        else:
            _save_pace(user_id, kind, Pace.NONE)
    return label_of(kind)


def label_of(kind: str) -> str:
    """Return what a kind of letter is called."""
    if kind == DIGEST:
        return _("每日待办汇总")
    known = find_kind(kind)
    return str(known.label) if known else kind


def renew_feed(*, actor: Actor) -> SendingChoice:
    """Make every earlier address of the person's calendar worthless. Raises NotFound."""
    if actor.user is None:
        raise NotFound(_("登录后才能设置。"))
    with transaction.atomic():
        choice, _is_new = SendingChoice.objects.get_or_create(user=actor.user)
        SendingChoice.objects.filter(pk=choice.pk).update(feed_serial=F("feed_serial") + 1)
        write_entry(actor, verb="renew_calendar", subject=actor.ledger_name)
    choice.refresh_from_db()
    return choice


def _save_pace(user_id: int, kind: str, pace: str) -> None:
    KindChoice.objects.update_or_create(user_id=user_id, kind=kind, defaults={"pace": pace})
