"""Search over everything public: what answers, the nearest first; and when nothing does, what comes near."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Max

from xiangchuang.search.holding import KIND, PLACE, TITLE, all_of, also, beginning, newest, newest_with_kind
from xiangchuang.search.models import PublicText
from xiangchuang.search.passages import Piece, marked, passage
from xiangchuang.search.sources import sources
from xiangchuang.search.words import runs_of, search_words

# A phrase typed into a search box, not a text to be compared.
ASKED_AT_MOST: Final = 12
# Of more hits than these the newest are looked at: whoever finds so many asks more closely.
FOUND_AT_MOST: Final = 1_000
# Of so many it is looked whether the phrase stands there as it was typed.
EXACT_AMONG: Final = 60
_NEAR_AT_MOST: Final = 300


@dataclass(frozen=True)
class Question:
    """What the address asks for; kind and place "" for all."""

    text: str
    kind: str = ""
    place: str = ""


@dataclass(frozen=True)
class Hit:
    """A text that answers, with the words marked in its title and in a passage of it."""

    text: PublicText
    kind_label: str
    title: Sequence[Piece]
    passage: Sequence[Piece]


@dataclass(frozen=True)
class Found:
    """Numbers of the texts that answer, best first, and how many of each kind. Capped: there are more."""

    ids: Sequence[int]
    kinds: Sequence[tuple[str, str, int]]
    is_capped: bool


def question_of(text: str, *, kind: str = "", place: str = "", in_title: bool = False) -> str | None:
    """Return the question to the index; None when the text holds no word.

    A single Han character is looked for at the beginning of a pair in titles.
    """
    narrowed = [f"{KIND}{kind}"] if kind else []
    narrowed += [f"{PLACE}{place}"] if place else []
    words = search_words(text)[:ASKED_AT_MOST]
    if words:
        return all_of([*((f"{TITLE}{word}" for word in words) if in_title else words), *narrowed])
    single = runs_of(text, shortest=1)
    return also(beginning(f"{TITLE}{single[0]}"), narrowed) if single else None


def is_single_sign(text: str) -> bool:
    """Whether nothing but a single sign is asked, which is looked for at the beginning of words in titles."""
    return not search_words(text) and bool(runs_of(text, shortest=1))


def find(asked: Question) -> Found:
    """Return what answers: the phrase in the title first, then the words there, then the newest others."""
    question = question_of(asked.text, kind=asked.kind, place=asked.place)
    if question is None:
        return Found((), (), is_capped=False)
    rows = newest_with_kind(question, FOUND_AT_MOST + 1, until=_last_of(asked.kind) if asked.kind else None)
    found = [pk for pk, _kind in rows[:FOUND_AT_MOST]]
    titled: list[int] = []
    if found:
        titles = question_of(asked.text, kind=asked.kind, place=asked.place, in_title=True)
        titled = newest(titles, EXACT_AMONG, until=found[0]) if titles else []
    others = set(titled)
    ordered = [*titled, *(pk for pk in found if pk not in others)]
    return Found(_exact_first(ordered, asked.text), _kinds(asked, rows), len(rows) > FOUND_AT_MOST)


def _last_of(kind: str) -> int:
    """Return the newest text of a kind, 0 without any: texts of others after it need no look."""
    return int(PublicText.objects.filter(kind=kind).aggregate(last=Max("pk"))["last"] or 0)


def _exact_first(ids: list[int], text: str) -> list[int]:
    """Pairs that stand apart answer too: put first what holds the phrase as it was typed."""
    phrases = runs_of(text)
    looked = ids[:EXACT_AMONG]
    texts = {
        pk: (title.lower(), body.lower())
        for pk, title, body in PublicText.objects.filter(pk__in=looked).values_list("pk", "title", "body")
    }

    def distance(pk: int) -> int:
        title, body = texts.get(pk, ("", ""))
        if all(phrase in title for phrase in phrases):
            return 0
        return 1 if all(phrase in title or phrase in body for phrase in phrases) else 2

    return [*sorted(looked, key=distance), *ids[EXACT_AMONG:]]


def _kinds(asked: Question, rows: Sequence[tuple[int, str]]) -> list[tuple[str, str, int]]:
    """Return (code, label, number) of every kind that answers, whichever kind was chosen."""
    if asked.kind and (question := question_of(asked.text, place=asked.place)):
        rows = newest_with_kind(question, FOUND_AT_MOST)
    numbers = Counter(kind for _pk, kind in rows[:FOUND_AT_MOST])
    return [(s.kind, str(s.label), numbers[s.kind]) for s in sources().values() if s.kind in numbers]


def hits(ids: Sequence[int], text: str) -> list[Hit]:
    """Return the hits of one page, in order; what its source no longer calls public is left out.

    One query for the texts and those of one source for each kind among them.
    """
    rows: dict[int, PublicText] = PublicText.objects.in_bulk(ids)
    by_kind: dict[str, list[str]] = {}
    for row in rows.values():
        by_kind.setdefault(row.kind, []).append(row.key)
    known = sources()
    public = {
        (kind, draft.key)
        for kind, keys in by_kind.items()
        if kind in known
        for draft in known[kind].texts(keys)
    }
    phrases = runs_of(text, shortest=1)
    return [
        Hit(row, str(known[row.kind].label), marked(row.title, phrases), passage(row.body, phrases))
        for row in (rows[pk] for pk in ids if pk in rows)
        if (row.kind, row.key) in public
    ]


def near(text: str, *, most: int = 5) -> list[int]:
    """Return texts that hold some of the words, those with most of them first: for when none holds all."""
    shared: Counter[int] = Counter()
    for word in search_words(text)[:ASKED_AT_MOST]:
        shared.update(newest(all_of([word]), _NEAR_AT_MOST))
    return [pk for pk, _number in shared.most_common(most)]
