"""Search over 1,000 to 200,000 public texts: `script/bench --search`.

The texts are synthetic: words of two to four characters, as frequent as words are (the n-th about 1/n), a
title of five and a body of eighty, some 250 characters, spread over six kinds and 14 prefectures. Asked
for is what people ask for: a frequent word, two words, a rare one, a phrase of three, what stands nowhere.
"""

import json
import random
import sys
import time
from collections.abc import Callable

import django

from bench.databases import measured_apart
from bench.figures import median, percentile
from bench.matching import Vocabulary

SIZES = (1_000, 20_000, 200_000)
TARGET_MS = 100
WORDS_OF_A_TITLE, WORDS_OF_A_BODY = 5, 80
KINDS = ("notice", "document", "center", "offering", "demand", "platform")
ASKED, WARM = 40, 5
PAGE = 20


def report(sizes: tuple[int, ...] = SIZES, database: str = "both") -> int:
    """Measure every size on the databases there are and print a table; 1 when a p95 misses the target."""
    missed = False
    print(f"| database | texts | asked for | median ms | p95 ms | slowest ms | target {TARGET_MS} ms |")
    print("| --- | ---: | --- | ---: | ---: | ---: | --- |")
    for name, size, found in measured_apart("bench.search", sizes=sizes, database=database):
        for asked, taken in found.items():
            held = taken["p95"] < TARGET_MS
            missed = missed or not held
            print(
                f"| {name} | {size:,} | {asked} | {taken['median']:.0f} | {taken['p95']:.0f} "
                f"| {taken['slowest']:.0f} | {'held' if held else 'missed'} |", flush=True,
            )  # fmt: skip
    return int(missed)


def measure(size: int) -> dict[str, dict[str, float]]:
    """Fill the empty database of the environment with `size` texts and time a page of results for each."""
    from django.core.management import call_command

    call_command("prepare_database")
    chance = random.Random(20_201_231)
    vocabulary = Vocabulary(chance)
    fill(size, vocabulary, chance)
    return {asked: _timed(words) for asked, words in _questions(vocabulary, chance).items()}


def _questions(vocabulary: Vocabulary, chance: random.Random) -> dict[str, Callable[[], tuple[str, str]]]:
    words = vocabulary.words
    return {
        "one of the 20 most frequent words": lambda: (chance.choice(words[:20]), ""),
        "two frequent words": lambda: (" ".join(chance.sample(words[:60], 2)), ""),
        "a frequent word, one kind": lambda: (chance.choice(words[:20]), "notice"),
        "a phrase of three words": lambda: (vocabulary.text(3), ""),
        "a rare word": lambda: (chance.choice(words[4_000:]), ""),
        "what stands nowhere": lambda: (chance.choice(words[6_000:]) + chance.choice(words[6_000:]), ""),
    }


def _timed(asked: Callable[[], tuple[str, str]]) -> dict[str, float]:
    from xiangchuang.search.find import Question, find, hits, near

    taken = []
    for _ in range(WARM + ASKED):
        text, kind = asked()
        began = time.perf_counter()
        found = find(Question(text, kind))
        hits(found.ids[:PAGE] or near(text), text)
        taken.append((time.perf_counter() - began) * 1000)
    kept = taken[WARM:]
    return {"median": median(kept), "p95": percentile(kept, 0.95), "slowest": max(kept)}


def fill(size: int, vocabulary: Vocabulary, chance: random.Random) -> None:
    """Write so many public texts, through the code that indexes them; each source calls its own public."""
    from django.db import connection

    from xiangchuang.organizations.prefectures import PREFECTURES
    from xiangchuang.search.follow import refresh_all
    from xiangchuang.search.sources import Draft, Source, contribute_source

    places = [area.code for area in PREFECTURES]

    def texts_of(kind: str, number: int) -> Source:
        made = [
            Draft(
                str(n), vocabulary.text(WORDS_OF_A_TITLE), vocabulary.text(WORDS_OF_A_BODY),
                f"/{kind}/{n}/", place=chance.choice(places),
            )
            for n in range(number)
        ]  # fmt: skip
        return Source(kind, kind, lambda keys: made if keys is None else (made[int(key)] for key in keys))

    for kind in KINDS:
        contribute_source(texts_of(kind, size // len(KINDS)))
        refresh_all(kind)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> int:
    """Run as a module: measure one size in the environment's database."""
    django.setup()
    print(json.dumps(measure(int(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
