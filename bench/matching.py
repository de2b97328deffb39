"""One demand against a directory of 1,000 to 100,000 offerings: `script/bench --matching`.

The directory is synthetic: words of two to four characters, as frequent as words are (the n-th about 1/n),
each offering some 45 characters of them. A demand is 120 characters of the same words.
"""

import argparse
import json
import random
import sys
import time
from itertools import accumulate

import django

from bench.databases import measured_apart
from bench.figures import median, percentile
from bench.public_record import found_centers

SIZES = (1_000, 10_000, 100_000)
TARGET_MS = 200
CENTERS = 100
DEMANDS, WARM = 60, 5
WORDS, WORDS_OF_AN_OFFERING, WORDS_OF_A_DEMAND = 8_000, 16, 42


def report(sizes: tuple[int, ...] = SIZES, database: str = "both") -> int:
    """Measure every size on the databases there are and print a table; 1 when a p95 misses the target."""
    missed = False
    print(f"| database | offerings | texts | median ms | p95 ms | slowest ms | target {TARGET_MS} ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for name, size, found in measured_apart("bench.matching", "--fill", sizes=sizes, database=database):
        held = found["p95"] < TARGET_MS
        missed = missed or not held
        print(
            f"| {name} | {size:,} | {found['rows']:,} | {found['median']:.0f} | {found['p95']:.0f} "
            f"| {found['slowest']:.0f} | {'held' if held else 'missed'} |", flush=True,
        )  # fmt: skip
    return int(missed)


def measure(size: int) -> dict[str, float]:
    """Fill the empty database of the environment with `size` offerings and time the demands."""
    from django.core.management import call_command

    from xiangchuang.marketplace.match_demand import by_center, match_text

    call_command("prepare_database")
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
    """Invented words, the most frequent first, whose frequencies fall as those of a language do."""

    def __init__(self, chance: random.Random) -> None:
        characters = [chr(code) for code in range(0x4E00, 0x4E00 + 2_500)]
        lengths = (2, 2, 2, 3, 4)
        self._chance = chance
        self.words = ["".join(chance.choices(characters, k=chance.choice(lengths))) for _ in range(WORDS)]
        self._shares = list(accumulate(1 / (rank + 1) for rank in range(WORDS)))

    def text(self, words: int) -> str:
        """Return a text of so many words."""
        return "".join(self._chance.choices(self.words, cum_weights=self._shares, k=words))


def _fill(size: int, vocabulary: Vocabulary) -> int:
    """Write centers, offerings and their public texts; return how many texts are indexed."""
    from django.db import connection

    from xiangchuang.marketplace.models import Offering
    from xiangchuang.marketplace.search_index import OFFERING
    from xiangchuang.search.follow import refresh_all
    from xiangchuang.search.models import PublicText

    centers, user = found_centers(CENTERS)
    Offering.objects.bulk_create(
        (
            Offering(
                kind="service", name=f"{vocabulary.text(2)}{number}",
                summary=vocabulary.text(WORDS_OF_AN_OFFERING),
                center_id=centers[number % len(centers)], recorded_by=user, indexed_version=1,
            )
            for number in range(size)
        ),
        batch_size=5_000,
    )  # fmt: skip
    refresh_all(OFFERING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return PublicText.objects.filter(kind=OFFERING).count()


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
