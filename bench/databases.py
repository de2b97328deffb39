"""Throw-away databases: a SQLite file for each size, or a database each in one PostgreSQL cluster."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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
