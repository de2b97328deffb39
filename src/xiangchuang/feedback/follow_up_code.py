"""The secret by which a filer finds the answer: made from the form's token, kept only as a digest."""

from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from xiangchuang.accounts.text import normalise_line
from xiangchuang.documents.official import normalized_code, verification_code

_SALT: Final = "xiangchuang.feedback.follow-up"
_NUMBER_PARTS: Final = 2


def follow_up_code(token: UUID) -> str:
    """Return the code XXXX-XXXX-XXXX of a form; the same again when its page is sent twice."""
    drawn = salted_hmac(_SALT, token.hex, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return verification_code(drawn)


def digest_of(code: str) -> str:
    """Return what is kept of a code: nobody who reads the database can follow up."""
    return sha256(f"{_SALT}:{code}".encode()).hexdigest()


def receipt_of(number: str, code: str) -> str:
    """Return number and code as one text to write down."""
    return f"{number}-{code}"


def read_receipt(typed: str) -> tuple[str, str] | None:
    """Return (number, digest) of what somebody typed or followed; None for what is no receipt."""
    parts = normalise_line(typed).upper().replace(" ", "").split("-")
    code = normalized_code("-".join(parts[_NUMBER_PARTS:]))
    if code is None:
        return None
    return "-".join(parts[:_NUMBER_PARTS])[:16], digest_of(code)
