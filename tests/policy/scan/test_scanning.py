"""Candidates, those one condition away, and what is shown and exported of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.scan.nation import FIELD, HUNAN, TODAY, Organisation, release_of
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan.facts import build_facts
from xiangchuang.policy.scan.release import Release, figures
from xiangchuang.policy.scan.scanning import Filters, scan

WAN = 1_000_000
"""Fen in 万元."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


def firm(
    *spend: int | None, industry: str = "3562", prefecture: str = "长沙市", **beside: int
) -> Organisation:
    """A firm with every other condition met that a number decides; spend of 2023, 2024 and 2025 in fen."""
    latest = {
        "invention_patents": 90,
        "platforms_in_field": 1,
        "major_projects": 1,
        "rules_in_force": True,
    } | beside
    figures: dict[tuple[str, int], int | bool | None] = {(code, 2025): v for code, v in latest.items()}
    figures |= {("rd_expenditure", year): v for year, v in zip((2023, 2024, 2025), spend, strict=True)}
    return Organisation("enterprise", industry, prefecture, figures)


LARGE = firm(5000 * WAN, 5000 * WAN, 9000 * WAN)
ONE_FEN_SHORT = firm(1000 * WAN, 2000 * WAN, 9000 * WAN - 1, prefecture="株洲市", industry="2710")
ONE_YEAR_UNKNOWN = firm(None, 8000 * WAN, 9000 * WAN, industry="3911")
BEHIND = firm(1 * WAN, 1 * WAN, 1 * WAN, invention_patents=1)
PEERS = [firm(1 * WAN, 1 * WAN, 1 * WAN, industry=i, invention_patents=0) for i in ("2710", "3911")]


@pytest.fixture
def release(pack: Pack) -> Iterator[Release]:
    """Five firms, of which the first is in front everywhere."""
    with release_of(pack, [LARGE, ONE_FEN_SHORT, ONE_YEAR_UNKNOWN, BEHIND, *PEERS]) as release:
        build_facts(release, pack, TODAY)
        yield release


def test_a_firm_with_nothing_unmet_and_nothing_missing_is_a_candidate(release: Release, pack: Pack) -> None:
    result = scan(release, pack, TODAY)

    (candidate,) = result.rows("candidate")
    assert candidate.uscc == "U00001"
    assert candidate.away is None
    assert candidate.outcomes["rd_mean_of_three_years"] == "met"
    assert candidate.outcomes["innovation_team"] == "judgement"
    assert candidate.outcomes["transfer_cases"] == "not_applicable"
    assert result.organisations == 6
    assert result.standings == {"candidate": 1, "near_miss": 1, "evidence_wanted": 1, "other": 3}


@pytest.mark.clause("3.4-2")
def test_a_firm_one_fen_short_of_the_mean_is_a_near_miss_and_told_the_fen(
    release: Release, pack: Pack
) -> None:
    result = scan(release, pack, TODAY)

    (near,) = result.rows("near_miss")
    assert (near.uscc, near.away) == ("U00002", "rd_mean_of_three_years")
    (mean,) = [j for j in result.explain(near.org_id) if j.code == near.away]
    assert mean.explanation is not None
    assert mean.explanation.gap == 1


def test_a_firm_with_an_unknown_year_is_short_of_evidence_not_of_money(release: Release, pack: Pack) -> None:
    (wanted,) = scan(release, pack, TODAY).rows("evidence_wanted")

    assert (wanted.uscc, wanted.away) == ("U00003", "rd_mean_of_three_years")
    assert wanted.outcomes["rd_mean_of_three_years"] == "missing"


@pytest.mark.parametrize(
    ("filters", "looked_at"),
    [
        (Filters(prefecture="株洲市"), 1),
        (Filters(industry="35"), 2),
        (Filters(industry="5"), 0),
        (Filters(kind="university"), 0),
        (Filters(field=FIELD, industry="3911"), 2),
    ],
)
def test_a_filter_narrows_who_is_looked_at_and_leaves_ranks_national(
    release: Release, pack: Pack, filters: Filters, looked_at: int
) -> None:
    result = scan(release, pack, TODAY, filters)

    assert result.organisations == looked_at
    assert release.run("SELECT rd_rank_in_industry, rd_peers_in_industry FROM facts WHERE org_id = 4") == [
        (2, 2)
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_kept_rows_are_exported_with_their_outcomes(
    release: Release, pack: Pack, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"candidates.{ending}"
    written = scan(release, pack, TODAY).export(path, "near_miss")

    rows = release.run(f"SELECT uscc, standing, rd_mean_of_three_years FROM '{path}'")  # noqa: S608
    assert (written, rows) == (1, [("U00002", "near_miss", "unmet")])


def test_a_name_that_a_spreadsheet_would_run_is_exported_as_text(
    release: Release, pack: Pack, tmp_path: Path
) -> None:
    release.run("UPDATE organisations SET name = '=1+1' WHERE org_id = 1")
    path = tmp_path / "candidates.csv"
    scan(release, pack, TODAY).export(path, "candidate")

    assert ",'=1+1," in path.read_text(encoding="utf-8")


def test_an_export_to_another_kind_of_file_is_refused(release: Release, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.csv 或 \.parquet"):
        scan(release, pack, TODAY).export(tmp_path / "candidates.doc")


def test_equal_figures_share_a_rank_and_missing_ones_have_none(pack: Pack) -> None:
    nation = [firm(0, 0, spend) for spend in (300, 500, None, 500, 100)]
    with release_of(pack, nation) as release:
        build_facts(release, pack, TODAY)
        ranks = release.run("SELECT rd_rank_in_industry, rd_peers_in_industry FROM facts ORDER BY org_id")

    assert ranks == [(3, 4), (1, 4), (None, None), (1, 4), (4, 4)]


def test_facts_built_once_are_there_when_the_release_is_opened_again(pack: Pack, tmp_path: Path) -> None:
    kept = tmp_path / "release.duckdb"
    with Release(kept, threads=1) as first:
        first.lay_out(figures(pack))
        first.run(
            "INSERT INTO organisations VALUES (1, 'U00001', '甲', 'enterprise', '3562', '长沙市', NULL)"
        )
        build_facts(first, pack, TODAY)

    with Release(kept, threads=1) as again:
        result = scan(again, pack, TODAY)

        assert result.counts["rd_mean_of_three_years"]["missing"] == 1
        assert result.standings["other"] == 1
