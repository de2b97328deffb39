"""What DATABASE_URL says becomes Django's settings."""

from pathlib import Path

import pytest

from xiangchuang.config.database import database_from_url

FILE = Path("var") / "xiangchuang.sqlite3"


def test_without_an_address_sqlite_stands_in_the_products_own_folder() -> None:
    settings = database_from_url("", default_file=FILE)
    assert settings["ENGINE"].endswith("sqlite3") and settings["NAME"] == str(FILE)
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_address_of_postgresql_is_taken_apart() -> None:
    settings = database_from_url("postgresql://kj:p%40ss@db:5433/tic?sslmode=require", default_file=FILE)
    told = [settings[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")]
    assert told == ["tic", "kj", "p@ss", "db", "5433"]
    assert settings["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off"}


def test_what_the_address_sets_for_its_sessions_has_the_last_word() -> None:
    url = "postgresql://kj@/tic?host=/run/postgresql&options=-c%20jit%3Don"
    settings = database_from_url(url, default_file=FILE)
    assert settings["HOST"] == "/run/postgresql"
    assert settings["OPTIONS"] == {"options": "-c jit=off -c jit=on"}


def test_another_database_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="mysql:// is neither postgresql:// nor sqlite://"):
        database_from_url("mysql://kj@db/tic", default_file=FILE)
