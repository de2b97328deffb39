"""The scan of a synthetic nation beside SQL and Polars written by hand, and OpenFisca: `script/bench --scan`.

Every step runs in a process of its own, in turn and several times, so that a slow moment of a shared machine
falls on all and each peak of memory is its own. The ratios are what to read.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.databases import ROOT
from bench.figures import median

PACK = ROOT / "policies" / "hunan-tic-2020"
PEERS = ROOT / ".tools" / "peers" / "bin" / "python"
QUICK, FULL = (100_000, 1_000_000), (100_000, 1_000_000, 10_000_000)
THREADS = 2
# From here on once is long enough, and the copies of the nation fill the disk.
LARGE = 5_000_000


class Taken(NamedTuple):
    """One step: median wall and CPU seconds, peak memory of its process, what it counted."""

    wall: float
    cpu: float
    peak_mb: int
    found: dict[str, Any]


class Contest(NamedTuple):
    """A step of ours and what it is held against, each by its engine: "" ours, else a peer's."""

    title: str
    steps: dict[str, tuple[str, str]]


CONTESTS = (
    Contest("facts of a data release, built once", {
        "product": ("", "facts"), "SQL by hand, grouped": ("", "facts_by_hand"),
        "SQL by hand, years joined": ("", "facts_by_years")}),
    Contest("a further policy over those facts", {
        "product": ("", "policy"), "SQL by hand": ("", "policy_by_hand"),
        "Polars, facts in Parquet": ("peer", "policy_of_parquet"),
        "Polars, facts in memory": ("peer", "policy")}),
    Contest("end to end: table, facts, policy", {
        "product": ("", "end"), "SQL by hand": ("", "end_by_hand"), "Polars": ("peer", "end")}),
    Contest("the five thresholds alone, over those facts", {
        "product's SQL": ("", "thresholds"), "OpenFisca, facts in memory": ("peer", "thresholds")}),
)  # fmt: skip


def measure(organisations: int, rounds: int) -> dict[str, dict[str, Taken]]:
    """Every contest at one size. Raises ValueError where two engines count differently."""
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as made:
        folder = Path(made)
        _run("", "make", folder, organisations)
        for step in ("facts", "facts_by_hand", "share_facts"):
            _run("", step, folder)
        if differing := _run("", "check", folder)["runs"][0]["found"]["differing"]:
            raise ValueError(f"{differing} rows of facts differ from those built by hand")
        found = {contest.title: _contest(contest, folder, rounds) for contest in CONTESTS}
    for title, taken in found.items():
        _refuse_differences(title, taken)
    return found


def _contest(contest: Contest, folder: Path, rounds: int) -> dict[str, Taken]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in contest.steps}
    peaks = dict.fromkeys(contest.steps, 0)
    for _ in range(rounds):
        for name, (engine, step) in contest.steps.items():
            done = _run(engine, step, folder)
            runs[name] += done["runs"]
            peaks[name] = max(peaks[name], done["peak_mb"])
    return {
        name: Taken(
            median([run["wall"] for run in of_step]), median([run["cpu"] for run in of_step]), peaks[name],
            of_step[0]["found"],
        )
        for name, of_step in runs.items()
    }  # fmt: skip


def _run(engine: str, step: str, folder: Path, organisations: int = 0) -> dict[str, Any]:
    ours = [sys.executable, "-m", "bench.scan_steps", step, str(folder), "--pack", str(PACK)]
    peers = [str(PEERS), str(ROOT / "bench" / "peers.py"), step, str(folder)]
    command = peers if engine else [*ours, "--organisations", str(organisations)]
    environment = os.environ | {"POLARS_MAX_THREADS": str(THREADS), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _refuse_differences(title: str, taken: dict[str, Taken]) -> None:
    near = {found.found["near"] for found in taken.values() if "near" in found.found}
    counts = [found.found["counts"] for found in taken.values() if "counts" in found.found]
    shared = [{code: one[code] for code in counts[-1]} for one in counts]
    if len(near) > 1 or any(one != shared[0] for one in shared):
        raise ValueError(f"{title}: the engines do not count the same: {near} {shared}")


def contest_table(contest: Contest, sizes: dict[int, dict[str, Taken]]) -> str:
    """One contest at every size as Markdown: the ratios of CPU and wall to each rival, then the figures."""
    lines = [f"#### {contest.title}", ""]
    head = [
        "organisations",
        "engine",
        "product / it, CPU",
        "product / it, wall",
        "CPU s",
        "wall s",
        "peak MiB",
    ]
    lines += [f"| {' | '.join(head)} |", "|---:|---|---:|---:|---:|---:|---:|"]
    for organisations, taken in sizes.items():
        own = next(iter(taken.values()))
        for name, it in taken.items():
            ratios = ["", ""] if it is own else [f"{own.cpu / it.cpu:.2f}", f"{own.wall / it.wall:.2f}"]
            cells = [f"{organisations:,}", name, *ratios, f"{it.cpu:.2f}", f"{it.wall:.2f}", str(it.peak_mb)]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def growth_table(measured: dict[int, dict[str, dict[str, Taken]]]) -> str:
    """CPU microseconds of the product for each organisation, by size: a flat line is linear."""
    lines = ["#### cost of one organisation, CPU µs", "", "| organisations | facts | policy | end to end |"]
    lines.append("|---:|---:|---:|---:|")
    titles = [contest.title for contest in CONTESTS[:3]]
    for organisations, found in measured.items():
        each = [next(iter(found[title].values())).cpu * 1e6 / organisations for title in titles]
        lines.append(f"| {organisations:,} | {' | '.join(f'{value:.2f}' for value in each)} |")
    return "\n".join(lines)


def report(sizes: list[int], rounds: int) -> str:
    """Measure every size and return the tables."""
    measured: dict[int, dict[str, dict[str, Taken]]] = {}
    for organisations in sizes:
        print(f"== {organisations:,} organisations", file=sys.stderr, flush=True)
        measured[organisations] = measure(organisations, 1 if organisations >= LARGE else rounds)
    tables = [
        contest_table(contest, {size: found[contest.title] for size, found in measured.items()})
        for contest in CONTESTS
    ]
    return "\n\n".join(["### A scan of the nation", *tables, growth_table(measured)])
