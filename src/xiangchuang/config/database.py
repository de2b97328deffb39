"""DATABASE_URL to Django's DATABASES entry: SQLite by default, PostgreSQL when named."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from_url(url: str, *, default_file: Path) -> dict[str, Any]:
    """Return Django's settings for `url` (empty: SQLite in `default_file`).

    SQLite opens each transaction with BEGIN IMMEDIATE: a deferred one that reads, then writes,
    fails at once under load instead of waiting its turn.
    Raises ValueError for a scheme other than postgres/postgresql/sqlite.
    """
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        name = unquote(parts.path) if parts.path else str(default_file)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA cache_size=-32000; PRAGMA busy_timeout=30000;"
                ),
            },
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL: {parts.scheme}:// is neither postgresql:// nor sqlite://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    # Compiling a query (jit) takes a second where the planner's estimate is high; ours take milliseconds.
    # Whoever sets `options` in the address has the last word.
    options["options"] = " ".join(filter(None, ["-c jit=off", options.get("options")]))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
