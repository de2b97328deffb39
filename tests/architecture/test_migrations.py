"""Migrations and models make the same tables: an empty database, and that of every other test, is made from
the models (`prepare_database`).
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = ("sqlite_",)


def tables(ground: Path, *command: str) -> dict[str, set[str]]:
    """Return each table's columns, constraints and indexes, in a database made by `command`."""
    environment = {**os.environ, "XIANGCHUANG_VAR": str(ground), "PYTHONPATH": str(ROOT / "src")}
    environment["DATABASE_URL"] = ""
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    with sqlite3.connect(ground / "xiangchuang.sqlite3") as database:
        rows = database.execute(
            "select tbl_name, sql from sqlite_master where sql is not null and type != 'trigger'"
        )
        found: dict[str, set[str]] = {}
        for name, sql in rows:
            if not name.startswith(NOT_OURS):
                found.setdefault(name, set()).update(_parts(sql))
    return found


def _parts(sql: str) -> set[str]:
    """Return the parts of a statement, so that the order of a table's columns does not matter."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")] if sql.startswith("CREATE TABLE") else sql
    parts, depth, start = set(), 0, 0
    for place, sign in enumerate(body):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            parts.add(body[start:place].strip())
            start = place + 1
    return parts | {body[start:].strip()}


def test_migrations_and_models_make_the_same_tables(tmp_path: Path) -> None:
    migrated = tables(tmp_path / "migrated", "migrate", "--verbosity", "0")
    described = tables(tmp_path / "described", "prepare_database")

    assert migrated.keys() == described.keys()
    assert {
        name: parts ^ described[name] for name, parts in migrated.items() if parts != described[name]
    } == {}
