"""A national table as offices send it: kept, set aside with a reason, or refused with what to do."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.cn import uscc

from tests.policy.scan.nation import HUNAN, TODAY
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan.cells import REASONS, prepare
from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.intake import Intake, read_table, set_aside_rows
from xiangchuang.policy.scan.mapping import Column, TableMapping, suggest_mapping
from xiangchuang.policy.scan.release import Release, figures
from xiangchuang.policy.scan.table_files import read_headers

HEADER = "统一社会信用代码,单位名称,单位性质,行业代码,年度,研发经费（万元）,发明专利数,创新制度"


def code(number: int) -> str:
    """A sound code of a fictitious organisation."""
    body = f"9143000{number:010}"
    return body + uscc.calc_check_digit(body)


FIRM = code(1)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


@pytest.fixture
def release() -> Iterator[Release]:
    with Release(threads=1) as release:
        yield release


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def taken(release: Release, pack: Pack, path: Path) -> Intake:
    """The table read by the mapping its own header suggests."""
    units = figures(pack)
    intake = read_table(path, suggest_mapping(read_headers(path), units), release, units, on=TODAY)
    assert intake.rows_in == intake.rows_kept + intake.rows_set_aside + intake.rows_empty
    return intake


def row(**changed: str) -> str:
    """A row of HEADER without fault, but for what is changed."""
    cells = {
        "uscc": FIRM,
        "name": "甲公司",
        "kind": "企业",
        "industry": "C3562",
        "year": "2025",
        "spend": "4000",
        "patents": "12",
        "rules": "是",
    }
    return ",".join((cells | changed).values())


def test_a_row_without_fault_is_kept_in_whole_fen(release: Release, pack: Pack, table: Path) -> None:
    table.write_text(f"{HEADER}\n{row()}\n", encoding="utf-8")

    assert taken(release, pack, table) == Intake(1, 1, 0, 0, 1, {}, "utf-8-sig")
    assert release.run("SELECT uscc, name, kind, industry, prefecture FROM organisations") == [
        (FIRM, "甲公司", "enterprise", "3562", None)
    ]
    kept = release.run("SELECT year, rd_expenditure, invention_patents, rules_in_force FROM yearly")
    assert kept == [(2025, 4_000_000_000, 12, True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(release: Release, pack: Pack, table: Path, encoding: str) -> None:
    table.write_text(f"{HEADER}\n{row()}\n", encoding=encoding)

    assert taken(release, pack, table).rows_kept == 1
    assert release.run("SELECT name FROM organisations") == [("甲公司",)]


@pytest.mark.parametrize(
    ("spend", "fen"),
    [
        ("４０００．５", 4_000_500_000),
        ('"1,234,567.8"', 1_234_567_800_000),
        ("4000万元", 4_000_000_000),
        (" 4000 ", 4_000_000_000),
        ("0.000001", 1),
        ("3999.999999", 3_999_999_999),
        ("90071992547.409931", 90_071_992_547_409_931),
        ("-0", 0),
        ("", None),
    ],
)
def test_money_is_read_to_the_fen(
    release: Release, pack: Pack, table: Path, spend: str, fen: int | None
) -> None:
    table.write_text(f"{HEADER}\n{row(spend=spend)}\n", encoding="utf-8")

    assert taken(release, pack, table).rows_kept == 1
    assert release.run("SELECT rd_expenditure FROM yearly") == [(fen,)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"uscc": FIRM[:-1] + ("A" if FIRM[-1] != "A" else "B")}, "uscc"),
        ({"uscc": ""}, "uscc"),
        ({"uscc": FIRM[:-1]}, "uscc"),
        ({"uscc": "9.143E+17"}, "uscc"),
        ({"kind": "医院"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"industry": "软件业"}, "industry"),
        ({"year": "2099"}, "year"),
        ({"year": "25"}, "year"),
        ({"year": ""}, "year"),
        ({"year": "二〇二五"}, "year"),
        ({"spend": "-1"}, "negative"),
        ({"spend": "约4000"}, "not_a_number"),
        ({"spend": "nan"}, "not_a_number"),
        ({"spend": "inf"}, "not_a_number"),
        ({"spend": "1e10"}, "not_a_number"),
        ({"spend": "—"}, "not_a_number"),
        ({"spend": "#DIV/0!"}, "not_a_number"),
        ({"spend": '"1,23"'}, "not_a_number"),
        ({"spend": "=SUM(A1:A3)"}, "formula"),
        ({"spend": "1" + "0" * 16}, "too_large"),
        ({"spend": "1" + "0" * 400}, "too_large"),
        ({"spend": "0.0000001"}, "too_fine"),
        ({"spend": "0.00000000000000000001"}, "too_fine"),
        ({"patents": "1.5"}, "too_fine"),
        ({"rules": "部分"}, "not_a_flag"),
        ({"rules": "=TRUE()"}, "formula"),
    ],
)
def test_a_row_with_a_fault_is_set_aside_with_its_reason_and_cell(
    release: Release, pack: Pack, table: Path, changed: dict[str, str], reason: str
) -> None:
    table.write_text(f"{HEADER}\n{row(uscc=code(2))}\n{row(**changed)}\n", encoding="utf-8")
    intake = taken(release, pack, table)

    assert (intake.rows_kept, intake.rows_set_aside, intake.reasons) == (1, 1, {reason: 1})
    (aside,) = set_aside_rows(release)
    assert (aside.row_number, aside.reason, aside.sentence) == (3, reason, REASONS[reason])
    assert aside.cell == next(iter(changed.values())).strip('"')


def test_a_row_of_another_width_is_set_aside(release: Release, pack: Pack, table: Path) -> None:
    table.write_text(f"{HEADER}\n{row()}\n{row(uscc=code(2))},多出\n{code(3)},乙\n", encoding="utf-8")

    assert taken(release, pack, table).reasons == {"columns": 2}
    assert [aside.row_number for aside in set_aside_rows(release)] == [3, 4]


def test_a_row_said_twice_counts_once_and_contradicting_rows_not_at_all(
    release: Release, pack: Pack, table: Path
) -> None:
    rows = [row(), row(), row(uscc=code(2)), row(uscc=code(2), spend="1"), row(uscc=code(2), year="2024")]
    table.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    intake = taken(release, pack, table)

    assert (intake.rows_kept, intake.reasons) == (2, {"contradicting": 2, "repeated": 1})
    assert release.run("SELECT year FROM yearly ORDER BY year") == [(2024,), (2025,)]


def test_empty_rows_are_counted_and_nothing_behind_them_is_lost(
    release: Release, pack: Pack, table: Path
) -> None:
    empty = ",,,,,,,\n" * 1500 + "\n" * 1500
    table.write_text(f"{HEADER}\n{row()}\n{empty}{row(uscc=code(2))}\n", encoding="utf-8")
    intake = taken(release, pack, table)

    assert (intake.rows_in, intake.rows_kept, intake.rows_empty) == (3002, 2, 3000)


def test_a_line_break_inside_a_cell_does_not_make_two_rows(release: Release, pack: Pack, table: Path) -> None:
    table.write_text(f"{HEADER}\n{row(name=chr(34) + '甲' + chr(10) + '公司' + chr(34))}\n", encoding="utf-8")

    assert taken(release, pack, table).rows_in == 1
    assert release.run("SELECT name FROM organisations") == [("甲 公司",)]


def test_attributes_are_those_of_the_newest_year(release: Release, pack: Pack, table: Path) -> None:
    rows = [row(name="新名"), row(name="旧名", year="2023", industry="")]
    table.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    taken(release, pack, table)

    assert release.run("SELECT name, industry FROM organisations") == [("新名", "3562")]


def test_a_table_with_years_in_its_header_gives_a_row_for_each_year(
    release: Release, pack: Pack, table: Path
) -> None:
    header = "信用代码,单位名称,单位性质,2024年研发经费（亿元）,2025年研发经费（元）"
    table.write_text(f"{header}\n{FIRM},甲,高校,0.4,39999999.99\n{FIRM},甲,高校,1,1\n", encoding="utf-8")

    assert taken(release, pack, table).reasons == {"contradicting": 2}

    table.write_text(f"{header}\n{FIRM},甲,高校,0.4,39999999.99\n", encoding="utf-8")

    assert taken(release, pack, table).rows_kept == 1
    found = release.run("SELECT year, rd_expenditure FROM yearly ORDER BY year")
    assert found == [(2024, 4_000_000_000), (2025, 3_999_999_999)]


def test_a_parquet_table_of_numbers_is_read_like_its_text(
    release: Release, pack: Pack, tmp_path: Path
) -> None:
    path = tmp_path / "table.parquet"
    release.run(
        f"COPY (SELECT * FROM (VALUES ('{FIRM}', 'enterprise', 2025, 4000.5::DOUBLE, 3), "  # noqa: S608
        f"('{code(2)}', 'enterprise', 2025, 'nan'::DOUBLE, 3), (NULL, NULL, NULL, NULL, NULL)) "
        f"t(uscc, kind, year, \"研发经费(万元)\", invention_patents)) TO '{path}' (FORMAT parquet)"
    )
    intake = taken(release, pack, path)

    assert (intake.rows_kept, intake.rows_empty, intake.reasons) == (1, 1, {"not_a_number": 1})
    assert release.run("SELECT rd_expenditure FROM yearly") == [(4_000_500_000,)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "文件是空的"),
        ("\n\n\n", "文件是空的"),
        (f"2025年全国机构表,,,,,,,\n{HEADER}\n{row()}", "像是标题"),
        (f"{HEADER},\n{row()},", "第 9 列没有名称"),
        (f"{HEADER},年度\n{row()},2025", "“年度”出现两次"),
        (f"{HEADER}\n{row(spend='4000元')}", "混有不同单位（第 2 行）"),
        (f"{HEADER.replace('（万元）', '')}\n{row()}", "没有写明单位"),
        (f"{HEADER.replace('统一社会信用代码', '编号')}\n{row()}", "没有统一社会信用代码一列"),
        (f"{HEADER.replace('年度', '时间')}\n{row()}", "年度要说明"),
        (f"{HEADER.replace('单位性质', '备注')}\n{row()}", "没有单位性质一列"),
        (f"{HEADER}\n{row(name=chr(34) + '甲')}\n{row()}", "引号不成对"),
        (f"{HEADER}\n\0{row()}", "空字符"),
        ("统一社会信用代码,单位性质,年度\n", "没有一列对应"),
    ],
)
def test_a_table_that_is_unclear_as_a_whole_is_refused_with_what_to_do(
    release: Release, pack: Pack, table: Path, content: str, told: str
) -> None:
    table.write_text(content, encoding="utf-8")

    with pytest.raises(TableError, match=told):
        taken(release, pack, table)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("table.csv", b"\xff\xfe\xff\x81", "读不出文字编码|文件是空的|引号|没有"),
        ("table.csv", b"a,b\n\x81\x20\xff", "读不出文字编码"),
        ("table.parquet", b"PAR1 not a table", "不是 Parquet 或已损坏"),
        ("table.xls", b"", "另存为 Excel（.xlsx）、CSV 或 Parquet"),
        ("table", b"", "没有扩展名"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    release: Release, pack: Pack, tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    mapping = TableMapping((Column("统一社会信用代码", "uscc"),), kind="enterprise", year=2025)

    with pytest.raises(TableError, match=told):
        read_table(path, mapping, release, figures(pack), on=TODAY)


def test_the_checksum_is_that_of_the_national_standard(release: Release) -> None:
    rng = random.Random(32100)  # noqa: S311  # the same codes on every run
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    bodies = ["91430000" + "".join(rng.choices(alphabet, k=9)) for _ in range(300)]
    codes = [body + last for body in bodies for last in alphabet]
    prepare(release)
    found = release.run(
        "SELECT code, uscc_fault(code) FROM (SELECT unnest($codes) AS code)", {"codes": codes}
    )

    sound = {code for code, fault in found if fault is None}
    assert sound == {body + uscc.calc_check_digit(body) for body in bodies}
