"""`manage.py evaluation reproduce ROUND`: the published scores again, from what was stored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from xiangchuang.evaluation.reproduce import DiffersError, Record, published_run, reproduce
from xiangchuang.policy.evaluation import InputsError


class Command(BaseCommand):
    help = "重新计算已公布的评价结果并逐字节核对；或把一轮评价导出为一个文件，供任何人离线核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        again = acts.add_parser("reproduce", help="按留存的数据重新计算，与公布的结果核对")
        again.add_argument("round", nargs="?", default="", help="评价案卷号，例如 2026-PG-0001")
        again.add_argument("--file", type=Path, help="核对导出的文件，不读数据库")
        export = acts.add_parser("export", help="把已公布的评价数据和结果写入一个文件")
        export.add_argument("round", help="评价案卷号")
        export.add_argument("--to", type=Path, required=True, help="写入的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "export":
            self._export(options["round"], options["to"])
        else:
            self._reproduce(options["round"], options["file"])

    def _export(self, number: str, to: Path) -> None:
        to.write_text(self._record(number, None).as_json(), encoding="utf-8")
        self.stdout.write(f"已写入 {to}")

    def _reproduce(self, number: str, file: Path | None) -> None:
        record = self._record(number, file)
        try:
            compared = reproduce(record)
        except (DiffersError, InputsError) as error:
            raise CommandError(f"{record.name}：不一致。{error}", returncode=1) from error
        for line in compared:
            self.stdout.write(line)
        self.stdout.write(f"{record.name}：一致")

    def _record(self, number: str, file: Path | None) -> Record:
        if file is not None:
            try:
                return Record.from_json(file.read_text(encoding="utf-8"))
            except (OSError, ValueError, KeyError) as error:
                raise CommandError(f"文件 {file} 读不出评价记录：{error}", returncode=1) from error
        if not number:
            raise CommandError("写明评价案卷号，或用 --file 指定导出的文件", returncode=1)
        run = published_run(number)
        if run is None:
            raise CommandError(f"{number} 没有已公布的评价结果", returncode=1)
        return Record.of(run)
