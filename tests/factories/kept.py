"""What many tests begin with, made by the verbs once a process and afterwards put back row by row.

What is kept under a name counts only for the very database it was made in: the content of every table before
it is part of the key, with the day, the settings and the language. A test that changed anything beforehand
gets its own, made by the verbs.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language

from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile

T = TypeVar("T")
Row = Sequence[Any]
Rows = dict[str, list[Row]]
_MOST = 48
_kept: "OrderedDict[bytes, _Kept]" = OrderedDict()


@dataclass
class _Kept:
    """What became different: rows gone and come by table, files by path, the clock, and what was returned."""

    began: datetime
    gone: dict[str, list[Any]]
    come: Rows
    files: dict[Path, bytes]
    passed: timedelta
    result: Any


def kept(name: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` returned, with the database, the files and the clock as it left them.

    `make` is called the first time, and where a test commits what it does (a server thread reads it then).
    """
    if not connection.in_atomic_block:
        return make()
    before = _rows()
    key = sha256(pickle.dumps((name, clock.today(), get_language(), _settings(), before))).digest()
    found = _kept.get(key)
    # A clock that was put back would find moments of its own future.
    if found is None or found.began > clock.now():
        found = _kept[key] = _made(before, make)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    else:
        _put_back(found)
    result: T = deepcopy(found.result)
    return result


def _made(before: Rows, make: Callable[[], Any]) -> _Kept:
    began, hands = clock.now(), deepcopy(clock._hands)
    result = make()
    passed = clock._hands.offset - hands.offset
    if hands.frozen is not None and clock._hands.frozen is not None:
        passed = clock._hands.frozen - hands.frozen
    after, gone, come = _rows(), {}, {}
    for table in {*before, *after}:
        old, new = set(map(tuple, before.get(table, ()))), set(map(tuple, after.get(table, ())))
        if old - new:
            gone[table] = [row[0] for row in old - new]
        if new - old:
            come[table] = [row for row in after[table] if tuple(row) not in old]
    files = {file.path: file.path.read_bytes() for file in StoredFile.objects.all() if file.path.exists()}
    return _Kept(began, gone, come, files, passed, deepcopy(result))


def _put_back(kept: _Kept) -> None:
    with transaction.atomic():
        for table, keys in kept.gone.items():
            _delete(table, keys)
        for table, rows in kept.come.items():
            _insert(table, rows)
    for path, content in kept.files.items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)
    if kept.passed:
        clock.advance(kept.passed)


def _settings() -> list[tuple[str, str]]:
    return sorted((name, repr(value)) for name, value in vars(settings._wrapped).items() if name.isupper())


@cache
def _tables() -> dict[str, list[str]]:
    """Return the columns of every table, its key first."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        own = model._meta
        if own.managed and not own.proxy:
            columns = [column.column for column in own.local_concrete_fields]
            found[own.db_table] = sorted(columns, key=lambda column: column != own.pk.column)
    if connection.vendor == "sqlite":
        # The next number of each table, so that what is made afterwards has the numbers it always had.
        found["sqlite_sequence"] = ["name", "seq"]
    return found


def _quoted(columns: Sequence[str], before: str = "") -> str:
    return ", ".join(before + connection.ops.quote_name(column) for column in columns)


def _rows() -> Rows:
    """Return the rows of every table that has any, as the database keeps them."""
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {_quoted([table])})"  # noqa: S608
                for table in tables
            )
        )
        filled = [table for (table,) in cursor.fetchall()]
        if connection.vendor == "postgresql":
            return {table: _copied(cursor, table, tables[table]) for table in sorted(filled)}
        found: Rows = {}
        for table in sorted(filled):
            # A column behind a plus has no declared type: it comes as it is kept, not as Python reads it.
            cursor.execute(f"SELECT {_quoted(tables[table], '+')} FROM {_quoted([table])} ORDER BY 1")  # noqa: S608
            found[table] = list(cursor.fetchall())
        return found


def _copied(cursor: Any, table: str, columns: list[str]) -> list[Row]:
    text = f"COPY (SELECT {_quoted(columns)} FROM {_quoted([table])} ORDER BY 1) TO STDOUT"  # noqa: S608
    with cursor.copy(text) as copy:
        lines = b"".join(copy).splitlines()
    return [(line.split(b"\t", 1)[0].decode(), line) for line in lines]


def _delete(table: str, keys: list[Any]) -> None:
    key = _quoted(_tables()[table][:1])
    if connection.vendor == "postgresql":
        key += "::text"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {_quoted([table])} WHERE {key} = %s", [(one,) for one in keys])  # noqa: S608


def _insert(table: str, rows: list[Row]) -> None:
    columns = _tables()[table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted([table])} ({_quoted(columns)}) FROM STDIN") as copy:
                copy.write(b"".join(line + b"\n" for _key, line in rows))
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO {_quoted([table])} ({_quoted(columns)}) VALUES ({places})",  # noqa: S608
            rows,
        )
