"""Rows of a register from a workbook: they go in by the register's own verb, and out again with the batch."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.centers import CenterWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.kinds import batch_kind
from xiangchuang.batches.models import ImportBatch
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.undo import undo_batch
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.listing import rows_of
from xiangchuang.centers.registers.register import CONTRIBUTED
from xiangchuang.centers.registers.sheet_columns import sheet_columns
from xiangchuang.governance.models import AdoptedRule
from xiangchuang.governance.registers import RULES
from xiangchuang.sheets import Value, write_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CenterWorld:
    return CenterWorld()


def rule(title: str, **other: Value) -> dict[str, Value]:
    return {
        "title": title, "kind": "equity", "adopted_by": "理事会", "adopted_on": date(2026, 4, 1),
        "in_force_from": date(2026, 5, 1), **other,
    }  # fmt: skip


def previewed(world: CenterWorld, *rows: dict[str, Value]) -> ImportBatch:
    content = write_table(sheet_columns(RULES), rows, title="制度")
    upload = SimpleUploadedFile("制度.xlsx", content)
    kind = batch_kind("center-rules")
    return preview_batch(actor=world.staff, kind=kind, target_key=str(world.center.pk), upload=upload)


def test_rows_of_a_workbook_enter_the_register_and_leave_with_their_batch(
    world: CenterWorld,
) -> None:
    batch = previewed(world, rule("甲办法"), rule("乙办法", kind="open_sharing"))
    assert (batch.rows_good, batch.rows_faulty) == (2, 0)
    assert not AdoptedRule.objects.exists()

    apply_batch(actor=world.staff, batch=batch, seen=batch.version)
    assert {r.title: r.kind for r in rows_of(RULES, world.center)} == {
        "甲办法": "equity",
        "乙办法": "open_sharing",
    }

    batch.refresh_from_db()
    undo_batch(actor=world.staff, batch=batch, seen=batch.version)
    assert not rows_of(RULES, world.center).exists()


def test_watchers_are_told_once_for_all_rows_and_may_refuse_them_all(
    world: CenterWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Conditions are read again after a batch, not after each of its thousands of rows."""
    seen: list[int] = []

    def watcher(center: Center, actor: Actor) -> None:
        seen.append(AdoptedRule.objects.filter(center=center).count())

    monkeypatch.setattr(CONTRIBUTED, "watchers", [watcher])
    batch = previewed(world, rule("甲办法"), rule("乙办法"), rule("丙办法"))
    apply_batch(actor=world.staff, batch=batch, seen=batch.version)
    assert seen == [3]

    def refusing(center: Center, actor: Actor) -> None:
        raise Blocked("这些登记还在用。")

    monkeypatch.setattr(CONTRIBUTED, "watchers", [refusing])
    batch.refresh_from_db()
    with pytest.raises(Blocked, match="还在用"):
        undo_batch(actor=world.staff, batch=batch, seen=batch.version)
    assert rows_of(RULES, world.center).count() == 3


def test_what_the_register_would_refuse_is_a_fault_of_its_row(world: CenterWorld) -> None:
    batch = previewed(world, rule("甲办法"), rule("乙办法", repealed_on=date(2026, 1, 1)))

    assert (batch.rows_good, batch.rows_faulty) == (1, 1)
    assert "废止日期应在施行日期之后" in str(batch.rows)


def test_only_those_who_keep_the_register_import_into_it(world: CenterWorld) -> None:
    kind = batch_kind("center-rules")
    for person in (world.officer, world.member, world.other_staff):
        upload = SimpleUploadedFile("制度.xlsx", b"x")
        with pytest.raises(NotFound):
            preview_batch(actor=person, kind=kind, target_key=str(world.center.pk), upload=upload)
