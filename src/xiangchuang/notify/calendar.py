"""A person's calendar: told by the apps that know the days, at an address that only the person knows."""

import hmac
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.calendars.feed import FeedDay
from xiangchuang.notify.choices import choice_of

Source = Callable[[Actor], Iterable[FeedDay]]
_sources: Final[list[Source]] = []
_SALT: Final = "xiangchuang.notify.calendar"


def contribute_days(source: Source) -> None:
    """Ask `source` for the days of a person, in the language that is active; call it from `ready()`.

    Urls are paths of this site.
    """
    if source not in _sources:
        _sources.append(source)


def days_of(actor: Actor) -> list[FeedDay]:
    """Return the days the actor has to know, in order; each uid once."""
    found = {day.uid: day for source in _sources for day in source(actor)}
    return sorted(found.values(), key=lambda day: (day.first, day.uid))


def feed_token(user_id: int) -> str:
    """Return the secret part of the address: nothing to keep, and worthless once the serial is raised."""
    return f"{user_id}-{_proof(user_id, choice_of(user_id).feed_serial, settings.SECRET_KEY)}"


def user_of_token(token: str) -> User | None:
    """Return whose calendar it is; None for a token that is not, or no longer, anybody's."""
    number, _dash, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 16 and proof.isascii()):
        return None
    user = User.objects.filter(pk=int(number), is_active=True).first()
    serial = choice_of(int(number)).feed_serial
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(hmac.compare_digest(proof, _proof(int(number), serial, key)) for key in keys)
    return user if is_ours else None


def _proof(user_id: int, serial: int, key: str | bytes) -> str:
    return salted_hmac(_SALT, f"{user_id}:{serial}", secret=key, algorithm="sha256").hexdigest()[:40]


def etag_of(text: str) -> str:
    """Return the entity tag of a feed."""
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'
