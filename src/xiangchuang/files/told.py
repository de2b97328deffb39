"""What there is to say of a file that was taken in, beside what the verb says: gathered in a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_told: ContextVar[list[str] | None] = ContextVar("told_of_files", default=None)


def tell(message: str) -> None:
    """Say `message` on the next page; a command or a task has no page, and nothing is said."""
    told = _told.get()
    if told is not None and message not in told:
        told.append(message)


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Gather what is told inside the block."""
    told: list[str] = []
    token = _told.set(told)
    try:
        yield told
    finally:
        _told.reset(token)
