"""What an intention still lacks."""

from typing import NamedTuple


class Gap(NamedTuple):
    """In words, on which clause, and the field where it is put right."""

    message: str
    clause: str
    field: str
