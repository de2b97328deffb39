"""A finished scan opened again, read-only: its lists by standing and filter; what a reading tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.policy.scan.nation import FIELD, HUNAN, TODAY
from tests.policy.scan.test_intake import HEADER, code, row
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan import (
    Filters,
    Release,
    build_facts,
    figures,
    read_headers,
    read_table,
    scan,
    suggest_mapping,
)
from xiangchuang.policy.scan.concentration import concentration
from xiangchuang.policy.scan.kept import (
    KeptRelease,
    choices_of,
    income_years,
    kept_identity,
    kept_numbers,
    kept_rows,
    largest_industries,
)

FIRMS = [("长沙市", "3511", 900), ("长沙市", "3511", 700), ("株洲市", "2710", 500), ("株洲市", "2710", 100)]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


@pytest.fixture(scope="module")
def kept(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptRelease]:
    """Four firms that each lack evidence of one year's R&D and have all else, with an income in 万元."""
    path = tmp_path_factory.mktemp("kept") / "release.duckdb"
    with Release(path, threads=1) as release:
        release.lay_out(figures(pack))
        for number, (prefecture, industry, income) in enumerate(FIRMS, start=1):
            release.connection.execute(
                "INSERT INTO organisations VALUES (?, ?, ?, 'enterprise', ?, ?, ?)",
                [number, f"U{number}", f"甲{number}", industry, prefecture, FIELD],
            )
            release.connection.execute(
                "INSERT INTO yearly (org_id, year, income, rd_expenditure, invention_patents, "
                "platforms_in_field, major_projects, rules_in_force) "
                "VALUES (?, 2025, ?, 9000000000, 90, 1, 1, TRUE)",
                [number, income * 1_000_000],
            )
        build_facts(release, pack, TODAY)
        scan(release, pack, TODAY)
    with KeptRelease(path) as release:
        yield release


def test_several_may_read_it_at_once(kept: KeptRelease, pack: Pack) -> None:
    path = Path(str(kept.run("SELECT path FROM duckdb_databases() WHERE NOT internal")[0][0]))
    with KeptRelease(path) as another:
        assert kept_numbers(another, Filters()) == kept_numbers(kept, Filters())


def test_lists_are_narrowed_and_paged_by_code(kept: KeptRelease, pack: Pack) -> None:
    assert kept_numbers(kept, Filters()) == {"candidate": 0, "near_miss": 0, "evidence_wanted": 4}
    changsha = Filters(prefecture="长沙市", industry="35", kind="enterprise", field=FIELD)
    assert kept_numbers(kept, changsha)["evidence_wanted"] == 2
    (second,) = kept_rows(kept, pack, "evidence_wanted", changsha, limit=1, offset=1)
    assert (second.uscc, second.away) == ("U2", "rd_mean_of_three_years")
    assert choices_of(kept, "prefecture") == ["株洲市", "长沙市"]


def test_one_organisation_is_found_by_its_number_or_not_at_all(kept: KeptRelease) -> None:
    who = kept_identity(kept, 3)
    assert who is not None and (who.name, who.industry, who.standing) == ("甲3", "2710", "evidence_wanted")
    assert kept_identity(kept, 99) is None


def test_industries_are_told_by_their_enterprises_income(kept: KeptRelease) -> None:
    assert income_years(kept) == [2025]
    assert largest_industries(kept, 2025) == [("3511", 2, 1_600_000_000), ("2710", 2, 600_000_000)]


def test_concentration_may_be_asked_of_one_field(kept: KeptRelease) -> None:
    assert concentration(kept, "3511", 2025, field=FIELD).enterprises == 2
    with pytest.raises(ValueError, match="没有企业收入"):
        concentration(kept, "3511", 2025, field="another")


def test_a_reading_tells_how_many_rows_it_has_read(pack: Pack, tmp_path: Path) -> None:
    path, told = tmp_path / "table.csv", []
    lines = (row(uscc=code(number)) for number in range(25_000))
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    with Release(threads=1) as release:
        release.told = told.append
        read_table(path, suggest_mapping(read_headers(path), figures(pack)), release, figures(pack), on=TODAY)
    assert told == [9_999, 19_999]
