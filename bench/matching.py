"""One demand against a directory of 1,000 to 100,000 offerings: `script/bench --matching`.

The directory is synthetic: words of two to four characters, as frequent as words are (the n-th about 1/n),
each offering some 45 characters of them. A demand is 120 characters of the same words.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate
from typing import Any

import django

from bench.databases import ROOT, postgresql, sqlite
from bench.figures import median, percentile

SIZES = (1_000, 10_000, 100_000)
TARGET_MS = 200
CENTERS = 100
DEMANDS, WARM = 60, 5
WORDS, WORDS_OF_AN_OFFERING, WORDS_OF_A_DEMAND = 8_000, 16, 42
ROWS_AT_ONCE = 100_000


def report(sizes: tuple[int, ...] = SIZES, database: str = "both") -> int:
    """Measure every size on the databases there are and print a table; 1 when a p95 misses the target."""
    missed = False
    print(f"| database | offerings | index rows | median ms | p95 ms | slowest ms | target {TARGET_MS} ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name, size, found in _measured(sizes, database):
        held = found["p95"] < TARGET_MS
        missed = missed or not held
        print(
            f"| {name} | {size:,} | {found['rows']:,} | {found['median']:.0f} | {found['p95']:.0f} "
            f"| {found['slowest']:.0f} | {'held' if held else 'missed'} |", flush=True,
        )  # fmt: skip
    return int(missed)


def _measured(sizes: tuple[int, ...], database: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    with ExitStack() as stack:
        made: dict[str, Any] = {}
        if database in ("sqlite", "both"):
            made["SQLite"] = stack.enter_context(sqlite())
        if database in ("postgresql", "both"):
            made["PostgreSQL"] = stack.enter_context(postgresql())
        for name, environment_of in made.items():
            if isinstance(environment_of, str):
                print(f"not run: {name}: {environment_of}")
                continue
            for size in sizes:
                done = subprocess.run(
                    [sys.executable, "-m", "bench.matching", "--fill", str(size)],
                    cwd=ROOT, env=environment_of(size), stdout=subprocess.PIPE, text=True, check=True,
                )  # fmt: skip
                yield name, size, json.loads(done.stdout.splitlines()[-1])


def measure(size: int) -> dict[str, float]:
    """Fill the empty database of the environment with `size` offerings and time the demands."""
    from django.core.management import call_command

    from xiangchuang.marketplace.match_demand import by_center, match_text

    call_command("migrate", verbosity=0, interactive=False)
    chance = random.Random(20_201_231)
    vocabulary = Vocabulary(chance)
    rows = _fill(size, vocabulary)
    taken = []
    for _ in range(WARM + DEMANDS):
        text = vocabulary.text(WORDS_OF_A_DEMAND)
        began = time.perf_counter()
        by_center(match_text(text, field="intelligent_manufacturing"))
        taken.append((time.perf_counter() - began) * 1000)
    kept = taken[WARM:]
    return {"rows": rows, "median": median(kept), "p95": percentile(kept, 0.95), "slowest": max(kept)}


class Vocabulary:
    """Invented words whose frequencies fall as those of a language do."""

    def __init__(self, chance: random.Random) -> None:
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 2_500)]
        lengths = (2, 2, 2, 3, 4)
        self._chance = chance
        self._words = ["".join(chance.choices(characters, k=chance.choice(lengths))) for _ in range(WORDS)]
        self._shares = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))

    def text(self, words: int) -> str:
        """Return a text of so many words."""
        return "".join(self._chance.choices(self._words, cum_weights=self._shares, k=words))


def _fill(size: int, vocabulary: Vocabulary) -> int:
    """Write centers, offerings and the index as the registers would have left them; return its rows."""
    from xiangchuang.marketplace.models import Offering, Term
    from xiangchuang.marketplace.search_words import search_words

    centers, user = _centers()
    offerings = [
        Offering(
            kind="service", name=f"{vocabulary.text(2)}{number}",
            summary=vocabulary.text(WORDS_OF_AN_OFFERING),
            center_id=centers[number % len(centers)], recorded_by=user, indexed_version=1,
        )
        for number in range(size)
    ]  # fmt: skip
    Offering.objects.bulk_create(offerings, batch_size=5_000)
    words = {offering.pk: search_words(offering.search_text) for offering in offerings}
    counts = Counter(word for own in words.values() for word in own)
    Term.objects.bulk_create(
        (Term(text=word, offerings=count) for word, count in counts.items()), batch_size=5_000
    )
    ids = dict(Term.objects.values_list("text", "pk"))
    return _write_index((ids[word], pk) for pk, own in words.items() for word in own)


def _write_index(pairs: Iterator[tuple[int, int]]) -> int:
    from django.db import connection, transaction

    ordered = sorted(pairs)
    insert = "INSERT INTO marketplace_offeringterm (term_id, offering_id) VALUES (%s, %s)"
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(ordered), ROWS_AT_ONCE):
            cursor.executemany(insert, ordered[start : start + ROWS_AT_ONCE])
        cursor.execute("ANALYZE")
    return len(ordered)


def _centers() -> tuple[list[int], Any]:
    """Found one center by the product's own line and copy it."""
    from xiangchuang.centers.models import Center
    from xiangchuang.demo.line import Line, passing_days
    from xiangchuang.demo.province import build_province

    province = build_province(enterprises=4)
    line = Line(
        province, province.enterprises[0], "示例技术创新中心", members=(province.universities[0],),
        pause=passing_days,
    )  # fmt: skip
    line.begin().advance_to_end()
    first = Center.objects.select_related("founding_case", "document").get()
    ids = [first.pk]
    for number in range(1, CENTERS):
        case, document, center = first.founding_case, first.document, Center.objects.get(pk=ids[0])
        case.pk, case.number = None, f"2026-HN-{5_000 + number}"
        case.save(force_insert=True)
        document.pk, document.case = None, case
        document.serial, document.verification_code = 5_000 + number, f"BENCH-{number:06d}"
        document.save(force_insert=True)
        center.pk, center.founding_case, center.document = None, case, document
        center.name = f"示例技术创新中心{number}"
        center.save(force_insert=True)
        ids.append(center.pk)
    return ids, province.users["jingban"]


def main() -> int:
    """Run as a module: all sizes, or (`--fill`) one in the environment's database."""
    parser = argparse.ArgumentParser(prog="script/bench --matching", description=__doc__)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    arguments = parser.parse_args()
    if arguments.fill:
        django.setup()
        print(json.dumps(measure(arguments.fill)))
        return 0
    return report(tuple(arguments.sizes), arguments.database)


if __name__ == "__main__":
    sys.exit(main())
