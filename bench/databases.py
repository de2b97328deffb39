"""Throw-away databases: a SQLite file for each size, or a database each in one PostgreSQL cluster."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[1]
# The cluster of script/test: it never fsyncs, which flatters what is written (see docs/performance.md).
_CLUSTER = """
set -euo pipefail
source script/throwaway_postgresql
if start_postgresql "$1"; then echo "$POSTGRESQL_URL"; else echo "no $POSTGRESQL_REASON"; exit; fi
read -r _ || true
stop_postgresql
"""
Environment = dict[str, str]


@contextmanager
def sqlite() -> Iterator[Callable[[int], Environment]]:
    """Yield what gives the environment of a fresh SQLite database for a number of cases."""
    with TemporaryDirectory(prefix="bench-") as folder:
        yield lambda cases: _environment(Path(folder) / f"cases-{cases}", "")


@contextmanager
def postgresql() -> Iterator[Callable[[int], Environment] | str]:
    """Yield the same for PostgreSQL, or the reason why there is none."""
    with TemporaryDirectory(prefix="bench-") as folder:
        cluster = subprocess.Popen(
            ["bash", "-c", _CLUSTER, "bench", f"{folder}/postgresql"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert cluster.stdout is not None
        url = cluster.stdout.readline().strip()
        try:
            if url.startswith("postgresql:"):
                yield lambda cases: _environment(Path(folder) / f"cases-{cases}", _created(url, cases))
            else:
                yield url.removeprefix("no ") or "the cluster did not start"
        finally:
            cluster.communicate("\n")


def measured_apart(
    module: str, *arguments: str, sizes: tuple[int, ...], database: str
) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield database, size and figures: each size in its own process on an empty database.

    `database` is sqlite, postgresql or both. The module prints its figures as JSON on its last line; the
    size is its last argument.
    """
    with ExitStack() as stack:
        made: dict[str, Any] = {}
        if database in ("sqlite", "both"):
            made["SQLite"] = stack.enter_context(sqlite())
        if database in ("postgresql", "both"):
            made["PostgreSQL"] = stack.enter_context(postgresql())
        for name, environment_of in made.items():
            if isinstance(environment_of, str):
                print(f"not run: {name}: {environment_of}")
                continue
            for size in sizes:
                done = subprocess.run(
                    [sys.executable, "-m", module, *arguments, str(size)],
                    cwd=ROOT, env=environment_of(size), stdout=subprocess.PIPE, text=True, check=True,
                )  # fmt: skip
                yield name, size, json.loads(done.stdout.splitlines()[-1])


def _created(url: str, cases: int) -> str:
    name = f"bench_{cases}"
    with psycopg.connect(url.replace("/xiangchuang?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.replace("/xiangchuang?", f"/{name}?")


def _environment(folder: Path, url: str) -> Environment:
    folder.mkdir()
    return os.environ | {
        "XIANGCHUANG_VAR": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "xiangchuang.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "SITE_URL": "http://127.0.0.1",
    }
