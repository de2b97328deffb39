"""Numbers from a commitment and a public seed: the same on every machine, none of them chosen by anyone.

Block n is HMAC-SHA256(key, n) with key = SHA-256(commitment, line end, seed) and n as eight bytes, big
end first,
from 0. A number below `limit` is the block modulo limit; blocks that would favour small numbers are left out.
"""

import hashlib
import hmac
from typing import Final

_ALL: Final = 2**256


class Numbers:
    """The stream; `used` counts its blocks."""

    def __init__(self, commitment: str, seed: str) -> None:
        self._key = hashlib.sha256(f"{commitment}\n{seed}".encode()).digest()
        self.used = 0

    def below(self, limit: int) -> int:
        """Return the next number from 0 to limit - 1, each as likely as any other."""
        fair = _ALL - _ALL % limit
        while True:
            block = hmac.digest(self._key, self.used.to_bytes(8, "big"), "sha256")
            self.used += 1
            value = int.from_bytes(block, "big")
            if value < fair:
                return value % limit
