"""The numbers authors type before headings, each read for its form and value."""

import pytest

from xiangchuang.documents.plan.likeness import likeness
from xiangchuang.documents.plan.numbering import chinese_value, typed_number


@pytest.mark.parametrize(
    ("text", "habit", "path", "rest"),
    [
        ("1.1 现状", "dotted", (1, 1), "现状"),
        ("1．1现状", "dotted", (1, 1), "现状"),
        ("１．１　现状", "dotted", (1, 1), "现状"),
        ("1.1.2 现状", "dotted", (1, 1, 2), "现状"),
        ("A.1.2 现状", "annex", (1, 2), "现状"),
        ("一、现状", "chinese", (1,), "现状"),
        ("十二、现状", "chinese", (12,), "现状"),
        ("（一）现状", "bracket", (1,), "现状"),
        ("(二) 现状", "bracket", (2,), "现状"),
        ("1、现状", "digit", (1,), "现状"),
        ("3.现状", "digit", (3,), "现状"),
        ("(1)现状", "bracket-digit", (1,), "现状"),
        ("第一章 现状", "chapter", (1,), "现状"),
        ("第3部分：现状", "chapter", (3,), "现状"),
        ("第二节 现状", "section", (2,), "现状"),
        ("③现状", "circled", (3,), "现状"),
        ("现状", "", (), "现状"),
        ("2026年目标", "", (), "2026年目标"),
        ("一体化推进", "", (), "一体化推进"),
        ("3.5%的增长", "", (), "3.5%的增长"),
    ],
)
def test_a_typed_number_is_read(text: str, habit: str, path: tuple[int, ...], rest: str) -> None:
    number = typed_number(text)
    assert (number.habit, number.path, number.rest) == (habit, path, rest)


@pytest.mark.parametrize(
    ("text", "value"), [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35)]
)
def test_chinese_numerals_have_values(text: str, value: int) -> None:
    assert chinese_value(text) == value


def test_a_title_is_known_without_number_guidance_and_common_words() -> None:
    assert likeness("（四）发展目标", "技术创新中心发展目标") == 1.0
    assert likeness("2.1 指导思想（不超过一页）", "技术创新中心的指导思想") == 1.0
    assert likeness("近三年建设任务", "技术创新中心近3年具体建设任务") == 1.0
    assert likeness("各方权利与义务", "技术创新中心组建各方的权利和义务") > 0.8


def test_titles_that_differ_are_not_confused() -> None:
    assert likeness("国内外相关技术、产业发展现状与趋势", "我省相关技术、产业发展现状及存在的问题") < 0.8
    assert likeness("管理机制", "运营机制") < 0.6
    assert likeness("建设周期", "建设原则") < 0.6
