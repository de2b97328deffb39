"""One chain, whoever seals and whenever an entry's transaction commits."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import DatabaseError, connection, transaction

from tests.ledger.conftest import Act
from xiangchuang.ledger import seal as seal_module
from xiangchuang.ledger.chain import GENESIS, verify
from xiangchuang.ledger.models import LedgerAnchor, LedgerEntry
from xiangchuang.ledger.queries import anchors, sealed_links, unsealed_count
from xiangchuang.ledger.record import record
from xiangchuang.ledger.seal import ANCHOR_EVERY, seal

ROOT = Path(__file__).resolve().parents[2]


def test_entries_are_chained_in_order_from_the_genesis(act: Act) -> None:
    first, second = act(), act()
    assert seal() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seq, first.previous_hash) == (1, GENESIS)
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert verify(sealed_links()).holds


def test_sealing_goes_on_where_it_stopped_and_keeps_to_its_limit(act: Act) -> None:
    for _ in range(5):
        act()
    assert [seal(limit=2), seal(limit=2), seal(limit=2), seal()] == [2, 2, 1, 0]
    assert verify(sealed_links()).verified == 5


def test_facts_read_back_from_the_database_hash_as_they_were_written(act: Act) -> None:
    act(name="示例 “集团”\n\U00020bb7", fen=10**15, yes=True, none=None, list=[1, {"b": 2, "a": []}])
    seal()
    assert verify(sealed_links()).holds


def test_an_anchor_is_noted_every_hundredth_entry(act: Act) -> None:
    for _ in range(ANCHOR_EVERY + 1):
        act()
    seal()
    anchor = LedgerAnchor.objects.get()
    assert anchor.hash == LedgerEntry.objects.get(seq=ANCHOR_EVERY).hash
    assert verify(sealed_links(), anchors()).holds


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_sealed_at_once_after_its_commit() -> None:
    with transaction.atomic():
        entry = record(actor="public", actor_name="公众", verb="object")
        assert unsealed_count() == 1
    entry.refresh_from_db()
    assert entry.seq == 1


@pytest.mark.django_db(transaction=True)
def test_a_sealer_that_fails_is_logged_and_the_act_stands(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def disk_full(size: int) -> int:
        raise DatabaseError(f"disk full at {size}")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(seal_module, "_seal_batch", disk_full)
        with transaction.atomic():
            record(actor="public", actor_name="公众", verb="object")
    assert "disk full" in caplog.text
    assert unsealed_count() == 1
    assert seal() == 1


def test_an_entry_that_becomes_visible_late_is_sealed_after_higher_ids(act: Act) -> None:
    """As when the transaction of the lower id commits last."""
    late = LedgerEntry(pk=act().pk + 1, actor="user:7", actor_name="李工", verb="answer", at=act().at)
    LedgerEntry.objects.bulk_create(
        [LedgerEntry(pk=late.pk + 10, actor="user:8", actor_name="陈工", verb="sign", at=late.at)]
    )
    seal()
    late.pk += 5
    late.save()
    assert seal() == 1
    late.refresh_from_db()
    assert late.seq == 4
    assert verify(sealed_links()).verified == 4


WRITER = """
import django; django.setup()
from django.db import transaction
from xiangchuang.ledger.record import record
for n in range({count}):
    with transaction.atomic():
        record(actor="user:{user}", actor_name="作者{user}", verb="save", detail={{"n": n}})
"""


@pytest.mark.django_db(transaction=True)
def test_four_writing_processes_and_a_sealing_loop_make_one_chain() -> None:
    environment = _environment()
    loop = _start("manage.py", "seal_ledger", "--every", "0.05", environment=environment)
    try:
        writers = [
            _start("-c", WRITER.format(count=30, user=user), environment=environment) for user in range(4)
        ]
        outcomes = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]
        assert outcomes == [(b"", 0)] * 4
        assert loop.poll() is None
    finally:
        loop.terminate()
        loop.communicate(timeout=30)
    check = _start("manage.py", "verify_ledger", environment=environment)
    said = check.communicate(timeout=60)[0].decode()
    assert check.returncode == 0
    assert "已核验 120 条，链完整" in said
    assert "待封存" not in said


def _environment() -> dict[str, str]:
    """Name the test's own database to other processes."""
    told = connection.settings_dict
    url = f"sqlite://{told['NAME']}"
    if connection.vendor == "postgresql":
        login = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}"
        server = {"host": told["HOST"], "port": told["PORT"] or "5432"} | told["OPTIONS"]
        url = f"postgresql://{login}@/{told['NAME']}?{urlencode(server)}"
    return dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), DATABASE_URL=url)


def _start(*arguments: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
