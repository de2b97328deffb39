"""One value, one text, one hash: what is signed, frozen or compared has a single spelling in the whole house.

The spelling must not change: hashes over it are stored and printed on papers.
"""

import hashlib
import json

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical_json(value: object) -> str:
    """Return the JSON of the value with sorted keys and no spaces.

    Raises ValueError for a number that is not finite, TypeError for what JSON does not know.
    """
    return _encode(value)


def json_sha256(value: object) -> str:
    """Return the SHA-256 over the canonical JSON of the value, as `text_sha256` gives it."""
    return text_sha256(canonical_json(value))


def text_sha256(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, 64 hexadecimal digits: what anyone can compute.

    Half a surrogate pair, which JSON can spell and UTF-8 cannot, is hashed as its three bytes.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
