"""The index follows what is public, in the transaction of the verb that changed it.

A verb says what may have changed; whether and how it is public is asked of its source, so that what was
withdrawn leaves and what was opened comes by the same call.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import translation

from xiangchuang.calendars import clock
from xiangchuang.documents.personal import without_personal_data
from xiangchuang.search.holding import KIND, PLACE, TITLE
from xiangchuang.search.models import PublicChange, PublicText, TextWords, WordCount
from xiangchuang.search.sources import Draft, Source, sources
from xiangchuang.search.words import search_words

_AT_ONCE: Final = 500
_COPIED: Final = ("title", "body", "url", "published_at", "place", "is_sample")
# What is found is Chinese, as it was published, whoever's page it was published from.
_LANGUAGE: Final = "zh-hans"
_T = TypeVar("_T")
_later: ContextVar[set[int] | None] = ContextVar("cases to follow later", default=None)


def refresh(kind: str, keys: Iterable[str | int]) -> None:
    """Bring these texts of a kind up to date; one that is not public any more is found no more."""
    source = sources().get(kind)
    wanted = sorted({str(key) for key in keys})
    if source is None or not wanted:
        return
    with transaction.atomic(), translation.override(_LANGUAGE):
        changed = sum(_bring_up(source, part, list(source.texts(part))) for part in _parts(wanted))
        if changed:
            PublicChange.objects.create()


def refresh_case(case: int) -> None:
    """Bring up to date whatever public hangs on a case; the kernel calls it at the end of every verb."""
    later = _later.get()
    if later is not None:
        later.add(case)
        return
    for source in sources().values():
        if source.of_case is not None:
            refresh(source.kind, source.of_case(case))


@contextmanager
def cases_followed_once() -> Iterator[None]:
    """Bring up to date what hangs on each case once, when the block ends, not after each of its many verbs.

    It belongs inside the transaction of the verbs: nobody else may see a case whose texts lag behind.
    """
    cases: set[int] = set()
    outer = _later.set(cases)
    try:
        yield
    finally:
        _later.reset(outer)
    for case in sorted(cases):
        refresh_case(case)


def refresh_all(kind: str) -> tuple[int, int]:
    """Bring a whole kind up to date; return how many texts are public, and how many had to be changed."""
    source = sources()[kind]
    seen: set[str] = set()
    changed = 0
    with translation.override(_LANGUAGE):
        for drafts in _parts(source.texts(None)):
            with transaction.atomic():
                changed += _bring_up(source, [draft.key for draft in drafts], drafts)
            seen.update(draft.key for draft in drafts)
        kept = PublicText.objects.filter(kind=kind).order_by().values_list("key", flat=True)
        for keys in _parts([key for key in kept.iterator() if key not in seen]):
            with transaction.atomic():
                changed += _bring_up(source, keys, list(source.texts(keys)))
    if changed:
        PublicChange.objects.create()
    return len(seen), changed


def _bring_up(source: Source, keys: Collection[str], drafts: list[Draft]) -> int:
    """Make the texts of `keys` those of `drafts`, and no others; return how many were not."""
    present = {text.key: text for text in PublicText.objects.filter(kind=source.kind, key__in=keys)}
    wanted = {draft.key: _row(source.kind, draft) for draft in drafts}
    gone = [text for key, text in present.items() if key not in wanted]
    moved = [row for key, row in wanted.items() if key not in present or _differ(present[key], row)]
    if not gone and not moved:
        return 0
    before = _counted_words(source, [*gone, *(present[row.key] for row in moved if row.key in present)])
    PublicText.objects.filter(pk__in=[text.pk for text in gone]).delete()
    _write(source.kind, moved)
    if source.is_matched:
        after = Counter(word for row in moved for word in set(search_words(_whole(row))))
        after.subtract(before)
        _count(source.kind, after)
    return len(gone) + len(moved)


def _row(kind: str, draft: Draft) -> PublicText:
    """Return the text as it may be found: a passage with personal data is left out, whoever wrote it."""
    return PublicText(
        kind=kind, key=draft.key, title=without_personal_data(draft.title)[:300],
        body=without_personal_data(draft.body), url=draft.url, published_at=draft.published_at,
        place=draft.place, is_sample=draft.is_sample, changed_at=clock.now(),
    )  # fmt: skip


def _differ(one: PublicText, other: PublicText) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _COPIED)


def _write(kind: str, rows: list[PublicText]) -> None:
    PublicText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=[*_COPIED, "changed_at"]
    )
    keys = [row.key for row in rows]
    ids = dict(PublicText.objects.filter(kind=kind, key__in=keys).values_list("key", "pk"))
    TextWords.objects.bulk_create(
        [TextWords(text_id=ids[row.key], words=" ".join(index_words(row))) for row in rows],
        update_conflicts=True, unique_fields=["text"], update_fields=["words"],
    )  # fmt: skip


def index_words(text: PublicText) -> list[str]:
    """Return the words of a text for the index: its own, its title's, its kind and its place."""
    titles = [f"{TITLE}{word}" for word in search_words(text.title)]
    places = [f"{PLACE}{text.place}"] if text.place else []
    return [*search_words(_whole(text)), *titles, f"{KIND}{text.kind}", *places]


def _whole(text: PublicText) -> str:
    return f"{text.title}\n{text.body}"


def _counted_words(source: Source, texts: list[PublicText]) -> Counter[str]:
    if not source.is_matched:
        return Counter()
    return Counter(word for text in texts for word in set(search_words(_whole(text))))


def _count(kind: str, steps: Mapping[str, int]) -> None:
    """Rows are locked in one order, so that two texts published at once never wait for each other."""
    changed = {word: step for word, step in steps.items() if step}
    WordCount.objects.bulk_create(
        [WordCount(kind=kind, word=word) for word in sorted(changed)], ignore_conflicts=True
    )
    rows = WordCount.objects.filter(kind=kind, word__in=changed)
    locked = rows.select_for_update(no_key=True).order_by("pk").values_list("pk", "word")
    by_step: dict[int, list[int]] = defaultdict(list)
    for pk, word in locked:
        by_step[changed[word]].append(pk)
    for step, ids in by_step.items():
        WordCount.objects.filter(pk__in=ids).update(texts=F("texts") + step)


def _parts(rows: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        yield part
