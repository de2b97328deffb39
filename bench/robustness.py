"""Robustness of a ranking beside plain NumPy and pymcdm: `script/bench --robustness`.

The round is synthetic: every center of one set, points spread over all indicators, a fifth of them with a
bonus. Each step runs in a process of its own and several times, in turn, so that a slow moment of a shared
machine falls on all and each peak of memory is its own. The ratios are what to read.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.databases import ROOT
from bench.figures import median

PEERS = ROOT / ".tools" / "peers" / "bin" / "python"
FULL, QUICK = (10_000, 60, 10_000), (1_000, 60, 1_000)
PEER_SAMPLES = 300
"""The library ranks one sample at a time, and as fast the first as the last; it is timed over so many."""
SEED = 20_201_231


class Taken(NamedTuple):
    """One step: median wall and CPU seconds of all samples, peak memory of its process, what it found."""

    samples: int
    wall: float
    cpu: float
    peak_mb: int
    found: list[int]


def report(size: tuple[int, int, int] = FULL, rounds: int = 3) -> str:
    """Measure in turn and return the table. Raises ValueError where two of them count differently."""
    centers, indicators, samples = size
    few = min(samples, PEER_SAMPLES)
    with tempfile.TemporaryDirectory(prefix="bench-robustness-") as made:
        folder = Path(made)
        _run(sys.executable, "make", folder, centers, indicators, samples, SEED)
        steps = {
            "product": (sys.executable, "product", samples),
            "NumPy: product and sort alone": (sys.executable, "limit", samples),
            "NumPy: the same by hand": (sys.executable, "by_hand", samples),
            "pymcdm": (str(PEERS), "pymcdm", few),
            "product, as many": (sys.executable, "product", few),
        }
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in steps}
        for _ in range(rounds):
            for name, (python, step, count) in steps.items():
                runs[name].append(_run(python, step, folder, count))
    taken = {
        name: Taken(
            steps[name][2], median([r["wall"] for r in of]), median([r["cpu"] for r in of]),
            max(r["peak_mb"] for r in of), of[0]["found"],
        ) for name, of in runs.items()
    }  # fmt: skip
    _refuse_differences(taken, "product", "NumPy: the same by hand")
    _refuse_differences(taken, "product, as many", "pymcdm")
    return _table(size, taken)


def _refuse_differences(taken: dict[str, Taken], one: str, other: str) -> None:
    """Floats may part what is equal, or join what is not; more than one subject in a thousand is a fault."""
    pairs = zip(taken[one].found, taken[other].found, strict=True)
    if (differing := sum(a != b for a, b in pairs)) > len(taken[one].found) // 1000:
        raise ValueError(f"{other} counts {differing} subjects otherwise than {one}")


def _run(python: str, step: str, folder: Path, *numbers: int) -> dict[str, Any]:
    script = str(ROOT / "bench" / "robustness_steps.py")
    command = [python, script, step, str(folder), *map(str, numbers)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _table(size: tuple[int, int, int], taken: dict[str, Taken]) -> str:
    centers, indicators, _ = size
    lines = [
        f"### Robustness of {centers:,} centers × {indicators} indicators",
        "",
        "| | samples | wall s | CPU s | peak MiB | product / it, wall | product / it, CPU |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, step in taken.items():
        ours = taken["product" if step.samples == taken["product"].samples else "product, as many"]
        lines.append(
            f"| {name} | {step.samples:,} | {step.wall:.2f} | {step.cpu:.2f} | {step.peak_mb} "
            f"| {ours.wall / step.wall:.2f} | {ours.cpu / step.cpu:.2f} |"
        )
    return "\n".join(lines)
