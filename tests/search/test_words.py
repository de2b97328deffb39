"""Phrases that two texts share: found quickly, and the very ones a plain comparison finds."""

from hypothesis import given
from hypothesis import strategies as st

from xiangchuang.search.words import runs_of, search_words, shared_phrases

TEXTS = st.text(alphabet="盾构机主轴承和试验的ab1- ，", max_size=40)


def plainly_shared(one: str, other: str, telling: set[str]) -> set[str]:
    """Return every phrase, piece by piece of `one` as long as it stands in `other`."""
    runs = runs_of(other)
    found = set()
    for run in runs_of(one):
        if run[0].isascii():
            found |= {run} & set(runs)
            continue
        start = 0
        while start < len(run) - 1:
            end = max(
                (e for e in range(start + 2, len(run) + 1) if any(run[start:e] in r for r in runs)),
                default=0,
            )
            piece = run[start:end]
            short = piece.strip("和与及或并")
            found |= {short if len(short) > 1 else piece} - {""}
            start = end or start + 1
    return {phrase for phrase in found if telling & set(search_words(phrase))}


@given(one=TEXTS, other=TEXTS, telling=st.sets(st.sampled_from(["盾构", "主轴", "轴承", "试验", "a1", "ab"])))
def test_the_phrases_are_those_of_a_plain_comparison(one: str, other: str, telling: set[str]) -> None:
    shared = shared_phrases(one, other, telling, most=100)
    assert set(shared) == plainly_shared(one, other, telling)
    assert [len(phrase) for phrase in shared] == sorted(map(len, shared), reverse=True)


def test_a_phrase_is_cut_where_the_other_text_goes_on_differently() -> None:
    shared = shared_phrases("大型盾构机主轴承疲劳试验", "盾构机主轴承寿命与疲劳试验台", ["盾构", "试验"])
    assert shared == ["盾构机主轴承", "疲劳试验"]
