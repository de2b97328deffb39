"""A database and a file store that last for one walkthrough: the real ones are never touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from django.test.utils import override_settings, setup_databases, teardown_databases

from xiangchuang.procedure.packs import forget_packs


@contextmanager
def scratch_database() -> Iterator[None]:
    """Use a fresh, migrated database and an empty MEDIA_ROOT inside the block; both are gone after it.

    Django's own test databases: in memory on SQLite, beside the real one on PostgreSQL.
    """
    forget_packs()
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        with TemporaryDirectory(prefix="walkthrough-") as folder, override_settings(MEDIA_ROOT=folder):
            yield
    finally:
        teardown_databases(made, verbosity=0)
        forget_packs()
