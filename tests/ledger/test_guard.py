"""The database itself refuses to change or delete what was recorded."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from pytest_django import Settings

from tests.ledger.conftest import Act
from xiangchuang.ledger.models import AppendOnlyError, LedgerAnchor, LedgerEntry
from xiangchuang.ledger.seal import ANCHOR_EVERY, seal

CONTENT = [
    field.attname
    for field in LedgerEntry._meta.concrete_fields
    if field.attname not in {"id", "seq", "previous_hash", "hash"}
]


@pytest.mark.parametrize("column", [*CONTENT, "id"])
@pytest.mark.parametrize("sealed", [False, True], ids=["waiting", "sealed"])
def test_no_column_of_an_entry_can_be_changed(act: Act, column: str, sealed: bool) -> None:
    entry = act()
    if sealed:
        seal()
    other = {"at": "2020-12-31T00:00:00Z", "detail": {"rank": 2}, "id": entry.pk + 1000}.get(column, "other")
    with pytest.raises(IntegrityError, match="留痕只增不改"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(**{column: other})


@pytest.mark.parametrize(
    "change", [{"seq": 9}, {"hash": "f" * 64}, {"previous_hash": "f" * 64}, {"seq": F("seq")}]
)
def test_an_entry_is_sealed_once(act: Act, change: dict[str, object]) -> None:
    act()
    seal()
    with pytest.raises(IntegrityError, match="留痕只增不改"), transaction.atomic():
        LedgerEntry.objects.update(**change)


def test_half_a_seal_is_refused(act: Act) -> None:
    act()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerEntry.objects.update(seq=1)


def test_entries_and_anchors_cannot_be_deleted(act: Act) -> None:
    for _ in range(ANCHOR_EVERY):
        act()
    seal()
    assert LedgerAnchor.objects.count() == 1
    for rows in (LedgerEntry.objects.all(), LedgerAnchor.objects.all()):
        with pytest.raises(IntegrityError, match="留痕不得删除"), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError, match="留痕只增不改"), transaction.atomic():
        LedgerAnchor.objects.update(hash="f" * 64)


def test_the_model_refuses_too_before_the_database_is_asked(act: Act) -> None:
    entry = act()
    with pytest.raises(AppendOnlyError, match="另记一条"):
        entry.save()
    with pytest.raises(AppendOnlyError, match="另记一条"):
        entry.delete()


@pytest.mark.django_db(transaction=True)
def test_flush_empties_the_ledger_with_everything_else_and_the_guard_stands_again(act: Act) -> None:
    act()
    call_command("flush", interactive=False, verbosity=0)
    assert not LedgerEntry.objects.exists()
    act()
    with pytest.raises(IntegrityError, match="留痕不得删除"):
        LedgerEntry.objects.all().delete()


@pytest.mark.django_db
def test_production_is_never_flushed(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="生产环境"):
        call_command("flush", interactive=False, verbosity=0)


@pytest.mark.django_db
def test_no_permission_to_erase_is_left_lying_about() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_erasure")
        assert cursor.fetchone() == (0,)
