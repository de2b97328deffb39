"""A mask finds a name however it is written, and gives back what a reader quotes as it was written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.documents.masking import (
    Mask,
    chinese_number,
    folded,
    mask_block,
    short_forms,
    stated_short_forms,
)
from xiangchuang.documents.plan.blocks import Block, ListItem, MarkedCell, Span, spans_of

LEAD, SHORT, MEMBER, PERSON = "湖南湘江ABC储能（集团）股份有限公司", "湘江ABC储能", "星沙大学", "阿里·木江"
MASK = Mask(
    {LEAD: "牵头单位", SHORT: "牵头单位", MEMBER: "共建单位一", PERSON: "人员一"},
    code="代码略", contact="联系方式略",
)  # fmt: skip
NAMES = (LEAD, SHORT, MEMBER, PERSON)
FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})


def spelled(name: str) -> st.SearchStrategy[str]:
    """The name in full width or not, in other case, with spaces, breaks and invisible signs between."""
    between = st.sampled_from(["", "", "", " ", "　", "\n", "\u200b", "\u00ad", "\xa0", "·", "\t"])
    case = st.sampled_from([str, str.lower, str.upper, lambda t: t.translate(FULL_WIDTH)])
    gaps = st.lists(between, min_size=len(name), max_size=len(name))
    return st.tuples(case, gaps).map(
        lambda made: "".join(sign + gap for sign, gap in zip(made[0](name), [*made[1][:-1], ""], strict=True))
    )


WORDS = st.text(alphabet="技术创新，。1中心2 \n", max_size=12)


@given(st.lists(st.tuples(WORDS, st.sampled_from(NAMES).flatmap(spelled)), max_size=6), WORDS)
def test_no_name_survives_however_it_is_spelled(parts: list[tuple[str, str]], end: str) -> None:
    text = "".join(word + name for word, name in parts) + end

    masked = folded(MASK.text(text))

    assert not [name for name in NAMES if folded(name) in masked]
    assert MASK.text(MASK.text(text)) == MASK.text(text)


@given(WORDS.filter(lambda text: text.strip() != ""), st.sampled_from(NAMES).flatmap(spelled), WORDS)
def test_what_is_quoted_under_the_mask_is_found_again_as_written(before: str, name: str, after: str) -> None:
    text = f"{before}{name}{after}"

    assert re.sub(r"\s", "", MASK.original(text, MASK.text(text))) == re.sub(r"\s", "", text)
    assert MASK.original(text, "别处没有的话") == ""


@given(st.data())
def test_a_name_under_several_marks_leaves_one_token(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES).flatmap(spelled))
    text = f"由{name}牵头"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    parts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    spans = tuple(Span(part, ("bold",) if n % 2 else ()) for n, part in enumerate(parts))

    masked = mask_block(Block("b1", "paragraph", text, spans=spans), MASK, picture="")

    assert "".join(span.text for span in masked.spans) == masked.text == MASK.text(text)


def test_every_text_of_every_block_is_masked() -> None:
    said = f"{LEAD}的{PERSON}"
    rows = (("单位", said), ("电话", "0731-8888 6666"))
    blocks = [
        Block("b1", "heading", said, level=1),
        Block("b2", "paragraph", said, spans=(Span(said, link="https://xj.example/"), Span("", note=said))),
        Block("b3", "list", said, items=(ListItem(said, spans=(Span(said),)),)),
        Block("b4", "table", "x", rows=rows, caption=said, marked=(MarkedCell(0, 1, (Span(said),)),)),
        Block("b5", "image", said, image="ab" * 32, alt=said),
        Block("b6", "formula", said),
        Block("b7", "reference", said),
    ]  # fmt: skip

    for block in blocks:
        masked = mask_block(block, MASK, picture="〔图片略〕")
        assert not [name for name in NAMES if folded(name) in folded(repr(masked))], block.kind
        assert masked.id == block.id
        assert not [span for span in spans_of(masked) if span.link]
        assert not masked.image
        assert "8888" not in repr(masked)


def test_a_picture_leaves_words_in_its_place() -> None:
    masked = mask_block(Block("b5", "image", "图1 中试线", image="ab" * 32), MASK, picture="〔图片略〕")

    assert (masked.kind, masked.text) == ("note", "〔图片略〕图1 中试线")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("代码91430100MA4L16JXXQ。", "代码代码略。"),
        ("电话138 0013 8000，传真", "电话联系方式略，传真"),
        ("电话(0731)88886666", "电话联系方式略"),
        ("电话+86-13800138000", "电话联系方式略"),
        ("邮箱 li.gong@example.com.cn 收", "邮箱 联系方式略 收"),
        ("见https://www.example.com/a?b=1，", "见联系方式略，"),
        ("预算 13800138000123 元", "预算 13800138000123 元"),
        ("2026—2028 年投入 0.7312345678 亿元", "2026—2028 年投入 0.7312345678 亿元"),
    ],
)
def test_codes_numbers_and_addresses_are_known_by_their_form(text: str, shown: str) -> None:
    assert MASK.text(text) == shown


def test_a_latin_name_is_not_found_inside_a_word() -> None:
    assert Mask({"TM": "甲"}).text("TMT 与 TM 公司") == "TMT 与 甲 公司"


def test_the_short_forms_of_a_name_leave_out_place_legal_form_and_brackets() -> None:
    found = short_forms("湖南湘江储能（集团）股份有限公司", {"湖南省", "湖南", "长沙"})

    assert {"湘江储能", "湖南湘江储能", "湘江储能（集团）"} <= set(found)
    assert "湖南" not in found
    assert short_forms("湖南有限公司", {"湖南"}) == ()


def test_a_short_form_is_known_where_the_text_introduces_it() -> None:
    text = "由湘江储能材料有限公司（以下简称“湘储”）牵头，星沙大学（简称「星大」）参加。"

    assert dict(stated_short_forms(text, ["湘江储能材料有限公司", "星沙大学"])) == {
        "湘江储能材料有限公司": "湘储", "星沙大学": "星大",
    }  # fmt: skip


def test_numbers_of_tokens_are_chinese() -> None:
    assert [chinese_number(n) for n in (1, 10, 12, 20, 35, 100)] == [
        "一", "十", "十二", "二十", "三十五", "100",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="0"):
        chinese_number(0)


def test_two_masks_of_one_digest_show_the_same() -> None:
    assert Mask({LEAD: "甲"}).digest == Mask({LEAD: "甲"}).digest
    assert Mask({LEAD: "甲"}).digest != Mask({LEAD: "乙"}).digest
