"""Scan a national table from the command line: counts, rows set aside, and who was found."""

import tempfile
from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.policy.conditions import OUTCOMES, ParameterUnknownError
from xiangchuang.policy.pack import Pack, PackError, load_pack
from xiangchuang.policy.scan import (
    REASONS,
    STANDINGS,
    Intake,
    Release,
    ScanResult,
    Standing,
    TableError,
    build_facts,
    figures,
    read_headers,
    read_table,
    scan,
    suggest_mapping,
)
from xiangchuang.procedure.packs import current_pack, find_pack_directory
from xiangchuang.scans.found_lists import OUTCOME_WORDS, STANDING_WORDS

SHOWN = 20
SPARK = "xiangchuang.policy.scan.spark"


class Command(BaseCommand):
    help = "把建设条件用到一份全国机构数据表上：各条件、各结果的家数，搁置的行和原因，候选单位"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", type=Path, help="CSV、Excel（.xlsx）或 Parquet 数据表，列按表头识别")
        parser.add_argument("--as-of", type=date.fromisoformat, required=True, help="认定日，如 2026-11-23")
        parser.add_argument("--pack", help="政策包的代号或目录；不写则用现行的")
        parser.add_argument("--standing", choices=STANDINGS[:3], default="candidate", help="列出哪一类")
        parser.add_argument("--out", type=Path, help="把这一类全部写到 .csv 或 .parquet 文件")
        parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="由哪个引擎判断")

    def handle(self, *args: Any, table: Path, as_of: date, **options: Any) -> None:
        if not table.is_file():
            raise CommandError(f"找不到数据表 {table}")
        pack = _pack(options["pack"])
        judge = _judge(options["engine"])
        with (
            tempfile.TemporaryDirectory(prefix="scan-") as folder,
            Release(Path(folder) / "scan.duckdb") as release,
        ):
            try:
                units = figures(pack)
                mapping = suggest_mapping(read_headers(table), units)
                intake = read_table(table, mapping, release, units, on=as_of)
                judged = judge(release, pack, as_of)
            except (TableError, ParameterUnknownError) as error:
                raise CommandError(str(error)) from None
            self._tell_rows(intake)
            self._tell_counts(judged)
            self._tell_found(judged, options["standing"], options["out"])

    def _tell_rows(self, intake: Intake) -> None:
        self.stdout.write(
            f"{intake.rows_in} 行 = 采用 {intake.rows_kept} + 搁置 {intake.rows_set_aside} "
            f"+ 空行 {intake.rows_empty}；{intake.organisations} 家机构"
        )
        for reason, number in intake.reasons.items():
            self.stdout.write(f"  搁置 {number} 行：{REASONS[reason]}")

    def _tell_counts(self, judged: ScanResult) -> None:
        for rule in judged.rules:
            counts = judged.counts[rule.code]
            told = "，".join(f"{OUTCOME_WORDS[o]} {counts[o]}" for o in OUTCOMES if counts.get(o))
            self.stdout.write(f"{rule.clause} {rule.label.zh}：{told}")
        told = "，".join(f"{STANDING_WORDS[s]} {judged.standings[s]}" for s in STANDINGS)
        self.stdout.write(f"结果：{told}")

    def _tell_found(self, judged: ScanResult, standing: Standing, out: Path | None) -> None:
        labels = {rule.code: rule.label.zh for rule in judged.rules}
        for found in judged.rows(standing, limit=SHOWN):
            away = f"：{labels[found.away]}" if found.away else ""
            self.stdout.write(f"  {found.uscc} {found.name} {found.industry} {found.prefecture}{away}")
        if judged.standings[standing] > SHOWN:
            self.stdout.write(f"  另有 {judged.standings[standing] - SHOWN} 家；用 --out 写到文件")
        if out is not None:
            try:
                written = judged.export(out, standing)
            except ValueError as error:
                raise CommandError(str(error)) from None
            self.stdout.write(f"已写 {written} 家到 {out}")


def _pack(named: str | None) -> Pack:
    if named is None:
        return current_pack()
    try:
        return load_pack(Path(named) if Path(named).is_dir() else find_pack_directory(named))
    except (PackError, FileNotFoundError) as error:
        raise CommandError(str(error)) from None


def _judge(engine: str) -> Callable[[Release, Pack, date], ScanResult]:
    return _with_duckdb if engine == "duckdb" else _with_spark


def _with_duckdb(release: Release, pack: Pack, on: date) -> ScanResult:
    build_facts(release, pack, on)
    return scan(release, pack, on)


def _with_spark(release: Release, pack: Pack, on: date) -> ScanResult:
    if find_spec("pyspark") is None:
        raise CommandError("没有安装 PySpark：按 script/locks/spark.txt 安装可选组件，或改用 --engine duckdb")
    judged: ScanResult = import_module(SPARK).scan_with_spark(release, pack, on)
    return judged
