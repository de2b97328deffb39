"""Exact passages: the quick way finds what the plain way finds, and repetition costs no more than length."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.similarity.naive_passages import naive_passages
from xiangchuang.documents.similarity import SectionText, common_passages
from xiangchuang.documents.similarity.alignment import __file__ as aligning
from xiangchuang.documents.similarity.passage_text import BREAK

SIGNS = [chr(0x4E00 + place) for place in range(3000)]


def section(plain: str) -> SectionText:
    return SectionText("A.1.1", plain, range(len(plain)), plain)


def sentence(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices(SIGNS, k=length))  # noqa: S311


@st.composite
def repetitive(draw: st.DrawFn) -> str:
    """A text that says some few things again and again, of few signs or of many."""
    alphabet = draw(st.sampled_from(["甲", "甲乙", "甲乙丙丁", "".join(SIGNS[:200])]))
    phrases = draw(st.lists(st.text(alphabet, min_size=1, max_size=40), min_size=1, max_size=4))
    return "".join(draw(st.lists(st.sampled_from(phrases), max_size=20)))


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """The text with some signs exchanged, added or left out, and stretches taken out of the comparison."""
    for _ in range(draw(st.integers(0, 6))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 14))
        instead = draw(st.sampled_from(["", "子", "子丑寅", BREAK * length, BREAK]))
        text = text[:at] + instead + text[at + length :]
    return text


@st.composite
def two_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of their own, or two changed versions of one."""
    one = draw(repetitive())
    other = draw(st.one_of(st.just(one), repetitive()))
    return draw(changed(one)), draw(changed(other))


@given(two_texts(), st.sampled_from([12, 20, 40]), st.integers(0, 12))
def test_the_quick_way_finds_what_the_plain_way_finds(
    texts: tuple[str, str], shortest: int, gap: int
) -> None:
    one, other = texts
    found = common_passages(section(one), section(other), shortest=shortest, gap=gap)
    places = [(p.signs, p.start, p.end, p.other_text) for p in found]
    plain = naive_passages(one, other, shortest=shortest, gap=gap)
    assert [(signs, start, end) for signs, start, end, _ in places] == [(s, a, e) for s, a, _, e in plain]
    assert all(
        other[there:].startswith(p.other_text) for p, (_, _, there, _) in zip(found, plain, strict=True)
    )


@contextmanager
def at_most_lines(most: int) -> Iterator[None]:
    """Stop with an error as soon as aligning has run so many lines: work is counted, not time."""
    ran = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal ran
        if frame.f_code.co_filename != aligning:
            return None
        ran += event == "line"
        assert ran <= most, f"more than {most} lines"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        yield
    finally:
        sys.settrace(before)


ONE_SENTENCE = sentence(1, 39) * 150
SIX_SENTENCES = "".join(random.Random(2).choices([sentence(seed, 39) for seed in range(6)], k=150))  # noqa: S311
REPETITIVE = {
    "one sign": ("啊" * 6000, "啊" * 6000),
    "one sentence": (ONE_SENTENCE, ONE_SENTENCE),
    "one sentence, a word more each time in the other": (ONE_SENTENCE, (sentence(1, 39) + "又一次") * 150),
    "one sentence, a sign changed in each": (ONE_SENTENCE, ONE_SENTENCE.replace(sentence(1, 39)[7], "子")),
    "six sentences in another order": (SIX_SENTENCES, SIX_SENTENCES[39 * 7 :] + SIX_SENTENCES[: 39 * 7]),
    "one sentence between breaks": (
        (sentence(1, 39) + BREAK * 20) * 100,
        (sentence(1, 39) + BREAK * 20) * 100,
    ),
    "breaks alone": (BREAK * 6000, BREAK * 6000),
}


@pytest.mark.parametrize("texts", REPETITIVE.values(), ids=REPETITIVE)
def test_a_text_that_repeats_itself_costs_some_lines_for_each_sign(texts: tuple[str, str]) -> None:
    one, other = map(section, texts)
    with at_most_lines(12 * (len(texts[0]) + len(texts[1]))):
        common_passages(one, other, shortest=40, gap=6)


@pytest.mark.parametrize("text", ["啊" * 6000, ONE_SENTENCE], ids=["one sign", "one sentence"])
def test_the_same_repetitive_text_is_one_passage(text: str) -> None:
    """Each of the eight places the anchor stands in is walked in leaps: few lines beside the index."""
    whole = section(text)
    with at_most_lines(8 * len(text)):
        (passage,) = common_passages(whole, whole, shortest=40, gap=6)
    assert (passage.start, passage.end, passage.signs) == (0, len(text), len(text))
