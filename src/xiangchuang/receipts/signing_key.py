"""The key that receipts are signed with: RECEIPT_KEY, else one derived from the application's secret.

Every node of one installation has the same, and nothing more has to be kept secret. Whoever changes either
signs with another key from then on; the public keys of before stay known (`ReceiptKey`).
"""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from xiangchuang.calendars import clock
from xiangchuang.documents.receipt_file import fingerprint, raw_public_key
from xiangchuang.receipts.models import ReceiptKey

_LENGTH = 32


def signing_key() -> Ed25519PrivateKey:
    """Return the key of this installation; raises ValueError for a RECEIPT_KEY that is no key."""
    if settings.RECEIPT_KEY:
        seed = base64.b64decode(settings.RECEIPT_KEY, validate=True)
    else:
        derive = HKDF(algorithm=SHA256(), length=_LENGTH, salt=None, info=b"xiangchuang receipts 1")
        seed = derive.derive(force_bytes(settings.SECRET_KEY))
    return Ed25519PrivateKey.from_private_bytes(seed)


def known_key() -> ReceiptKey:
    """Return the public half of today's key, noted at its first use."""
    public = raw_public_key(signing_key().public_key())
    key, _created = ReceiptKey.objects.get_or_create(
        fingerprint=fingerprint(public), defaults={"public_key": public, "first_used_at": clock.now()}
    )
    return key


def public_keys() -> list[bytes]:
    """Return every key that receipts were signed with, the newest first."""
    return [bytes(key) for key in ReceiptKey.objects.values_list("public_key", flat=True)]
