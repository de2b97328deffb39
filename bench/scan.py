"""Times the scan of a synthetic nation: `script/bench`'s companion, run as `python -m bench.scan`.

Facts are built by the product and by SQL written by hand for the same facts; the policy then runs over facts
built before. Walls vary with the machine: the ratios are what to read. Sizes grow by `--sizes`.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.figures import median
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan import Release, build_facts, figures, scan

PACK = Path(__file__).resolve().parents[1] / "policies" / "hunan-tic-2020"
ON = date(2026, 11, 23)
QUICK = (100_000, 1_000_000)
INDUSTRIES = 1000
ROUNDS = 3

# What a person would write for these facts alone: one pass for the windows, one for each rank.
BY_HAND = """
CREATE OR REPLACE TABLE facts_by_hand AS
WITH w AS (
  SELECT org_id,
    CASE WHEN count(rd_expenditure) FILTER (year < 2026) = 3
      THEN sum(rd_expenditure) FILTER (year < 2026) END::BIGINT AS rd_sum_3y,
    count(rd_expenditure) FILTER (year < 2026) AS rd_years_known,
    any_value(income) FILTER (year = 2025) AS income_latest,
    any_value(service_income) FILTER (year = 2025) AS service_income_latest,
    any_value(invention_patents) FILTER (year = 2025) AS invention_patents,
    any_value(pct_applications) FILTER (year = 2025) AS pct_applications,
    any_value(leading_talents) FILTER (year = 2025) AS leading_talents,
    arg_max(transfer_cases_in_field, year) AS transfer_cases_in_field,
    arg_max(platforms_in_field, year) AS platforms_in_field,
    arg_max(major_projects, year) AS major_projects,
    arg_max(rules_in_force, year) FILTER (year BETWEEN 2024 AND 2026) AS rules_in_force,
    arg_max(ip_rules_in_force, year) FILTER (year BETWEEN 2024 AND 2026) AS ip_rules_in_force
  FROM yearly GROUP BY org_id),
r AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY rd_expenditure DESC) AS rd_rank,
    count(*) OVER (PARTITION BY industry) AS rd_peers FROM yearly JOIN organisations USING (org_id)
  WHERE year = 2025 AND rd_expenditure IS NOT NULL AND industry IS NOT NULL),
p AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY invention_patents DESC) AS patent_rank,
    count(*) OVER (PARTITION BY industry) AS patent_peers FROM yearly JOIN organisations USING (org_id)
  WHERE year = 2025 AND invention_patents IS NOT NULL AND industry IS NOT NULL),
c AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY pct_applications DESC) AS pct_rank,
    count(*) OVER (PARTITION BY industry) AS pct_peers FROM yearly JOIN organisations USING (org_id)
  WHERE year = 2025 AND pct_applications IS NOT NULL AND industry IS NOT NULL)
SELECT org_id, kind, rd_sum_3y, rd_sum_3y // 3 AS rd_mean_3y, rd_years_known,
  CASE WHEN income_latest > 0 THEN income_latest END AS income_latest,
  CASE WHEN service_income_latest <= coalesce(income_latest, service_income_latest)
    THEN service_income_latest END AS service_income_latest,
  invention_patents, pct_applications, leading_talents, transfer_cases_in_field, platforms_in_field,
  major_projects, rules_in_force, ip_rules_in_force, rd_rank,
  CASE WHEN rd_peers > 1 THEN rd_peers END AS rd_peers, patent_rank,
  CASE WHEN patent_peers > 1 THEN patent_peers END AS patent_peers, pct_rank,
  CASE WHEN pct_peers > 1 THEN pct_peers END AS pct_peers
FROM organisations LEFT JOIN w USING (org_id) LEFT JOIN r USING (org_id) LEFT JOIN p USING (org_id)
  LEFT JOIN c USING (org_id)
"""


class Timed(NamedTuple):
    """Median seconds of one size; ``peak_mb`` of this process so far."""

    organisations: int
    by_hand: float
    facts: float
    policy: float
    peak_mb: int


def nation(release: Release, pack: Pack, organisations: int) -> None:
    """So many organisations with three years each, figures spread over powers of ten, a tenth unknown."""
    release.lay_out(figures(pack))
    release.run(
        "INSERT INTO organisations SELECT i, 'U' || i, '机构' || i, "
        "CASE WHEN hash(i) % 20 = 0 THEN 'university' ELSE 'enterprise' END, "
        "lpad((hash(i, 1) % $industries)::VARCHAR, 4, '0'), '市' || (hash(i, 2) % 300), "
        "NULL FROM range($organisations) t(i)",
        {"organisations": organisations, "industries": INDUSTRIES},
    )
    release.run(
        "INSERT INTO yearly (org_id, year, rd_expenditure, income, service_income, invention_patents, "
        "pct_applications, leading_talents, rules_in_force, ip_rules_in_force, transfer_cases_in_field, "
        "platforms_in_field, major_projects) SELECT i, y, "
        "CASE WHEN hash(i, y, 3) % 10 > 0 THEN pow(10, 6 + hash(i, y, 4) % 50000 / 10000)::BIGINT END, "
        "pow(10, 7 + hash(i, y, 5) % 50000 / 10000)::BIGINT, "
        "pow(10, 5 + hash(i, y, 6) % 50000 / 10000)::BIGINT, "
        "hash(i, y, 7) % 60, CASE WHEN hash(i, 8) % 4 > 0 THEN hash(i, y, 9) % 8 END, hash(i, 10) % 4, "
        "hash(i, 11) % 3 > 0, hash(i, 12) % 3 > 0, hash(i, 13) % 9, hash(i, 14) % 3, hash(i, 15) % 3 "
        "FROM range($organisations) t(i), (VALUES (2023), (2024), (2025)) s(y)",
        {"organisations": organisations},
    )


def measure(pack: Pack, organisations: int) -> Timed:
    """Everything once for one size, each step so many times that a median says something."""
    with tempfile.TemporaryDirectory() as folder, Release(Path(folder) / "nation.duckdb") as release:
        nation(release, pack, organisations)
        # In turn, so that a slow moment of a shared machine falls on both.
        by_hand, facts = [], []
        for _ in range(ROUNDS):
            by_hand.append(_seconds(lambda: release.run(BY_HAND)))
            facts.append(_seconds(lambda: build_facts(release, pack, ON)))
        policy = [_seconds(lambda: scan(release, pack, ON)) for _ in range(ROUNDS)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return Timed(organisations, median(by_hand), median(facts), median(policy), peak)


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def table(rows: list[Timed]) -> str:
    """The figures as Markdown, ratios first."""
    head = "| organisations | facts / by hand | facts s | by hand s | policy s | policy µs each | peak MB |"
    lines = [head, "|---:|---:|---:|---:|---:|---:|---:|"]
    for row in rows:
        each = row.policy * 1e6 / row.organisations
        lines.append(
            f"| {row.organisations:,} | {row.facts / row.by_hand:.2f} | {row.facts:.2f} | "
            f"{row.by_hand:.2f} | {row.policy:.2f} | {each:.2f} | {row.peak_mb} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measures each size and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=list(QUICK), help="organisations, smallest first"
    )
    sizes = parser.parse_args().sizes
    pack = load_pack(PACK)
    print(table([measure(pack, size) for size in sizes]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
