"""An auditor finds every change to the past, in the database and in an export on a machine without one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.ledger.conftest import Act
from xiangchuang.ledger.chain import GENESIS, Link, link_hash
from xiangchuang.ledger.export import write_export
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.seal import ANCHOR_EVERY, seal

Said = pytest.CaptureFixture[str]


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refusal(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("verify_ledger", *arguments)
    assert refused.value.returncode == 1
    return str(refused.value)


def test_the_untouched_ledger_is_verified_and_waiting_entries_are_named(act: Act, capsys: Said) -> None:
    act()
    act()
    seal()
    act()
    call_command("verify_ledger")
    said = capsys.readouterr().out
    assert "已核验 2 条，链完整" in said
    assert "另有 1 条待封存" in said


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (
            ["UPDATE ledger_ledgerentry SET actor_name = '他人' WHERE seq = 3"],
            "第 3 条断裂：内容与散列值不符",
        ),
        (["UPDATE ledger_ledgerentry SET at = '2020-12-31 00:00:00+00' WHERE seq = 3"], "第 3 条断裂：内容"),
        (["DELETE FROM ledger_ledgerentry WHERE seq = 3"], "第 3 条断裂：缺第 3 条"),
        (
            [
                "UPDATE ledger_ledgerentry SET seq = 999 WHERE seq = 3",
                "UPDATE ledger_ledgerentry SET seq = 3 WHERE seq = 4",
                "UPDATE ledger_ledgerentry SET seq = 4 WHERE seq = 999",
            ],
            "第 3 条断裂：所记前一条的散列值",
        ),
        ([f"DELETE FROM ledger_ledgerentry WHERE seq >= {ANCHOR_EVERY}"], "尾部被截断"),  # noqa: S608
    ],
    ids=["edit", "time", "delete", "swap", "truncation"],
)
@pytest.mark.usefixtures("unguarded")
def test_tampering_past_the_triggers_is_found(act: Act, tamper: list[str], expected: str) -> None:
    for _ in range(ANCHOR_EVERY + 2):
        act()
    seal()
    for statement in tamper:
        execute(statement)
    assert expected in refusal()


@pytest.mark.usefixtures("unguarded")
def test_an_inserted_entry_is_found(act: Act) -> None:
    for _ in range(4):
        act()
    seal()
    third = LedgerEntry.objects.get(seq=3)
    for seq in (4, 3):
        execute(f"UPDATE ledger_ledgerentry SET seq = {seq + 1} WHERE seq = {seq}")  # noqa: S608
    forged = LedgerEntry(actor="user:99", actor_name="他人", verb="approve", at=third.at, seq=3)
    forged.previous_hash, forged.hash = third.previous_hash, "f" * 64
    forged.save()
    assert "第 3 条断裂：内容与散列值不符" in refusal()


@pytest.mark.usefixtures("unguarded")
def test_a_ledger_cut_off_with_its_anchors_is_found_by_an_anchor_noted_elsewhere(
    act: Act, capsys: Said
) -> None:
    for _ in range(3):
        act()
    seal()
    noted = f"3:{LedgerEntry.objects.get(seq=3).hash}"
    call_command("verify_ledger", "--anchor", noted)
    execute("DELETE FROM ledger_ledgerentry WHERE seq = 3")
    call_command("verify_ledger")
    assert "尾部被截断" in refusal("--anchor", noted)


@pytest.fixture
def export(act: Act, tmp_path: Path) -> Path:
    for _ in range(ANCHOR_EVERY + 2):
        act(name="示例数据")
    seal()
    file = tmp_path / "ledger.jsonl"
    call_command("export_ledger", "--out", str(file))
    return file


def test_an_export_is_verified_where_no_database_may_be_asked(
    export: Path, capsys: Said, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.block():
        call_command("verify_ledger", "--export", str(export))
    assert f"已核验 {ANCHOR_EVERY + 2} 条，链完整" in capsys.readouterr().out


def edited(lines: list[str]) -> list[str]:
    return [line.replace("周敏", "他人") if '"seq":5,' in line else line for line in lines]


def spoilt_by_half_a_character(lines: list[str]) -> list[str]:
    return [line.replace("周敏", "\\ud83d") if '"seq":5,' in line else line for line in lines]


def spoilt_by_no_number(lines: list[str]) -> list[str]:
    return [line.replace('"周敏"', "NaN") if '"seq":5,' in line else line for line in lines]


def without_the_fifth(lines: list[str]) -> list[str]:
    return [line for line in lines if '"seq":5,' not in line]


def doubled(lines: list[str]) -> list[str]:
    return [*lines[:5], lines[4], *lines[5:]]


def swapped(lines: list[str]) -> list[str]:
    return [*lines[:5], lines[6], lines[5], *lines[7:]]


def cut_off_before_the_anchor(lines: list[str]) -> list[str]:
    return lines[:50]


def cut_off_after_the_anchor(lines: list[str]) -> list[str]:
    return lines[:-2]


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (edited, "第 5 条断裂"),
        (spoilt_by_half_a_character, "第 5 条断裂"),
        (spoilt_by_no_number, "第 5 条断裂"),
        (without_the_fifth, "缺第 5 条"),
        (doubled, "插入"),
        (swapped, "缺第 5 条"),
        (cut_off_before_the_anchor, "尾部被截断"),
        (cut_off_after_the_anchor, "导出文件不完整"),
    ],
)
def test_a_tampered_export_is_found(
    export: Path, tamper: Callable[[list[str]], list[str]], expected: str
) -> None:
    lines = export.read_text(encoding="utf-8").splitlines(keepends=True)
    export.write_text("".join(tamper(lines)), encoding="utf-8")
    assert expected in refusal("--export", str(export))


@pytest.mark.parametrize(
    "line", ["not json", "[]", '{"kind":"other"}', '{"kind":"entry","seq":"x"}', '"kind"']
)
def test_a_line_that_is_no_export_is_named(export: Path, line: str) -> None:
    export.write_text(line + "\n" + export.read_text(encoding="utf-8"), encoding="utf-8")
    assert "第 1 行不是留痕导出的内容" in refusal("--export", str(export))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert "打不开导出文件" in refusal("--export", str(tmp_path / "none.jsonl"))


def test_an_export_has_one_json_object_a_line_readable_by_others(tmp_path: Path) -> None:
    content = {"id": 1, "verb": "批复"}
    file = tmp_path / "ledger.jsonl"
    with file.open("w", encoding="utf-8") as out:
        digest = link_hash(content, seq=1, previous_hash=GENESIS)
        assert write_export(out, [Link(1, GENESIS, digest, content)], []) == 1
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["kind"] for row in rows] == ["entry", "end"]
    assert rows[0]["verb"] == "批复"
