"""One step of a scan in a process of its own, so that its peak of memory is its own: see `bench.scan`."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.nation import FACTS_BY_HAND, FACTS_BY_YEARS, THRESHOLDS, nation, policy_by_hand, thresholds
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan import Release, build_facts, scan
from xiangchuang.policy.scan.release import text

ON = date(2026, 11, 23)
Counts = dict[str, Any]


class Steps:
    """The steps over one release; each returns what it counted, so that all can be held equal."""

    def __init__(self, release: Release, pack: Pack, folder: Path, organisations: int) -> None:
        self.release, self.pack, self.folder, self.organisations = release, pack, folder, organisations
        self.values = {name: parameter.value_on(ON) for name, parameter in pack.parameters.items()}

    def make(self) -> Counts:
        """The nation, and its Parquet for others."""
        nation(self.release, self.pack, self.organisations)
        for name in ("organisations", "yearly"):
            self._write(name)
        (self.folder / "parameters.json").write_text(json.dumps(self.values))
        return {}

    def facts(self) -> Counts:
        build_facts(self.release, self.pack, ON)
        return {}

    def facts_by_hand(self) -> Counts:
        self.release.run(FACTS_BY_HAND)
        return {}

    def facts_by_years(self) -> Counts:
        self.release.run(FACTS_BY_YEARS)
        return {}

    def check(self) -> Counts:
        """How many rows of facts built by the product and by hand differ; and the facts as Parquet."""
        names = [name for (name,) in self.release.run("SELECT column_name FROM information_schema.columns "
                 "WHERE table_name = 'facts_by_hand'")]  # fmt: skip
        listed = ", ".join(str(name) for name in names)
        one, other = (f"SELECT {listed} FROM {table}" for table in ("facts", "facts_by_hand"))  # noqa: S608
        differing = self.release.number(f"SELECT count(*) FROM (({one}) EXCEPT ({other}))")  # noqa: S608
        return {"differing": differing}

    def share_facts(self) -> Counts:
        self._write("facts")
        return {}

    def policy(self) -> Counts:
        result = scan(self.release, self.pack, ON)
        near = sum(number for standing, number in result.standings.items() if standing != "other")
        counts = {code: [found["met"], found["unmet"]] for code, found in result.counts.items()}
        return {"near": near, "counts": counts}

    def policy_by_hand(self) -> Counts:
        return self._by_hand("facts")

    def end(self) -> Counts:
        self.facts()
        return self.policy()

    def end_by_hand(self) -> Counts:
        self.facts_by_hand()
        return self._by_hand("facts_by_hand")

    def thresholds(self) -> Counts:
        sql = thresholds("facts")
        used = {name: value for name, value in self.values.items() if f"${name}" in sql}
        return dict(zip(THRESHOLDS, self.release.run(sql, used)[0], strict=True))

    def _by_hand(self, facts: str) -> Counts:
        near, counting = policy_by_hand(facts)
        used = {name: value for name, value in self.values.items() if f"${name}" in near}
        self.release.run(near, used)
        self.release.run(counting, used)
        return {"near": self.release.number("SELECT count(*) FROM near_by_hand")}

    def _write(self, table: str) -> None:
        path = text(str(self.folder / f"{table}.parquet"))
        self.release.run(f"COPY {table} TO {path} (FORMAT parquet, ROW_GROUP_SIZE 500000)")


def timed(step: Callable[[], Counts]) -> dict[str, Any]:
    """Wall and CPU seconds of the step, and what it counted."""
    before, began = _cpu(), time.perf_counter()
    found = step()
    return {"wall": time.perf_counter() - began, "cpu": _cpu() - before, "found": found}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("step")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--organisations", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=1)
    given = parser.parse_args()
    with Release(given.folder / "nation.duckdb", threads=2, memory="2GB") as release:
        steps = Steps(release, load_pack(given.pack), given.folder, given.organisations)
        runs = [timed(getattr(steps, given.step)) for _ in range(given.repeat)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    json.dump({"runs": runs, "peak_mb": peak}, sys.stdout)


if __name__ == "__main__":
    main()
