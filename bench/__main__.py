"""`python -m bench`: measure the product at several numbers of cases, on SQLite and on PostgreSQL."""

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import conditions, likeness, long_plan, matching, panels, portal, robustness, scan, search
from bench.databases import ROOT, Environment, postgresql, sqlite
from bench.report import grown_queries, tables

QUICK, FULL = (100, 10_000), (100, 10_000, 100_000)
QUICK_LEDGER, FULL_LEDGER = 50_000, 1_000_000
QUICK_SECONDS, FULL_SECONDS = 1.0, 4.0
QUICK_SUBMISSIONS, FULL_SUBMISSIONS = 50, 200


def main() -> int:
    """Measure, print the tables and keep the figures; 1 when a number of queries grows or a request fails."""
    arguments = _arguments()
    if arguments.conditions or arguments.scan or arguments.robustness or arguments.panels:
        return _measure_beside_peers(arguments)
    if arguments.plan:
        machine = _machine()
        print(f"{datetime.now(UTC).isoformat(timespec='minutes')} · {machine['processor']}, ", end="")
        print(
            f"{machine['cores']} cores, load average at the start {machine['load']} · script/bench --plan\n"
        )
        return long_plan.report()
    if arguments.matching:
        return matching.report(tuple(arguments.sizes or matching.SIZES), arguments.database or "both")
    if arguments.likeness:
        return likeness.report(tuple(arguments.sizes or likeness.SIZES))
    if arguments.search:
        return search.report(tuple(arguments.sizes or search.SIZES), arguments.database or "both")
    if arguments.portal:
        return portal.report(tuple(arguments.sizes or portal.SIZES), arguments.database or "both")
    run: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "command": shlex.join(["script/bench", *sys.argv[1:]]),
        "machine": _machine(),
        "databases": {},
        "not_run": [],
    }
    if arguments.database in ("sqlite", "both"):
        with sqlite() as made:
            _measure("SQLite", made, arguments, run)
    if arguments.database in ("postgresql", "both"):
        with postgresql() as found:
            if isinstance(found, str):
                run["not_run"].append(f"PostgreSQL: {found}")
            else:
                _measure("PostgreSQL", found, arguments, run)
    _keep(run)
    return int(bool(run["not_run"]) or any(map(_has_faults, run["databases"].values())))


def _measure_beside_peers(arguments: argparse.Namespace) -> int:
    """Measure decisions, scans and rankings beside their peers, print the tables and keep them."""
    machine = _machine()
    parts = [
        f"{datetime.now(UTC).isoformat(timespec='minutes')} · {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory_gb']} GB · load average at the start {machine['load']}"
        f" · `{shlex.join(['script/bench', *sys.argv[1:]])}`"
    ]
    if arguments.conditions:
        parts.append(conditions.report())
    if arguments.scan:
        sizes = arguments.sizes or list(scan.QUICK if arguments.quick else scan.FULL)
        parts.append(scan.report(sizes, arguments.rounds))
    if arguments.robustness:
        size = robustness.QUICK if arguments.quick else robustness.FULL
        parts.append(robustness.report(size, arguments.rounds))
    if arguments.panels:
        parts.append(panels.report(quick=arguments.quick))
    text = "\n\n".join(parts) + "\n"
    name = f"beside-peers-{datetime.now(UTC).strftime('%Y-%m-%dT%H%M')}.md"
    (_folder() / name).write_text(text, "utf-8")
    print(text)
    return 0


def _folder() -> Path:
    folder = Path(os.environ.get("XIANGCHUANG_VAR", ROOT / "var")) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _measure(
    name: str,
    environment_of: Callable[[int], Environment],
    arguments: argparse.Namespace,
    run: dict[str, Any],
) -> None:
    """Add every size of one database to the run; a size that breaks off is named, and the rest kept."""
    for cases in arguments.sizes:
        print(f"== {name}, {cases:,} cases", file=sys.stderr, flush=True)
        ledger = arguments.ledger if cases == max(arguments.sizes) else 0
        options = {
            "cases": cases, "ledger": ledger, "seconds": arguments.seconds, "clients": arguments.clients,
            "workers": arguments.workers, "submissions": arguments.submissions,
        }  # fmt: skip
        command = [sys.executable, "-m", "bench.one_size"]
        for option, value in options.items():
            command += [f"--{option}", str(value)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment_of(cases), stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            run["not_run"].append(f"{name} at {cases:,} cases: it broke off; the message is above")
            return
        run["databases"].setdefault(name, []).append(json.loads(done.stdout))


def _has_faults(sizes: list[dict[str, Any]]) -> bool:
    return bool(grown_queries(sizes)) or any(
        load["faults"] for size in sizes for load in size["load"].values()
    )


def _keep(run: dict[str, Any]) -> None:
    folder = _folder()
    stem = run["date"].replace(":", "")
    (folder / f"{stem}.json").write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")
    text = tables(run)
    (folder / f"{stem}.md").write_text(text, "utf-8")
    print(text)


def _machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, cores, memory, how busy it was; never its name."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 and 10,000 cases on SQLite, in two minutes")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"))
    parser.add_argument(
        "--conditions", action="store_true", help="instead: one explained decision, beside zen-engine"
    )
    parser.add_argument(
        "--scan",
        action="store_true",
        help="instead: a scan of a nation, beside Polars and OpenFisca",
    )
    parser.add_argument(
        "--plan", action="store_true", help="instead: a plan of 150 pages, beside LibreOffice"
    )
    parser.add_argument(
        "--matching", action="store_true", help="instead: one demand against 1,000 to 100,000 offerings"
    )
    parser.add_argument(
        "--likeness", action="store_true", help="instead: one plan against 100 and 1,000 earlier ones"
    )
    parser.add_argument(
        "--search", action="store_true", help="instead: search over 1,000 to 200,000 public texts"
    )
    parser.add_argument(
        "--portal", action="store_true", help="instead: public pages under load, kept and made anew"
    )
    parser.add_argument(
        "--panels",
        action="store_true",
        help="instead: panels of public instances and of five kinds, beside published figures",
    )
    parser.add_argument(
        "--robustness",
        action="store_true",
        help="instead: the robustness of a ranking, beside NumPy and pymcdm",
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often each step beside peers is run")
    parser.add_argument(
        "--sizes", type=int, nargs="+", help="numbers of cases, or of organisations to scan, smallest first"
    )
    parser.add_argument("--seconds", type=float, help="how long each page is loaded")
    parser.add_argument("--clients", type=int, default=4, help="clients sending at the same time")
    parser.add_argument("--workers", type=int, default=1, help="processes of the web server")
    parser.add_argument("--submissions", type=int, help="intentions submitted, each its own case")
    parser.add_argument("--ledger", type=int, help="entries of the ledger that is verified; 0 for none")
    arguments = parser.parse_args()
    beside = ("conditions", "scan", "robustness", "panels")
    instead = (*beside, "matching", "likeness", "search", "portal", "plan")
    if any(getattr(arguments, name) for name in instead):
        return arguments
    quick = arguments.quick
    defaults = {
        "database": "sqlite" if quick else "both",
        "sizes": QUICK if quick else FULL,
        "seconds": QUICK_SECONDS if quick else FULL_SECONDS,
        "submissions": QUICK_SUBMISSIONS if quick else FULL_SUBMISSIONS,
        "ledger": QUICK_LEDGER if quick else FULL_LEDGER,
    }
    for name, value in defaults.items():
        if getattr(arguments, name) is None:
            setattr(arguments, name, value)
    return arguments


if __name__ == "__main__":
    sys.exit(main())
