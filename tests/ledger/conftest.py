"""Acts on record, and the way past the guard that only an attacker takes."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from xiangchuang.ledger.guard import ANCHOR, ENTRY
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.record import record

Act = Callable[..., LedgerEntry]


@pytest.fixture
def act(db: None) -> Act:
    """Zhou Min of the Changsha bureau recommends a proposal."""

    def recommend(*, case_number: str = "2026-HN-0017", **facts: str | int) -> LedgerEntry:
        with transaction.atomic():
            return record(
                actor="user:12",
                actor_name="周敏",
                on_behalf_of="organization:3",
                on_behalf_name="长沙市科技局",
                role="city_bureau",
                verb="recommend",
                case_number=case_number,
                subject="proposal:5",
                clause="5.1-3",
                detail=facts,
            )

    return recommend


@pytest.fixture
def unguarded(db: None) -> None:
    """The triggers are gone, as for one who may alter the schema; the test's rollback restores them."""
    on_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in (ENTRY, ANCHOR):
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}" + (f" ON {table}" if on_table else ""))
