"""Spark says of every organisation what DuckDB says: the same statements, run on a cluster of two workers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.policy.conditions.random_conditions import (
    FLAGS,
    NUMBERS,
    PARAMETERS,
    random_condition,
    random_facts,
    random_parameters,
)
from tests.policy.scan.nation import HUNAN, TODAY, random_nation, release_of
from xiangchuang.policy.conditions import ConditionSyntaxError, Expression, parse
from xiangchuang.policy.pack import Pack, load_pack
from xiangchuang.policy.scan import Filters, Release, ScanResult, TableError, build_facts, scan
from xiangchuang.policy.scan.spark import hand_over, scan_folder, scan_with_spark, spark_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.spark,
    # Py4J leaves the sockets of its callbacks to the garbage collector.
    pytest.mark.filterwarnings("ignore:.*socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*socket:pytest.PytestUnraisableExceptionWarning"),
]

CLUSTER = "local-cluster[2,1,1024]"
SMALL = {"spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2"}
EXPRESSIONS, ROWS = 60, 200


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(HUNAN)


@pytest.fixture(scope="module")
def session() -> Iterator["SparkSession"]:
    with spark_session(CLUSTER, SMALL) as session:
        yield session


@pytest.fixture(scope="module")
def nation(pack: Pack) -> Iterator[Release]:
    """Four hundred organisations near every line, with ties and a third of all figures missing."""
    rng = random.Random(20201231)  # noqa: S311  # the same nation on every run
    with release_of(pack, random_nation(rng, pack, 400)) as release:
        yield release


@pytest.fixture(scope="module")
def folder(nation: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed-over")
    hand_over(nation, folder)
    return folder


def rows(release: Release, table: str, columns: str = "*") -> list[tuple[object, ...]]:
    return release.run(f"SELECT {columns} FROM {table} ORDER BY org_id")  # noqa: S608


def facts_of(release: Release, pack: Pack) -> list[tuple[object, ...]]:
    return rows(release, "facts", ", ".join(["org_id", "kind", *pack.facts]))


def summary(result: ScanResult) -> tuple[object, ...]:
    return result.organisations, result.standings, result.counts


@pytest.mark.parametrize("filters", [Filters(), Filters(industry="35", kind="university")])
def test_facts_and_outcomes_equal_duckdbs_row_for_row(
    session: "SparkSession", nation: Release, folder: Path, pack: Pack, filters: Filters
) -> None:
    build_facts(nation, pack, TODAY)
    here = scan(nation, pack, TODAY, filters)
    there = scan_folder(session, folder, pack, TODAY, filters)
    with there.release as release:
        assert facts_of(release, pack) == facts_of(nation, pack)
        columns = ", ".join(["org_id", "standing", *(rule.code for rule in here.rules)])
        assert rows(release, "scanned", columns) == rows(nation, "scanned", columns)
        assert there.rows("near_miss") == here.rows("near_miss") != []
        assert [j.outcome for j in there.explain(7)] == [j.outcome for j in here.explain(7)]
    assert summary(there) == summary(here)


def test_a_table_in_csv_is_scanned_as_the_one_in_parquet(
    session: "SparkSession", nation: Release, folder: Path, pack: Pack, tmp_path: Path
) -> None:
    for name in ("organisations", "yearly"):
        nation.run(f"COPY {name} TO '{tmp_path / name}.csv' (FORMAT csv, HEADER)")
    of_csv = scan_folder(session, tmp_path, pack, TODAY)
    of_parquet = scan_folder(session, folder, pack, TODAY)
    with of_csv.release as one, of_parquet.release as other:
        assert facts_of(one, pack) == facts_of(other, pack)
        assert of_csv.rows("near_miss") == of_parquet.rows("near_miss")
    assert summary(of_csv) == summary(of_parquet)


def test_random_conditions_come_out_on_spark_as_in_python(session: "SparkSession") -> None:
    rng = random.Random(4_1)  # noqa: S311  # the same cases on every run
    organisations = [random_facts(rng) for _ in range(ROWS)]
    kinds = ", ".join([*(f"{n} BIGINT" for n in NUMBERS), *(f"{f} BOOLEAN" for f in FLAGS)])
    table = session.createDataFrame(
        [(number, *facts.values()) for number, facts in enumerate(organisations)], f"row INT, {kinds}"
    )
    table.createOrReplaceTempView("random_organisations")
    parameters = random_parameters(rng)
    found = [condition for _ in range(EXPRESSIONS * 2) if (condition := _read(rng)) is not None][:EXPRESSIONS]
    asked = ", ".join(f"{one.sql('spark')} AS c{place}" for place, one in enumerate(found))
    query = f"SELECT {asked} FROM random_organisations ORDER BY row"  # noqa: S608
    there = [tuple(row) for row in session.sql(query, args=dict(parameters)).collect()]

    assert len(found) == EXPRESSIONS
    assert there == [tuple(one.evaluate(facts, parameters) for one in found) for facts in organisations]


def _read(rng: random.Random) -> Expression | None:
    try:
        return parse(random_condition(rng), facts=NUMBERS + FLAGS, parameters=PARAMETERS, flags=FLAGS)
    except ConditionSyntaxError:
        return None


def test_a_folder_without_its_figures_is_refused(session: "SparkSession", pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"organisations\.parquet"):
        scan_folder(session, tmp_path, pack, TODAY)


def test_a_release_is_handed_over_scanned_and_read_back_in_one_call(nation: Release, pack: Pack) -> None:
    build_facts(nation, pack, TODAY)
    here = scan(nation, pack, TODAY)
    near = here.rows("near_miss")
    there = scan_with_spark(nation, pack, TODAY, master="local[2]")

    assert there.release is nation
    assert (summary(there), there.rows("near_miss")) == (summary(here), near)
