"""A synthetic nation in a release, and SQL written by hand for the same facts and the same policy."""

from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Release, figures

INDUSTRIES = 1000
YEARS = 3

# What a person would write for these facts alone: one pass for the windows, one for each rank.
FACTS_BY_HAND = """
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
  major_projects, rules_in_force, ip_rules_in_force, rd_rank AS rd_rank_in_industry,
  CASE WHEN rd_peers > 1 THEN rd_peers END AS rd_peers_in_industry, patent_rank AS patent_rank_in_industry,
  CASE WHEN patent_peers > 1 THEN patent_peers END AS patent_peers_in_industry,
  pct_rank AS pct_rank_in_industry, CASE WHEN pct_peers > 1 THEN pct_peers END AS pct_peers_in_industry
FROM organisations LEFT JOIN w USING (org_id) LEFT JOIN r USING (org_id) LEFT JOIN p USING (org_id)
  LEFT JOIN c USING (org_id)
"""

# One row a organisation and year allows joining the years instead of grouping them.
FACTS_BY_YEARS = """
CREATE OR REPLACE TABLE facts_by_hand AS
WITH a AS (SELECT * FROM yearly WHERE year = 2023), b AS (SELECT * FROM yearly WHERE year = 2024),
y AS (SELECT * FROM yearly WHERE year = 2025),
r AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY rd_expenditure DESC) AS rd_rank,
    count(*) OVER (PARTITION BY industry) AS rd_peers FROM y JOIN organisations USING (org_id)
  WHERE rd_expenditure IS NOT NULL AND industry IS NOT NULL),
p AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY invention_patents DESC) AS patent_rank,
    count(*) OVER (PARTITION BY industry) AS patent_peers FROM y JOIN organisations USING (org_id)
  WHERE invention_patents IS NOT NULL AND industry IS NOT NULL),
c AS (SELECT org_id, rank() OVER (PARTITION BY industry ORDER BY pct_applications DESC) AS pct_rank,
    count(*) OVER (PARTITION BY industry) AS pct_peers FROM y JOIN organisations USING (org_id)
  WHERE pct_applications IS NOT NULL AND industry IS NOT NULL),
s AS (SELECT org_id, kind,
    a.rd_expenditure + b.rd_expenditure + y.rd_expenditure AS rd_sum_3y,
    (a.rd_expenditure IS NOT NULL)::BIGINT + (b.rd_expenditure IS NOT NULL)::BIGINT
      + (y.rd_expenditure IS NOT NULL)::BIGINT AS rd_years_known,
    CASE WHEN y.income > 0 THEN y.income END AS income_latest,
    CASE WHEN y.service_income <= coalesce(y.income, y.service_income) THEN y.service_income END
      AS service_income_latest,
    y.invention_patents, y.pct_applications, y.leading_talents,
    coalesce(y.transfer_cases_in_field, b.transfer_cases_in_field, a.transfer_cases_in_field)
      AS transfer_cases_in_field,
    coalesce(y.platforms_in_field, b.platforms_in_field, a.platforms_in_field) AS platforms_in_field,
    coalesce(y.major_projects, b.major_projects, a.major_projects) AS major_projects,
    coalesce(y.rules_in_force, b.rules_in_force) AS rules_in_force,
    coalesce(y.ip_rules_in_force, b.ip_rules_in_force) AS ip_rules_in_force
  FROM organisations LEFT JOIN y USING (org_id) LEFT JOIN b USING (org_id) LEFT JOIN a USING (org_id))
SELECT org_id, kind, rd_sum_3y, rd_sum_3y // 3 AS rd_mean_3y, rd_years_known, income_latest,
  service_income_latest, invention_patents, pct_applications, leading_talents, transfer_cases_in_field,
  platforms_in_field, major_projects, rules_in_force, ip_rules_in_force, rd_rank AS rd_rank_in_industry,
  CASE WHEN rd_peers > 1 THEN rd_peers END AS rd_peers_in_industry, patent_rank AS patent_rank_in_industry,
  CASE WHEN patent_peers > 1 THEN patent_peers END AS patent_peers_in_industry,
  pct_rank AS pct_rank_in_industry, CASE WHEN pct_peers > 1 THEN pct_peers END AS pct_peers_in_industry
FROM s LEFT JOIN r USING (org_id) LEFT JOIN p USING (org_id) LEFT JOIN c USING (org_id)
"""

_SHARE = "service_income_latest::INT128 * 100 >= $service_share_floor::INT128 * income_latest"
_FRONT = "(({name}_rank_in_industry - 1) * 100 <= $front_percent * ({name}_peers_in_industry - 1))"
TRUTHS_BY_HAND = {
    "platform_in_field": "platforms_in_field >= $platforms_floor",
    "rd_input_in_front": _FRONT.format(name="rd"),
    "patents_in_front": f"(invention_patents >= 1 AND {_FRONT.format(name='patent')}) "
    f"OR (pct_applications >= 1 AND {_FRONT.format(name='pct')})",
    "major_project_experience": "major_projects >= $major_projects_floor",
    "innovation_rules": "rules_in_force",
    "rd_mean_of_three_years": "rd_sum_3y >= 3 * $rd_mean_floor",
    "ip_rules": "ip_rules_in_force",
    "outside_income_share": _SHARE,
    "transfer_cases": "transfer_cases_in_field >= $transfer_cases_floor",
}
FOR_ALL = ("platform_in_field", "rd_input_in_front", "patents_in_front", "major_project_experience",
           "innovation_rules")  # fmt: skip
FOR_ENTERPRISES = (*FOR_ALL, "rd_mean_of_three_years")
FOR_RESEARCH = (*FOR_ALL, "ip_rules", "outside_income_share", "transfer_cases")
THRESHOLDS = ("platform_in_field", "major_project_experience", "rd_mean_of_three_years",
              "outside_income_share", "transfer_cases")  # fmt: skip


def policy_by_hand(facts: str) -> tuple[str, str]:
    """The near rows as a table, and the counts of each condition by kind: two statements, one pass each."""
    truths = ", ".join(f"({sql}) AS {code}" for code, sql in TRUTHS_BY_HAND.items())
    away = " WHEN kind = 'enterprise' THEN ".join(["CASE", _not_true(FOR_ENTERPRISES)])
    judged = f"SELECT org_id, kind, {truths} FROM {facts}"  # noqa: S608  # constants of this module
    measured = f"SELECT *, {away} ELSE {_not_true(FOR_RESEARCH)} END AS away FROM ({judged})"  # noqa: S608
    counts = ", ".join(f"count(*) FILTER ({c}), count(*) FILTER (NOT {c})" for c in TRUTHS_BY_HAND)
    return (
        f"CREATE OR REPLACE TABLE near_by_hand AS SELECT * FROM ({measured}) WHERE away <= 1",  # noqa: S608
        f"SELECT kind, count(*), {counts} FROM ({judged}) GROUP BY kind",  # noqa: S608
    )


def thresholds(facts: str) -> str:
    """Counts the organisations past each threshold, ranks left out."""
    counts = ", ".join(f"count(*) FILTER ({TRUTHS_BY_HAND[code]}) AS {code}" for code in THRESHOLDS)
    return f"SELECT {counts} FROM {facts}"  # noqa: S608


def _not_true(codes: tuple[str, ...]) -> str:
    return " + ".join(f"({code} IS NOT TRUE)::UTINYINT" for code in codes)


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
