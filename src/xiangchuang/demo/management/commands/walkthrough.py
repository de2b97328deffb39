"""Drive one plan through the entire approval line and leave its papers in a folder."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.calendars import clock
from xiangchuang.demo.line import Line, passing_days
from xiangchuang.demo.province import build_province
from xiangchuang.demo.scratch import scratch_database
from xiangchuang.demo.walkthrough_papers import leave_papers
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.terms import DEFAULT
from xiangchuang.procedure.errors import Refusal

START = datetime(2026, 3, 2, 9, tzinfo=clock.SHANGHAI)


class Command(BaseCommand):
    help = "用真实的建设方案（.docx）走完从意向到批准组建的全过程；在一个用后即弃的数据库里进行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=Path, help="建设方案 .docx")
        parser.add_argument("--out", type=Path, required=True, help="留下各项材料的目录")

    def handle(self, *args: Any, plan: Path, out: Path, **options: Any) -> None:
        if not plan.is_file():
            raise CommandError(f"找不到建设方案 {plan}")
        out.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        with scratch_database(), clock.at(START):
            try:
                line = self._play(plan)
            except Refusal as refusal:
                raise CommandError(f"{refusal}（依据 {refusal.clause or DEFAULT}）") from refusal
            papers = leave_papers(line.case, out)
        for paper in papers:
            self.stdout.write(f"→ {paper.name}")
        self.stdout.write(f"全过程用时 {time.perf_counter() - began:.1f} 秒")

    def _play(self, plan: Path) -> Line:
        province = build_province(enterprises=4)
        line = Line(
            province, province.enterprises[0], "示例地下空间智能装备技术创新中心", plan=plan.resolve(),
            members=(province.universities[0], province.institutes[0]), pause=passing_days,
        ).begin()  # fmt: skip
        seen = 0
        while line.case.is_running:
            line.step()
            passing_days(1)
            seen = self._tell(line.case.number, seen)
        return line

    def _tell(self, number: str, seen: int) -> int:
        """Print one line for each new entry of the ledger; return the last one printed."""
        for entry in LedgerEntry.objects.filter(case_number=number, pk__gt=seen).order_by("pk"):
            clause = "默认" if entry.clause == DEFAULT else entry.clause
            behalf = f"（{entry.on_behalf_name}）" if entry.on_behalf_name else ""
            day = clock.day_of(entry.at).isoformat()
            outcome = entry.detail.get("outcome", "")
            self.stdout.write(f"{day}  {entry.actor_name}{behalf}  {entry.verb} {outcome}  [{clause}]")
            seen = entry.pk
        return seen
