"""Persons who want to be told outside of the page."""

from datetime import date, time

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.notify import audiences
from xiangchuang.notify.choices import choice_of
from xiangchuang.notify.choose import Chosen, choose
from xiangchuang.notify.keep_address import add_address, verify_address
from xiangchuang.notify.models import Address
from xiangchuang.notify.tell import tell

# A Monday on which people work, at ten in the morning.
MONDAY_TEN = clock.moment_on(date(2026, 3, 16), time(10))


def reached(actor: Actor, channel: str = "mail", typed: str = "") -> Address:
    """Return the person's address, proven as its owner proves it."""
    assert actor.user is not None
    address = add_address(
        actor=actor, channel=channel, typed=typed or f"{actor.user.username}@kjt.example.cn"
    )
    return proven(actor, address)


def proven(actor: Actor, address: Address) -> Address:
    """Return the address after its owner opened the letter."""
    from xiangchuang.notify.links import verification_url

    token = verification_url(address).rstrip("/").rpartition("/")[2]
    return verify_address(actor=actor, token=token)


def chose(actor: Actor, **changes: object) -> None:
    """Save the person's choices, the defaults but for what is told."""
    assert actor.user is not None
    now = choice_of(actor.user.pk)
    defaults = {
        "language": now.language, "quiet_from": now.quiet_from, "quiet_to": now.quiet_to,
        "quiet_on_days_off": now.quiet_on_days_off, "wants_digest": now.wants_digest, "paces": {},
    }  # fmt: skip
    choose(actor=actor, seen=now.version, chosen=Chosen(**{**defaults, **changes}))  # type: ignore[arg-type]


def told(*to: str, key: str = "1", count: int = 3) -> int:
    """Tell of rivers."""
    audience = to or (audiences.department(Role.OFFICER),)
    return tell(kind="river", to=audience, key=key, values={"count": count}, url="/work-list/")
