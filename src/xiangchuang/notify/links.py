"""Addresses that carry their own proof: of a letter to its owner, and to unsubscribe without signing in."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse

from xiangchuang.notify.models import Address

VERIFIED_WITHIN: Final = timedelta(days=3)
DIGEST: Final = "digest"
_VERIFY: Final = "xiangchuang.notify.verify"
_UNSUBSCRIBE: Final = "xiangchuang.notify.unsubscribe"


def absolute(path: str) -> str:
    """Return a path of this site as an address that works from outside."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def verification_url(address: Address) -> str:
    """Return the address that proves, opened by its owner signed in, that letters arrive."""
    token = signing.dumps([address.pk, address.nonce], salt=_VERIFY)
    return absolute(reverse("notify:verify", args=[token]))


def read_verification(token: str) -> tuple[int, str] | None:
    """Return (address, nonce) of a link that is ours and not too old."""
    try:
        pk, nonce = signing.loads(token, salt=_VERIFY, max_age=VERIFIED_WITHIN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(pk), str(nonce)


def unsubscribe_url(user_id: int, kind: str) -> str:
    """Return the address that ends letters of that kind (or the digest) to that person."""
    return absolute(reverse("notify:unsubscribe", args=[signing.dumps([user_id, kind], salt=_UNSUBSCRIBE)]))


def read_unsubscription(token: str) -> tuple[int, str] | None:
    """Return (user, kind) of a link that is ours; it does not age, for mails do not either."""
    try:
        user, kind = signing.loads(token, salt=_UNSUBSCRIBE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user), str(kind)
