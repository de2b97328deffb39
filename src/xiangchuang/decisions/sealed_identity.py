"""Who objected, sealed: AES-GCM under a key of its own, derived from SECRET_KEY and bound to the receipt."""

import json
import os
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"xiangchuang objection identity v1"
_NONCE_BYTES = 12


class UnopenableIdentityError(Exception):
    """None of the keys at hand opens it: SECRET_KEY has changed and the old one is in no fallback."""


@dataclass(frozen=True)
class Identity:
    """Name of a person or unit, and how to reach them."""

    name: str
    contact: str


def seal_identity(identity: Identity, receipt: str) -> bytes:
    """Return nonce and ciphertext; the receipt is authenticated, so rows cannot be exchanged."""
    nonce = os.urandom(_NONCE_BYTES)
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, plain, receipt.encode())


def unseal_identity(sealed: bytes, receipt: str) -> Identity:
    """Return who objected; raises UnopenableIdentityError when no key opens it."""
    nonce, secret = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            plain = AESGCM(_key(key)).decrypt(nonce, secret, receipt.encode())
        except InvalidTag:
            continue
        return Identity(**json.loads(plain))
    raise UnopenableIdentityError(receipt)


def _key(secret: str | bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(force_bytes(secret))
