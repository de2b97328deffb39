"""A national table is kept as it came; what cannot be read is refused in words, and nothing is kept of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.registers import actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Invalid, NotPermitted
from xiangchuang.scans.bring_table import bring_table
from xiangchuang.scans.models import NationalTable

pytestmark = pytest.mark.django_db
HEADER = "统一社会信用代码,单位名称,单位性质,年度,研发经费（万元）\n"
ALL_BUT_SCANNERS = sorted(set(Role) - {Role.OFFICER, Role.DIVISION_HEAD})


def bring(actor: Actor, content: bytes, name: str = "统计.csv", **changed: Any) -> NationalTable:
    """Bring a file as a browser sends it."""
    told = {"title": "示例统计", "source": "示例机构", "data_as_of": clock.today()} | changed
    return bring_table(actor=actor, upload=SimpleUploadedFile(name, content), **told)


def test_the_bytes_stay_as_they_came_and_the_ledger_names_them(officer: Actor) -> None:
    content = HEADER.encode("gb18030")

    table = bring(officer, content)

    assert table.path.read_bytes() == content
    assert table.headers == HEADER.strip().split(",")
    entry = LedgerEntry.objects.get(verb="bring_table")
    assert (entry.role, entry.detail["sha256"]) == ("officer", table.sha256)


@pytest.mark.parametrize("role", ALL_BUT_SCANNERS)
def test_nobody_but_officer_and_division_head_brings_a_table(role: Role) -> None:
    with pytest.raises(NotPermitted, match="经办或处室负责人"):
        bring(actor_as(role), HEADER.encode())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("统计.csv", b"", "空"),
        ("统计.csv", b"\n \n,,\n", "空"),
        ("统计.xls", b"\xd0\xcf\x11\xe0", "只收"),
        ("统计.csv.exe", HEADER.encode(), "只收"),
        ("统计.xlsx", b"PK\x03\x04not a workbook", "损坏|打开"),
        ("统计.xlsx", HEADER.encode(), "xlsx"),
        ("统计.parquet", b"PAR1 but not", "Parquet"),
        ("统计.csv", "代码,,年度\n".encode(), "没有名称"),
        ("统计.csv", "代码,代码\n".encode(), "两次|重复"),
        ("统计.csv", b"a" * (1 << 21), "过长"),
        ("统计.csv", ",".join(f"c{n}" for n in range(201)).encode() + b"\n", "最多读 200 列"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_leaves_nothing(
    officer: Actor, name: str, content: bytes, words: str
) -> None:
    folder = Path(django_settings.MEDIA_ROOT) / "national-tables"
    before = set(folder.glob("*"))

    with pytest.raises(Invalid, match=words):
        bring(officer, content, name)

    assert set(folder.glob("*")) == before
    assert not NationalTable.objects.exists()


def test_a_file_beyond_the_limit_is_refused_while_it_comes(officer: Actor, settings: Any) -> None:
    settings.NATIONAL_TABLE_LIMIT_BYTES = 1 << 20

    with pytest.raises(Invalid, match="超过 1 MB，没有保存"):
        bring(officer, HEADER.encode() + b"x" * (1 << 20))


@pytest.mark.parametrize("changed", [{"title": " "}, {"source": ""}])
def test_a_table_says_what_it_is_and_whence(officer: Actor, changed: dict[str, str]) -> None:
    with pytest.raises(Invalid, match="名称和来源"):
        bring(officer, HEADER.encode(), **changed)


def test_figures_of_days_to_come_are_refused(officer: Actor) -> None:
    with pytest.raises(Invalid, match="晚于今天"):
        bring(officer, HEADER.encode(), data_as_of=clock.today() + timedelta(days=1))
