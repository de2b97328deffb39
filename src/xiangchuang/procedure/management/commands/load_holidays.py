"""Load a year's holiday notice: a CSV of day,is_workday (2027-01-01,0)."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.procedure.holidays import load_holidays, seed_holidays


class Command(BaseCommand):
    help = "载入国务院办公厅公布的放假安排（CSV：日期,是否上班），并使暂定日期落定；--seed 载入已知年份"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--seed", action="store_true")
        parser.add_argument("--source", default="国务院办公厅放假安排通知")

    def handle(self, *args: Any, file: Path | None, seed: bool, source: str, **options: Any) -> None:
        if seed:
            self.stdout.write(f"已载入 {seed_holidays()} 天")
        if file is None:
            if not seed:
                raise CommandError("给出 CSV 文件，或用 --seed")
            return
        days = self._read(file)
        settled = load_holidays(days, source=source)
        self.stdout.write(
            f"已载入 {len(days)} 天；复核暂定日期 {settled.looked_at} 个，变动 {settled.moved} 个"
        )

    def _read(self, file: Path) -> list[tuple[date, bool]]:
        days = []
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.reader(stream), 1):
                try:
                    day, works = row
                    days.append((date.fromisoformat(day.strip()), bool(("0", "1").index(works.strip()))))
                except ValueError:
                    raise CommandError(
                        f"{file.name} 第 {number} 行读不懂：写成 2027-01-01,0（0 放假，1 上班）"
                    ) from None
        return days
