"""Which texts of a kind come near a text, by the words they share: the rarer a word, the more it tells."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from xiangchuang.search.holding import holding_each
from xiangchuang.search.models import PublicText, TextWords, WordCount
from xiangchuang.search.words import search_words

# So many hits are read for one text, rarest words first: the answer's time does not grow with the texts.
READ_AT_MOST: Final = 8_000
WEIGHED_AT_MOST: Final = 400


@dataclass(frozen=True)
class Nearness:
    """The scores of texts by key, best first, and the words that told."""

    scores: Mapping[str, float]
    telling: frozenset[str]


def nearest(text: str, kind: str, *, most: int) -> Nearness:
    """Return the texts of a matched kind that share the telling words of a text, in four queries.

    A word weighs log(N / texts it stands in): one that stands in every text weighs next to nothing.
    """
    telling = _telling(search_words(text)[:WEIGHED_AT_MOST], kind)
    scores: Counter[int] = Counter()
    for pk, word in holding_each(list(telling), kind) if telling else ():
        scores[pk] += telling[word]  # type: ignore[assignment]
    best = dict(scores.most_common(most))
    keys = dict(PublicText.objects.filter(pk__in=best).values_list("pk", "key"))
    return Nearness({keys[pk]: score for pk, score in best.items()}, frozenset(telling))


def weights_within(keys: Collection[str], kind: str, words: Collection[str]) -> dict[str, float]:
    """Return those of the words that stand in one of these texts of a matched kind, with what each weighs."""
    rows = TextWords.objects.filter(text__kind=kind, text__key__in=keys).values_list("words", flat=True)
    held = {word for row in rows for word in row.split()}.intersection(words)
    return _weights(
        WordCount.objects.filter(kind=kind, word__in=held, texts__gt=0).values_list("word", "texts"), kind
    )


def _weights(counts: "Iterable[tuple[str, int]]", kind: str) -> dict[str, float]:
    total = _size(kind)
    # +1: among a handful every word would weigh nothing.
    return {word: log((total + 1) / texts) for word, texts in counts}


def _telling(words: Sequence[str], kind: str) -> dict[str, float]:
    """Return the rarest words with their weights, as many as READ_AT_MOST hits allow."""
    known = WordCount.objects.filter(kind=kind, word__in=words, texts__gt=0).order_by("texts", "pk")
    found: list[tuple[str, int]] = []
    read = 0
    for word, texts in known.values_list("word", "texts"):
        read += texts
        if found and read > READ_AT_MOST:
            break
        found.append((word, texts))
    return _weights(found, kind)


def _size(kind: str) -> int:
    return PublicText.objects.filter(kind=kind).count()
