"""Panels beside what others publish for the same instances: `script/bench --panels`.

Public instances by total and by the worst paper; and rounds of five kinds, from texts to panels. Each
runs in a
process of its own, so that its peak of memory is its own. Every solution is counted again by the validator.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from typing import Any, Final

from bench.databases import ROOT
from bench.rounds import five_kinds, public
from xiangchuang.assignment.fairness import build_fair_panels
from xiangchuang.assignment.seating import Panels, Unfilled, build_panels
from xiangchuang.assignment.topics import fitness
from xiangchuang.assignment.validation import breaches

SECONDS: Final = 1_500
# name, floor asked of the worst paper (None: none), and what others publish: total, worst paper, whose.
PUBLIC: Final = (
    ("midl", None, 201.8849, 0.9033, "exact flow"),
    ("midl", None, 201.8665, 0.9033, "openreview-matcher MinMax"),
    ("midl", 0.94483916, 201.7687, 0.9448, "fixed-floor MILP"),
    ("midl", 0.94483916, 201.7279, 0.9448, "openreview-matcher FairFlow"),
    ("midl-least-2", 0.94483916, 141.96, 0.9448, "fixed-floor MILP"),
    ("midl-least-2", 0.667, 147.14, 0.667, "fixed-floor MILP"),
    ("midl-least-2", 0.667, 132.47, 0.667, "openreview-matcher FairFlow"),
    ("midl-least-2", 0.302, 140.14, 0.302, "openreview-matcher FairSequence"),
    ("aamas2015", 1.5, 1375.75, 1.5, "fixed-floor MILP"),
    ("aamas2015", 1.25, 1403.75, 1.25, "fixed-floor MILP"),
    ("aamas2015", 1.25, 1339.5, 1.25, "openreview-matcher FairFlow"),
    ("aamas2015", 1.0, 1367.5, 1.0, "openreview-matcher FairSequence"),
    ("preflib3", None, 454.25, 0.75, "exact flow; MinMax; FairFlow"),
    ("preflib1", None, None, None, ""),
)
SIZES: Final = ((1_000, 5_000), (10_000, 50_000))
ROUNDING: Final = 0.005
"""The figures beside ours are published with two to four digits."""


def report(*, quick: bool = False) -> str:
    """Return the tables. Raises ValueError where a published figure is not reached or a rule is broken."""
    lines = [
        "### Public instances", "",
        "| instance | total | worst | bound | wall s | CPU s | theirs: total | worst | by |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]  # fmt: skip
    taken: dict[tuple[str, float | None], dict[str, Any]] = {}
    for name, floor, total, worst, whose in PUBLIC:
        if quick and name == "midl-least-2" and floor is not None and floor > 0.5:
            continue
        if (name, floor) not in taken:
            taken[name, floor] = _apart("public", name, "" if floor is None else str(floor))
        ours = taken[name, floor]
        if total is not None and (ours["value"] < total - ROUNDING or ours["worst"] < worst - 0.00005):
            raise ValueError(f"{name}: {ours['value']} / {ours['worst']} does not reach {total} / {worst}")
        theirs = "| | |" if total is None else f"| {total} | {worst} | {whose} |"
        lines.append(
            f"| {name} | {ours['value']:.4f} | {ours['worst']:.4f} | {ours['bound']:.4f} "
            f"| {ours['wall']:.2f} | {ours['cpu']:.2f} {theirs}"
        )
    lines += ["", *_five(SIZES[:1] if quick else SIZES)]
    return "\n".join(lines)


def _five(sizes: tuple[tuple[int, int], ...]) -> list[str]:
    lines = [
        "### Five kinds", "",
        "| proposals × people | | lists: wall s | CPU s | panels: wall s | CPU s | gap "
        "| colleagues together | peak MiB |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    for proposals, people in sizes:
        for how in ("free", "spread"):
            ours = _apart("five", str(proposals), str(people), how)
            rule = "one of an organisation" if how == "spread" else "without"
            lines.append(
                f"| {proposals:,} × {people:,} | {rule} "
                f"| {ours['lists_wall']:.1f} | {ours['lists_cpu']:.1f} | {ours['wall']:.2f} "
                f"| {ours['cpu']:.2f} | {ours['gap']:.1e} | {ours['together']:.1%} | {ours['peak']} |"
            )
    return lines


def _apart(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.panels", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def measure_public(name: str, floor: str) -> dict[str, Any]:
    """Build one instance's panels."""
    given = public(name)
    began = time.perf_counter(), time.process_time()
    if floor:
        fair = build_fair_panels(given, measure="fitness", floor=float(floor), seconds=SECONDS)
        found = fair if isinstance(fair, Unfilled) else fair.panels
    else:
        found = build_panels(given)
    spent = _since(*began)
    if isinstance(found, Unfilled) or breaches(given, found.seats):
        raise ValueError(f"{name}: {found}")
    return {"value": found.value, "worst": found.least_fit, "bound": found.bound, **spent}


def measure_five(proposals: int, people: int, how: str) -> dict[str, Any]:
    """Make texts, then candidate lists from them, then panels."""
    from bench.matching import Vocabulary
    from xiangchuang.search.words import search_words

    vocabulary = Vocabulary(random.Random(20_201_231))
    plans = [vocabulary.text(120) for _ in range(proposals)]
    records = [vocabulary.text(40) for _ in range(people)]
    spent: dict[str, float] = {}

    def fit(kinds: Any) -> Any:
        began = time.perf_counter(), time.process_time()
        cut = [search_words(text) for text in plans], [search_words(text) for text in records]
        lists = fitness(*cut, kinds, most=60)
        spent.update({f"lists_{name}": value for name, value in _since(*began).items()})
        return lists

    given = five_kinds(proposals, people, together=how == "free", fit=fit)
    began = time.perf_counter(), time.process_time()
    found = build_panels(given)
    spent |= _since(*began)
    if isinstance(found, Unfilled) or breaches(given, found.seats):
        raise ValueError(f"{proposals} × {people}: {found}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"gap": found.gap, "together": _together(given, found), "peak": peak, **spent}


def _together(given: Any, found: Panels) -> float:
    """Return the share of panels that hold two people of one organisation."""
    of = {person.key: person.groups["organization"] for person in given.people}
    panels = defaultdict(list)
    for seat in found.seats:
        panels[seat.proposal].append(of[seat.person])
    return sum(len(set(held)) < len(held) for held in panels.values()) / len(panels)


def _since(wall: float, cpu: float) -> dict[str, float]:
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def main() -> None:
    """Measure one in this process and print it."""
    if sys.argv[1] == "public":
        print(json.dumps(measure_public(sys.argv[2], sys.argv[3])))
    else:
        print(json.dumps(measure_five(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])))


if __name__ == "__main__":
    main()
