"""Text is kept as it was meant, not as it was pasted."""

import pytest

from xiangchuang.accounts.text import normalise_line, normalise_text


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("１２３４５６Ａｂ", "123456Ab"),
        ("湖南\u202e司公\u202c示例", "湖南司公示例"),
        ("示\u200b例\ufeff公\u2060司", "示例公司"),
        ("示例\x00公司\x07", "示例公司"),
        ("\u3000 示例公司\u00a0", "示例公司"),
        ("e\u0301", "é"),
        ("示例\ud800公司", "示例公司"),
    ],
    ids=["full-width", "bidi", "zero-width", "control", "spaces", "composed", "lone surrogate"],
)
def test_hostile_and_careless_characters_leave_the_text(pasted: str, kept: str) -> None:
    assert normalise_text(pasted) == kept


def test_chinese_punctuation_rare_characters_and_formula_like_text_stay() -> None:
    written = "示例（集团）公司，𠮷林；=HYPERLINK {{x}}"
    assert normalise_text(written) == written


def test_line_breaks_stay_in_text_and_become_spaces_in_a_line() -> None:
    assert normalise_text("一\r\n二 \r三") == "一\n二\n三"
    assert normalise_line("一\r\n  二\t三") == "一 二 三"


def test_normalising_twice_changes_nothing_more() -> None:
    once = normalise_text("\u200b １\u0301\n\u3000")
    assert normalise_text(once) == once
