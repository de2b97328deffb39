"""Worlds that grow from the same ground: each is taken back, with every number that it drew."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection, transaction


class _Undo(Exception):  # noqa: N818 - not an error: it takes a world back
    """Takes the world back."""


@contextmanager
def world_taken_back() -> Iterator[None]:
    """Whatever is written inside is gone afterwards, and the next world draws the same keys."""
    counters = _key_counters()
    cache.clear()
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        _set_key_counters(counters)
        cache.clear()


def _key_counters() -> list[tuple[str, int | None]]:
    """Return each counter of row keys with its last value, None for one that never gave any."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        return list(cursor.fetchall())


def _set_key_counters(counters: list[tuple[str, int | None]]) -> None:
    """Set the counters back: on PostgreSQL they go on counting where a world was rolled back."""
    with connection.cursor() as cursor:
        for name, last in counters:
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])
