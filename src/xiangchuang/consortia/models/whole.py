"""All of it, in basis points."""

from typing import Final

WHOLE: Final = 10_000
