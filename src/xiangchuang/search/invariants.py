"""What must hold of the index at any time."""

from collections import Counter
from collections.abc import Iterator

from xiangchuang.search.follow import index_words
from xiangchuang.search.models import PublicText, TextWords, WordCount
from xiangchuang.search.sources import sources
from xiangchuang.search.words import search_words


def every_text_has_its_words() -> Iterator[str]:
    """Yield each text without words, or with words that are not its own."""
    for text in PublicText.objects.select_related("words").iterator(chunk_size=500):
        words: TextWords | None = getattr(text, "words", None)
        if words is None or words.words != " ".join(index_words(text)):
            yield f"public text {text.kind}:{text.key} has not the words it says"


def every_word_is_counted() -> Iterator[str]:
    """Yield each word of a matched kind whose count is not the number of texts it stands in."""
    for source in sources().values():
        if not source.is_matched:
            continue
        rows = PublicText.objects.filter(kind=source.kind).values_list("title", "body")
        held = Counter(word for title, body in rows for word in search_words(f"{title}\n{body}"))
        counted = dict(WordCount.objects.filter(kind=source.kind).values_list("word", "texts"))
        for word in sorted(held.keys() | counted.keys()):
            if counted.get(word, 0) != held[word]:
                yield f"word {word}: counted {counted.get(word, 0)}, stands in {held[word]}"
