"""Staff fill in a register as they are used to writing; what is clear is taken, the rest is told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from xiangchuang.sheets import Broken, Cell, Column, Kind, MoneyUnit, Percent, Value
from xiangchuang.sheets.values import UnfitError, value_of

CODE = "91430000000000001X"


def column(kind: Kind) -> Column:
    return Column("x", "某列", kind, choices={"development": "技术开发", "license": "技术许可"})


def read(kind: Kind, cell: Cell, unit: MoneyUnit | None = "万元") -> Value:
    return value_of(column(kind), cell, unit)


def told(kind: Kind, cell: Cell, unit: MoneyUnit | None = "万元") -> str:
    with pytest.raises(UnfitError) as caught:
        read(kind, cell, unit)
    return str(caught.value)


@pytest.mark.parametrize(
    "kind", ["text", "money", "count", "share", "date", "year", "flag", "choice", "uscc"]
)
@pytest.mark.parametrize("cell", [None, "", "  ", "\u3000", "\u200b"])
def test_an_empty_cell_says_nothing(kind: Kind, cell: Cell) -> None:
    assert read(kind, cell) is None


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (Decimal("12.5"), "万元", 12_500_000),
        (Decimal("12.5"), "元", 1_250),
        (Decimal("0.4"), "亿元", 4_000_000_000),
        ("12.5", "万元", 12_500_000),
        ("１２．５", "万元", 12_500_000),
        ("1,234,567.89", "元", 123_456_789),
        ("１，２３４", "元", 123_400),
        ("12.5万元", "万元", 12_500_000),
        ("12.5 万元", None, 12_500_000),
        ("¥300", "元", 30_000),
        ("人民币300元", None, 30_000),
        ("0.000001", "万元", 1),
        ("0", "元", 0),
        (Decimal("-0"), "元", 0),
    ],
)
def test_money_is_read_to_the_fen_in_the_unit_of_its_header(
    cell: Cell, unit: MoneyUnit | None, fen: int
) -> None:
    assert read("money", cell, unit) == fen


@pytest.mark.parametrize(
    ("cell", "unit", "words"),
    [
        ("5000元", "万元", "与表头的万元不同"),
        ("1亿元", "万元", "统一为一种单位"),
        (Decimal("5"), None, "没有写明金额单位"),
        (Decimal("0.0000001"), "万元", "不足一分"),
        (Decimal("0.333333333333333"), "万元", "不足一分"),
        (Decimal("-1"), "元", "为负"),
        ("约50", "元", "应为数字"),
        ("五十", "元", "应为数字"),
        ("1,23", "元", "应为数字"),
        ("1.2E+11", "元", "科学计数法"),
        ("—", "元", "应为数字"),
        ("nan", "元", "应为数字"),
        ("9" * 400, "元", "数字过大"),
        ("1." + "0" * 40 + "1", "元", "不足一分"),
        (Decimal("1e17"), "亿元", "数字过大"),
        (Decimal("99999999999999"), "亿元", "数字过大"),
        (True, "元", "应为数字"),
        (date(2026, 3, 1), "元", "应为数字"),
        (Percent(Decimal(30)), "元", "应为数字"),
        (Broken("formula", "=SUM(A1:A3)"), "元", "没有计算结果"),
        (Broken("error", "#REF!"), "元", "错误值 #REF!"),
    ],
)
def test_money_that_is_unclear_is_told_and_not_guessed(
    cell: Cell, unit: MoneyUnit | None, words: str
) -> None:
    assert words in told("money", cell, unit)


@pytest.mark.parametrize(("cell", "count"), [(Decimal(3), 3), ("3.0", 3), ("３项", 3), ("1,200", 1200)])
def test_a_count_is_a_whole_number(cell: Cell, count: int) -> None:
    assert read("count", cell) == count


@pytest.mark.parametrize(("cell", "words"), [("1.5", "应为整数"), ("三", "应为数字"), (Decimal(-1), "为负")])
def test_a_count_that_is_none_is_told(cell: Cell, words: str) -> None:
    assert words in told("count", cell)


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        (Decimal(30), 3000),
        (Percent(Decimal(30)), 3000),
        ("30%", 3000),
        ("３０％", 3000),
        ("0.3%", 30),
        (Percent(Decimal("0.3")), 30),
        (Decimal("33.33"), 3333),
        (Decimal(1), 100),
        (Decimal(0), 0),
        (Decimal(100), 10_000),
    ],
)
def test_a_share_is_read_in_basis_points(cell: Cell, points: int) -> None:
    assert read("share", cell) == points


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Decimal("0.3"), "分不清是 30% 还是 0.3%"),
        (Decimal("100.01"), "0% 到 100% 之间"),
        (Percent(Decimal(-5)), "0% 到 100% 之间"),
        ("33.333%", "最多两位小数"),
        ("三成", "应为数字"),
    ],
)
def test_a_share_that_may_mean_two_things_is_asked_back(cell: Cell, words: str) -> None:
    assert words in told("share", cell)


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),  # noqa: DTZ001  # a cell has no zone
        Decimal(46082),
        Decimal(20260301),
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        "20260301",
        "2026-03-01 00:00:00",
    ],
)
def test_a_date_is_read_in_every_usual_writing(cell: Cell) -> None:
    assert read("date", cell) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026-02-30", "没有 “2026-02-30” 这一天"),
        ("2026年3月", "应为日期"),
        ("3/1/2026", "应为日期"),
        ("46082", "应为日期"),
        (date(1900, 1, 1), "不在 1949 年到 2100 年之间"),
        (Decimal(5), "应为日期"),
    ],
)
def test_a_date_that_is_none_is_told(cell: Cell, words: str) -> None:
    assert words in told("date", cell)


@pytest.mark.parametrize("cell", [Decimal(2025), "2025", "2025年", "２０２５", "2025年度"])
def test_a_year_has_four_digits(cell: Cell) -> None:
    assert read("year", cell) == 2025


@pytest.mark.parametrize("cell", ["25", "二〇二五", Decimal(1025), "2025.5", date(2025, 1, 1)])
def test_a_year_that_is_none_is_told(cell: Cell) -> None:
    assert "四位年份" in told("year", cell)


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("是", True),
        ("有", True),
        ("√", True),
        (True, True),
        (Decimal(1), True),
        ("否", False),
        (False, False),
    ],
)
def test_a_flag_is_yes_or_no(cell: Cell, flag: bool) -> None:
    assert read("flag", cell) is flag
    assert "是或否" in told("flag", "部分")


def test_a_choice_is_taken_by_its_label_or_its_code_and_others_are_told_what_is_offered() -> None:
    assert read("choice", " 技术 许可 ") == "license"
    assert read("choice", "license") == "license"
    assert told("choice", "技术服务").endswith("从这些里选一个：技术开发、技术许可")


def test_a_code_as_text_is_taken_in_half_width_and_one_kept_as_a_number_is_lost() -> None:
    assert read("uscc", "９１４３００００００００００００１ｘ") == CODE
    assert "存成了数字" in told("uscc", Decimal("914300000000000000"))
    assert "校验位" in told("uscc", CODE[:-1] + "A")
    assert "位数" in told("uscc", CODE[:-1])
    assert "位数" in told("uscc", CODE[:4] + "-" + CODE[4:])


def test_text_is_tidied_and_a_long_number_in_it_is_not_believed() -> None:
    assert read("text", "  某\u3000公司\n（长沙） ") == "某 公司 （长沙）"
    assert read("long_text", "第一段\r\n第二段") == "第一段\n第二段"
    assert read("text", Decimal("12.50")) == "12.5"
    assert read("text", date(2026, 3, 1)) == "2026-03-01"
    assert read("text", '=HYPERLINK("http://x")') == '=HYPERLINK("http://x")'
    assert read("text", "\u200b𠮷\ufeff") == "𠮷"
    assert "存成了数字" in told("text", Decimal("430102199001011234"))
    assert "控制字符" in told("text", "甲\0乙")
    assert "最多 1000 字" in told("text", "字" * 1001)
    assert "最多 20000 字" in told("long_text", "字" * 1_000_000)
