"""Addresses, sealed: AES-GCM under a key of its own, derived from SECRET_KEY, bound to person and channel."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

_PURPOSE = b"xiangchuang address v1"
_NONCE_BYTES = 12


class UnopenableAddressError(Exception):
    """None of the keys at hand opens it: SECRET_KEY has changed and the old one is in no fallback."""


def seal_address(value: str, *, user_id: int, channel: str) -> bytes:
    """Return nonce and ciphertext; a row moved to another person or channel does not open."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, value.encode(), _bound(user_id, channel))


def unseal_address(sealed: bytes, *, user_id: int, channel: str) -> str:
    """Return the address. Raises UnopenableAddressError when no key opens it."""
    nonce, secret = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(key)).decrypt(nonce, secret, _bound(user_id, channel)).decode()
        except InvalidTag:
            continue
    raise UnopenableAddressError(f"{user_id} {channel}")


def _bound(user_id: int, channel: str) -> bytes:
    return f"{user_id}:{channel}".encode()


def _key(secret: str | bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(force_bytes(secret))
