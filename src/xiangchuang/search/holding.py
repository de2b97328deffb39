"""Which texts hold words, asked of the database's own full text: numbers of texts, newest first."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

# Words of another kind stand in the same column, told apart by what they begin with.
TITLE, KIND, PLACE = "t_", "k_", "p_"


def all_of(words: Sequence[str]) -> str:
    """Return the question for texts that hold every word, in the database's own spelling."""
    return (" & " if _is_postgresql() else " ").join(map(_quoted, words))


def beginning(word: str) -> str:
    """Return the question for texts that hold a word which begins so."""
    return f"{_quoted(word)}:*" if _is_postgresql() else f"{_quoted(word)} *"


def also(question: str, words: Sequence[str]) -> str:
    """Return the question narrowed to texts that hold these words too."""
    return (" & " if _is_postgresql() else " AND ").join([question, *map(_quoted, words)])


def newest(question: str, most: int, *, until: int | None = None) -> list[int]:
    """Return the newest texts that answer a question, at most `most`; `until` is the newest looked at."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST[connection.vendor], _asked(question, most, until))
        return [row[0] for row in cursor.fetchall()]


def newest_with_kind(question: str, most: int, *, until: int | None = None) -> list[tuple[int, str]]:
    """Return the same with the kind of each."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_WITH_KIND[connection.vendor], _asked(question, most, until))
        return list(cursor.fetchall())


def answering(question: str) -> RawSQL:
    """Return the texts that answer a question, to stand in a queryset's `pk__in`."""
    return RawSQL(_ANSWERING[connection.vendor], (question,))  # noqa: S611 - the words are bound, the rest is ours


def holding_each(words: Sequence[str], kind: str) -> Iterator[tuple[int, str]]:
    """Yield (text, word) for every text of the kind that holds one of the words, in one query."""
    asked = [(word, all_of([word, f"{KIND}{kind}"])) for word in words]
    with connection.cursor() as cursor:
        cursor.execute(_SQL_EACH[connection.vendor], _bound(asked))
        yield from cursor.fetchall()


_ANSWERING = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH %s",
    "postgresql": "SELECT text_id FROM search_textwords WHERE search_vector(words, text_id) @@ %s::tsquery",
}
_NEWEST = {
    "sqlite": "SELECT rowid FROM search_index WHERE search_index MATCH %(question)s "
    "AND rowid < coalesce(%(below)s, 9223372036854775807) ORDER BY 1 DESC LIMIT %(most)s",
    "postgresql": "SELECT n FROM search_newest(%(question)s, %(most)s, %(below)s) n ORDER BY 1 DESC",
}
_NEWEST_WITH_KIND = {
    "sqlite": "SELECT f.rowid, p.kind FROM (SELECT rowid FROM search_index "
    "WHERE search_index MATCH %(question)s AND rowid < coalesce(%(below)s, 9223372036854775807) "
    "ORDER BY 1 DESC LIMIT %(most)s) f JOIN search_publictext p ON p.id = f.rowid ORDER BY 1 DESC",
    "postgresql": "SELECT n, p.kind FROM search_newest(%(question)s, %(most)s, %(below)s) n "
    "JOIN search_publictext p ON p.id = n ORDER BY 1 DESC",
}
_SQL_EACH = {
    "sqlite": "SELECT i.rowid, j.value ->> 0 FROM json_each(%s) j JOIN search_index i "
              "ON i.search_index MATCH (j.value ->> 1)",
    "postgresql": "SELECT w.text_id, a.word FROM unnest(%s::text[], %s::text[]) AS a(word, question) "
                  "JOIN search_textwords w ON search_vector(w.words, w.text_id) @@ a.question::tsquery",
}  # fmt: skip


def _asked(question: str, most: int, until: int | None) -> dict[str, Any]:
    return {"question": question, "most": most, "below": None if until is None else until + 1}


def _bound(asked: Sequence[tuple[str, str]]) -> list[Any]:
    if _is_postgresql():
        return [[word for word, _ in asked], [question for _, question in asked]]
    return [json.dumps(asked)]


def _quoted(word: str) -> str:
    quote = "'" if _is_postgresql() else '"'
    return f"{quote}{word}{quote}"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
