"""A center's instruments from a workbook: into the directory and its index, out of both with the batch."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.marketplace.world import Market
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.kinds import batch_kind
from xiangchuang.batches.models import ImportBatch
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.undo import undo_batch
from xiangchuang.centers.registers.sheet_columns import sheet_columns
from xiangchuang.marketplace.invariants import the_index_follows_the_directory
from xiangchuang.marketplace.models import Offering
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.marketplace.registers import INSTRUMENTS
from xiangchuang.marketplace.search_index import search
from xiangchuang.search.invariants import every_word_is_counted
from xiangchuang.sheets import Value, write_table


def row(name: str, **other: Value) -> dict[str, Value]:
    return {
        "name": name, "model": "GS-600", "summary": "零件外形三维测量。", "hourly_fee_fen": 300_00,
        "opens_at": 9, "closes_at": 18, "open_days": "12345", "longest_hours": 4, "cancel_hours": 24, **other,
    }  # fmt: skip


def previewed(market: Market, *rows: dict[str, Value]) -> ImportBatch:
    upload = SimpleUploadedFile("仪器.xlsx", write_table(sheet_columns(INSTRUMENTS), rows, title="仪器"))
    kind, key = batch_kind("center-instruments"), str(market.center.pk)
    return preview_batch(actor=market.staff, kind=kind, target_key=key, upload=upload)


@pytest.mark.clause("4.4-2")
def test_instruments_of_a_workbook_are_found_and_leave_with_their_batch(market: Market) -> None:
    batch = previewed(market, row("三维扫描仪甲"), row("三维扫描仪乙"))
    assert (batch.rows_good, batch.rows_faulty) == (2, 0)
    apply_batch(actor=market.staff, batch=batch, seen=batch.version)
    assert search(public_offerings(), "外形 三维").count() == 2
    assert {(o.kind, o.hourly_fee_fen) for o in Offering.objects.all()} == {("instrument", 300_00)}
    batch.refresh_from_db()
    undo_batch(actor=market.staff, batch=batch, seen=batch.version)
    assert not search(public_offerings(), "外形").exists()
    assert [*every_word_is_counted(), *the_index_follows_the_directory()] == []


def test_a_row_without_hours_or_named_twice_is_a_fault_of_its_row(market: Market) -> None:
    market.offering("instrument", name="已有的", model="GS-600")
    rows = (
        row("好的"),
        row("没有开放日", open_days=None),
        row("倒过来", opens_at=18, closes_at=9),
        row("已有的"),
    )
    batch = previewed(market, *rows)
    assert (batch.rows_good, batch.rows_faulty) == (1, 3)
    assert "已在目录中" in str(batch.rows)
