"""What two plans have in common: found wherever it stands, and nothing by chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.similarity import (
    SectionText,
    alike,
    common_passages,
    covered,
    runs_of,
    section_text,
    sign,
    without,
)

SIGNS = [chr(0x4E00 + place) for place in range(3000)]


def words(seed: int, length: int) -> str:
    """Return Chinese text that no other seed gives, with a full stop now and then."""
    chance = random.Random(seed)  # noqa: S311
    return "".join("。" if place % 40 == 39 else chance.choice(SIGNS) for place in range(length))


def text(code: str, *paragraphs: str) -> SectionText:
    return section_text(code, numbered_blocks([Block(id="", kind="paragraph", text=p) for p in paragraphs]))


def test_a_copied_passage_is_found_whatever_stands_around_it() -> None:
    copied = words(7, 400)
    mine = [text("A.1.1", words(1, 3000)), text("A.4.1", words(2, 900) + copied + words(3, 1700))]
    theirs = [text("A.2.1", words(4, 2500), words(5, 333) + copied + words(6, 2000))]
    (pair,) = alike(sign(mine), [(12, sign(theirs))])
    assert (pair.key, pair.section, pair.other_section) == (12, "A.4.1", "A.2.1")
    (passage,) = common_passages(mine[1], theirs[0], shortest=30, gap=6)
    assert passage.text.strip("。") == copied.strip("。") == passage.other_text.strip("。")
    assert passage.other_block == theirs[0].blocks[1]


def test_texts_of_their_own_have_nothing_in_common() -> None:
    mine = [text("A.1.1", words(1, 30_000))]
    assert not alike(
        sign(mine), [(seed, sign([text("A.1.1", words(seed, 30_000))])) for seed in range(2, 12)]
    )


@pytest.mark.parametrize("length", [250, 400, 800])
def test_nine_in_ten_copied_paragraphs_are_found(length: int) -> None:
    found = 0
    for seed in range(15):
        copied, shift = words(1000 + seed, length), seed * 37
        mine = text("A.1.1", words(seed, 1000 + shift) + copied + words(seed + 100, 1500))
        theirs = text("A.1.1", words(seed + 200, 700 + shift * 2) + copied + words(seed + 300, 1500))
        found += bool(alike(sign([mine]), [(1, sign([theirs]))]))
    assert found >= 14


def test_spaces_punctuation_and_width_hide_nothing() -> None:
    copied = "围绕地下空间智能装备的关键共性技术，建立从基础研究到工程化的完整链条ABC2026"
    hidden = "围绕 地下空间 智能装备的关键共性技术——建立从基础研究到工程化的完整链条ＡＢＣ２０２６"
    (passage,) = common_passages(text("A.1.1", copied), text("A.1.1", hidden), shortest=30, gap=0)
    assert passage.other_text == hidden and passage.signs == 40


def test_a_changed_word_or_number_does_not_end_a_passage() -> None:
    one = text("A.4.1", "中心用三年时间在长沙建成中试线三条并形成年产二十台套的能力，" + words(9, 60))
    other = text("A.4.1", "中心用三年时间在长沙建成中试线十二条并形成年产二十台套的能力，" + words(9, 60))
    assert not common_passages(one, other, shortest=80, gap=0)
    (passage,) = common_passages(one, other, shortest=80, gap=4)
    assert passage.text.startswith("中心用三年")


def test_what_both_quote_from_the_notice_is_no_passage_in_common() -> None:
    notice = "技术创新中心定位于实现从科学到技术的转化，促进重大基础研究成果产业化。"
    quoted = runs_of([notice], length=13)
    one, other = text("A.2.2", words(1, 100) + notice + words(2, 100)), text("A.2.2", notice + words(3, 100))
    assert common_passages(one, other, shortest=20, gap=6)
    bare = without(one, quoted, length=13)
    assert not common_passages(bare, other, shortest=20, gap=6)
    assert bare.length == one.length - 33 and bare.written == one.written


def test_a_passage_is_found_between_what_both_quote_from_the_notice() -> None:
    """Both texts have the same stretch taken out, longer than an anchor: no run goes on from inside it."""
    notice = "技术创新中心定位于实现从科学到技术的转化，促进重大基础研究成果产业化。"
    quoted, copied = runs_of([notice], length=13), words(4, 60)
    one, other = (
        without(text("A.2.2", words(seed, 100) + notice + copied + notice), quoted, length=13)
        for seed in (1, 2)
    )
    (passage,) = common_passages(one, other, shortest=20, gap=6)
    assert passage.text.strip("。") == copied.strip("。") and passage.signs == 59


def test_a_passage_told_twice_covers_its_signs_once() -> None:
    copied = words(5, 120)
    one = text("A.1.1", copied + words(1, 50))
    other = text("A.1.1", words(2, 50) + copied + words(3, 50) + copied)
    passages = common_passages(one, other, shortest=30, gap=0)
    assert covered(passages) == covered(passages + passages) == sum(p.signs for p in passages)


def test_a_section_without_words_has_no_signature() -> None:
    empty = section_text("A.1.1", [Block(id="b1", kind="image", text="", image="a" * 64)])
    assert sign([empty]).digests == b"" and not alike(
        sign([empty]), [(1, sign([text("A.1.1", words(1, 400))]))]
    )
    assert sign([text("A.1.1", "短")]).sections == ()


@given(st.text(alphabet="甲乙丙，。 ab", max_size=120), st.text(alphabet="甲乙丙，。 ab", max_size=120))
def test_every_passage_stands_in_both_texts_as_written(one: str, other: str) -> None:
    first, second = text("A.1.1", one), text("A.1.2", other)
    for passage in common_passages(first, second, shortest=12, gap=2):
        assert passage.text in first.written and passage.other_text in second.written
        assert passage.end - passage.start >= passage.signs >= 12
