"""The public pages under load, kept and not kept, beside so many public texts: `script/bench --portal`.

Centers, the first founded by the product's own line, each with its notice and its document, and twenty
times as many public texts (`bench.search`), served by granian with one worker; four clients, each sending its
next request when it has the answer. "cold": every page is made anew (PUBLIC_PAGES_SECONDS=0); "warm": it is
kept a minute. Of what the search finds nothing is drawn, for the invented texts have no source behind them:
asking and looking up is measured.
"""

import json
import os
import random
import sys
from urllib.parse import quote

import django

from bench import search
from bench.databases import measured_apart
from bench.matching import Vocabulary
from bench.public_record import found_centers
from bench.server import HOST, send, serving

SIZES = (100, 10_000)
TEXTS_A_CENTER = 20
CLIENTS, SECONDS = 4, 3.0
KEPT: dict[str, str] = {"cold": "0", "warm": "60"}


def report(sizes: tuple[int, ...] = SIZES, database: str = "both") -> int:
    """Measure every size on the databases there are and print a table; 1 when a request failed."""
    failed = False
    print(
        "| database | centers | page | cold req/s | p50 ms | p99 ms | warm req/s | p50 ms | p99 ms | errors |"
    )
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, size, found in measured_apart("bench.portal", sizes=sizes, database=database):
        for page, taken in found.items():
            errors = sum(taken[kept]["errors"] for kept in KEPT)
            failed = failed or bool(errors)
            cells = " | ".join(
                f"{taken[kept]['per_second']:,.0f} | {taken[kept]['p50']:.1f} | {taken[kept]['p99']:.1f}"
                for kept in KEPT
            )
            print(f"| {name} | {size:,} | {page} | {cells} | {errors} |", flush=True)
    return int(failed)


def measure(size: int) -> dict[str, dict[str, dict[str, float]]]:
    """Fill the empty database of the environment and load each page, made anew and kept."""
    from django.core.management import call_command

    call_command("prepare_database")
    chance = random.Random(20_201_231)
    vocabulary = Vocabulary(chance)
    # The invented texts first: afterwards their sources stand for the real ones, which the verbs would ask.
    search.fill(TEXTS_A_CENTER * size, vocabulary, chance)
    centers, _user = found_centers(size)
    pages = {
        "home": "/", "centers": "/centers/", "a center": f"/centers/{centers[0]}/", "notices": "/notices/",
        "documents": "/documents/", "the notice's clauses": "/policy/", "statistics": "/statistics/",
        "services": "/services/",
        "search, a frequent word": f"/search/?q={quote(vocabulary.words[10])}",
        "feed": "/feeds/notices.atom",
    }  # fmt: skip
    found: dict[str, dict[str, dict[str, float]]] = {page: {} for page in pages}
    for kept, seconds in KEPT.items():
        os.environ["PUBLIC_PAGES_SECONDS"] = seconds
        with serving(1) as port:
            for page, path in pages.items():
                found[page][kept] = _loaded(port, path)
    return found


def _loaded(port: int, path: str) -> dict[str, float]:
    request = {"method": "GET", "path": path, "headers": {"Host": f"{HOST}:{port}"}}
    load = send(port, [request], threads=CLIENTS, seconds=SECONDS, status=200, once=False)
    return {
        "per_second": load.per_second, "p50": load.p50, "p99": load.p99, "errors": sum(load.faults.values()),
    }  # fmt: skip


def main() -> int:
    """Run as a module: measure one size in the environment's database."""
    django.setup()
    print(json.dumps(measure(int(sys.argv[1]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
