"""From a national table in a file to a release: every row is kept, set aside with a reason, or empty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from xiangchuang.policy.scan.cells import REASONS, prepare
from xiangchuang.policy.scan.faults import TableError
from xiangchuang.policy.scan.mapping import FEN, Column, TableMapping, check_mapping
from xiangchuang.policy.scan.release import KIND_TYPE, FigureUnit, Release, quoted, text
from xiangchuang.policy.scan.table_files import RawTable, read_raw


class Intake(NamedTuple):
    """What became of a table's rows: ``rows_in = rows_kept + rows_set_aside + rows_empty``.

    ``reasons`` counts the rows set aside by the keys of ``REASONS``; a row has the first reason found.
    ``notes`` say in Chinese which sheets of a workbook were passed over.
    """

    rows_in: int
    rows_kept: int
    rows_set_aside: int
    rows_empty: int
    organisations: int
    reasons: Mapping[str, int]
    encoding: str
    notes: tuple[str, ...] = ()


class SetAside(NamedTuple):
    """One row set aside: its line in the file, why, and the cell that it is for ("" for the whole row)."""

    row_number: int
    reason: str
    header: str
    cell: str

    @property
    def sentence(self) -> str:
        """Why, in Chinese."""
        return REASONS[self.reason]


def read_table(
    path: Path, mapping: TableMapping, release: Release, units: Mapping[str, FigureUnit], *, on: date
) -> Intake:
    """Reads an .xlsx, CSV or Parquet file into the release, replacing what it held.

    ``units`` are ``figures(pack)``. A year after that of ``on`` is impossible. Of an organisation's
    attributes the newest year's count. Raises TableError for a file, header, mapping or mixture of units that
    leaves the table as a whole unclear.
    """
    raw = read_raw(release, path)
    check_mapping(mapping, raw.headers, units)
    prepare(release)
    reader = _Reader(release, raw, mapping, units, on)
    reader.refuse_mixed_units()
    reader.read_cells()
    reader.set_aside_doubles()
    reader.keep()
    return reader.intake()


def set_aside_rows(release: Release, *, limit: int = 100, offset: int = 0) -> list[SetAside]:
    """Rows set aside, by their line in the file."""
    rows = release.run(
        "SELECT row_number, reason, header, cell FROM set_aside "
        "ORDER BY row_number LIMIT $limit OFFSET $offset",
        {"limit": limit, "offset": offset},
    )
    return [SetAside(*row) for row in rows]


_ATTRIBUTES: Final = ("uscc", "name", "kind", "industry", "prefecture", "field")
_VALUES: Final = {
    "kind": "kind_of({})",
    "industry": "industry_of({})",
    "uscc": "upper({})",
}


class _Reader:
    """The steps of one reading, over the temporary tables ``raw`` and ``typed``."""

    def __init__(
        self,
        release: Release,
        raw: RawTable,
        mapping: TableMapping,
        units: Mapping[str, FigureUnit],
        on: date,
    ) -> None:
        self.release, self.raw, self.mapping, self.units, self.on = release, raw, mapping, units, on

    def cell(self, column: Column) -> str:
        """The cell as the file has it."""
        return f"c{self.raw.headers.index(column.header)}"

    def plain(self, column: Column) -> str:
        """The cell's tidied text: a column of ``tidied``."""
        return f"t{self.raw.headers.index(column.header)}"

    def _tidied(self) -> str:
        """``raw`` with each mapped cell tidied once: what is asked of it then stays a small expression."""
        texts = []
        for column in self.mapping.columns:
            worded = column.name in ("name", "kind", "prefecture", "field")
            value = f"{'tidy' if worded else 'plain'}({self.cell(column)})"
            if column.unit:
                # The unit that the column states may stand in the cell as well.
                value = f"tidy(regexp_replace({value}, '{column.unit}$', ''))"
            texts.append(f"{value} AS {self.plain(column)}")
        return f"(SELECT *, {', '.join(texts)} FROM raw)"

    def refuse_mixed_units(self) -> None:
        """A cell with a unit of its own makes all others of its column doubtful."""
        for column in self.mapping.figures:
            unit = f"regexp_extract(plain({self.cell(column)}), '\\d\\s*(亿元|万元|元)$', 1)"
            odd = self.release.run(
                f"SELECT row_number FROM raw WHERE contains({self.cell(column)}, '元') "
                f"AND {unit} NOT IN ('', {text(column.unit or '')}) "
                "ORDER BY row_number LIMIT 1"
            )
            if odd:
                raise TableError(
                    f"“{column.header}”一列混有不同单位（第 {odd[0][0]} 行），整列统一为一种单位后重新读取"
                )

    def read_cells(self) -> None:
        """``typed``: the values of each row and the first fault in it."""
        values = [f"{self._attribute(name)} AS {name}" for name in _ATTRIBUTES]
        values += [f"{self._figure(column)} AS {_slot(column)}" for column in self.mapping.figures]
        values.append(f"{self._year()} AS year")
        faults = ", ".join(self._faults())
        self.release.run(
            "CREATE OR REPLACE TEMP TABLE typed AS "
            f"SELECT row_number, coalesce({faults}) AS fault, {', '.join(values)} "
            f"FROM (SELECT * REPLACE ({self._numbers()}) FROM {self._tidied()})"
        )
        self.release.lay_out(self.units)
        self.release.run(
            "INSERT INTO set_aside SELECT row_number, fault.reason, fault.header, coalesce(fault.cell, '') "
            "FROM typed WHERE fault IS NOT NULL"
        )
        self.release.run(
            "INSERT INTO set_aside SELECT unnest($rows::BIGINT[]), 'columns', '', ''",
            {"rows": list(self.raw.misshapen)},
        )
        self.release.run("DELETE FROM typed WHERE fault IS NOT NULL")

    def set_aside_doubles(self) -> None:
        """Of rows that repeat an organisation's year word for word the first is kept; of others none."""
        values = ", ".join([*_ATTRIBUTES, *(_slot(column) for column in self.mapping.figures)])
        self.release.run(
            "CREATE OR REPLACE TEMP TABLE doubles AS SELECT uscc, year, min(row_number) AS first, "
            f"count(DISTINCT row({values})) > 1 AS differ FROM typed GROUP BY uscc, year HAVING count(*) > 1"
        )
        doubled = "typed JOIN doubles USING (uscc, year) WHERE differ OR row_number > first"
        self.release.run(
            "INSERT INTO set_aside SELECT row_number, "
            f"CASE WHEN differ THEN 'contradicting' ELSE 'repeated' END, '', uscc FROM {doubled}"
        )
        self.release.run(f"DELETE FROM typed WHERE row_number IN (SELECT row_number FROM {doubled})")

    def keep(self) -> None:
        """Organisations by number, and their figures by year."""
        newest = ", ".join(f"arg_max({name}, year)" for name in _ATTRIBUTES[1:])
        self.release.run(
            f"INSERT INTO organisations SELECT row_number() OVER (), uscc, {newest} FROM typed GROUP BY uscc"
        )
        for year in self.mapping.years:
            columns = [column for column in self.mapping.figures if column.year in (None, year)]
            names = "".join(f", {quoted(column.name)}" for column in columns)
            slots = "".join(f", {_slot(column)}" for column in columns)
            self.release.run(
                f"INSERT INTO yearly (org_id, year{names}) SELECT org_id, {year or 'year'}{slots} "
                "FROM typed JOIN organisations USING (uscc)"
            )

    def intake(self) -> Intake:
        """The account of the reading; frees what only the reading needed."""
        reasons = self.release.run("SELECT reason, count(*) FROM set_aside GROUP BY reason ORDER BY reason")
        kept = self.release.number("SELECT count(*) FROM typed")
        organisations = self.release.number("SELECT count(*) FROM organisations")
        for table in ("raw", "typed", "doubles"):
            self.release.run(f"DROP TABLE {table}")
        aside = sum(count for _reason, count in reasons)
        return Intake(
            self.raw.rows,
            kept,
            aside,
            self.raw.empty,
            organisations,
            dict(reasons),
            self.raw.encoding,
            self.raw.notes,
        )

    def _numbers(self) -> str:
        """Thousands' commas taken out of figures, where they stand at thousands."""
        figures = [self.plain(column) for column in self.mapping.figures]
        return ", ".join(f"number_of({name}) AS {name}" for name in figures)

    def _attribute(self, name: str) -> str:
        column = self.mapping.attribute(name)
        if column is None:
            given = text(self.mapping.kind) if name == "kind" and self.mapping.kind else "NULL"
            return f"{given}::{KIND_TYPE if name == 'kind' else 'VARCHAR'}"
        value = _VALUES.get(name, "{}").format(self.plain(column))
        return f"({value})::{KIND_TYPE}" if name == "kind" else value

    def _figure(self, column: Column) -> str:
        if self.units[column.name] == "flag":
            return f"flag_of({self.plain(column)})"
        return f"figure_of({self.plain(column)}, {_factor(column)})"

    def _year(self) -> str:
        column = self.mapping.attribute("year")
        if column is None:
            # A wide table's rows have no year of their own; zero lets them be compared.
            return f"{self.mapping.year or 0}::SMALLINT"
        return f"year_of({self.plain(column)}, {self.on.year})"

    def _faults(self) -> list[str]:
        found = []
        for column in self.mapping.columns:
            fault = self._fault(column)
            if fault:
                found.append(
                    f"CASE WHEN ({fault}) IS NOT NULL THEN {{'reason': {fault}, "
                    f"'header': {text(column.header)}, 'cell': {self.cell(column)}}} END"
                )
        return found

    def _fault(self, column: Column) -> str:
        cell = self.plain(column)
        match column.name:
            case "uscc":
                return f"uscc_fault(upper({cell}))"
            case "kind":
                return f"CASE WHEN kind_of({cell}) IS NULL THEN 'kind' END"
            case "industry":
                unknown = f"{cell} IS NOT NULL AND industry_of({cell}) IS NULL"
                return f"CASE WHEN {unknown} THEN 'industry' END"
            case "year":
                return f"CASE WHEN {self._year()} IS NULL THEN 'year' END"
            case "name" | "prefecture" | "field":
                return ""
            case _ if self.units[column.name] == "flag":
                return f"flag_fault({cell})"
            case _:
                return f"figure_fault({cell}, {_factor(column)})"


def _factor(column: Column) -> int:
    return FEN[column.unit] if column.unit else 1


def _slot(column: Column) -> str:
    """A figure's column in ``typed``: a wide table has several of one code."""
    return quoted(f"figure {column.name} {column.year or ''}")
