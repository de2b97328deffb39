"""Where a person wants to be told: written down, proven by a letter, taken away."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, Stale
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.channels import TRANSPORTS, channels_set_up
from xiangchuang.notify.channels.transport import BadAddressError
from xiangchuang.notify.links import read_verification
from xiangchuang.notify.models import Address, Channel, Delivery, Purpose
from xiangchuang.notify.sealed_address import seal_address

# Somebody else's mailbox must not be filled with proofs.
_PROOFS_A_DAY: Final = 5
_ASKING: Final = ("add_address", "prove_address")


def add_address(*, actor: Actor, channel: str, typed: str) -> Address:
    """Write down an address in place of the one on that channel, and send it the letter that proves it.

    Raises Invalid for what is no address, Blocked for a channel without a server and after too many letters.
    """
    user_id = _user_of(actor)
    if channel not in channels_set_up():
        raise Blocked(_("本系统还没有接通这个渠道。"), remedy=_("联系系统管理员。"))
    try:
        value = TRANSPORTS[channel].read(typed)
    except BadAddressError as error:
        raise Invalid(str(error), kept={"address": typed}) from None
    now = clock.now()
    with transaction.atomic():
        address, _is_new = Address.objects.update_or_create(
            user_id=user_id, channel=channel,
            defaults={
                "sealed": seal_address(value, user_id=user_id, channel=channel), "added_at": now,
                "nonce": secrets.token_hex(16), "verified_at": None,
            },
        )  # fmt: skip
        _send_proof(actor, address)
        _note(actor, "add_address", address)
    return address


def prove_again(*, actor: Actor, address_id: int) -> Address:
    """Send the letter once more; the link of the earlier one no longer counts. Raises NotFound, Blocked."""
    address = own_address(actor, address_id)
    if address.verified_at is not None:
        raise Blocked(_("这个地址已经核实。"))
    with transaction.atomic():
        address.nonce = secrets.token_hex(16)
        address.save(update_fields=["nonce"])
        _send_proof(actor, address)
        _note(actor, "prove_address", address)
    return address


def verify_address(*, actor: Actor, token: str) -> Address:
    """Let the address count from now on. Raises NotFound for a link that is not this person's, or too old."""
    found = read_verification(token)
    address = None
    if found is not None and actor.user is not None:
        address = Address.objects.filter(pk=found[0], user=actor.user.pk, nonce=found[1]).first()
    if address is None:
        raise NotFound(_("这个确认链接已经失效，或者不是发给您的。"), remedy=_("在“设置”里重新发送确认信。"))
    with transaction.atomic():
        unproven = Address.objects.filter(pk=address.pk, nonce=address.nonce, verified_at__isnull=True)
        if unproven.update(verified_at=clock.now()):
            _note(actor, "verify_address", address)
    address.refresh_from_db()
    return address


def remove_address(*, actor: Actor, address_id: int) -> None:
    """Take the address away; what was on its way to it is not sent. Raises NotFound, Stale."""
    address = own_address(actor, address_id)
    with transaction.atomic():
        _note(actor, "remove_address", address)
        deleted, _by_model = Address.objects.filter(pk=address.pk).delete()
        if not deleted:
            raise Stale(_("这个地址已经删除。"), remedy=_("刷新页面查看现状。"))


def own_address(actor: Actor, address_id: int) -> Address:
    """Return one's own address; raises NotFound for another's."""
    found = Address.objects.filter(pk=address_id, user=_user_of(actor)).first()
    if found is None:
        raise NotFound(_("没有这个地址，或者它不是您的。"))
    return found


def _user_of(actor: Actor) -> int:
    if actor.user is None:
        raise NotFound(_("登录后才能设置。"))
    return actor.user.pk


def _send_proof(actor: Actor, address: Address) -> None:
    """Asked for by the person at this moment, so quiet hours do not hold it. Raises Blocked."""
    now = clock.now()
    # Counted in the ledger: with an address that is taken away its letters are gone from the deliveries.
    asked = LedgerEntry.objects.filter(verb__in=_ASKING, actor=actor.ledger_name)
    if asked.filter(at__gt=now - timedelta(days=1)).count() >= _PROOFS_A_DAY:
        raise Blocked(
            _("一天内发出的确认信已有 %(most)d 封。") % {"most": _PROOFS_A_DAY},
            remedy=_("核对地址，明天再试；收不到信的，问一下系统管理员。"),
        )
    Delivery.objects.create(address=address, purpose=Purpose.VERIFICATION, due_at=now, made_at=now)


def _note(actor: Actor, verb: str, address: Address) -> None:
    """The ledger keeps that it was done and on which channel, never the address."""
    write_entry(
        actor, verb=verb, subject=f"address:{address.pk}", detail={"channel": str(Channel(address.channel))}
    )
