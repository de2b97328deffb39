"""Replay the record of a draw: needs neither database nor network."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.assignment.draw.record import Finding, verify_file

FINDINGS: dict[Finding, str] = {
    "unreadable": "不是抽取记录文件，或者文件不完整",
    "commitment": "名单与承诺的散列值不符：名单在承诺之后被改动",
    "document": "名单本身不成立：概率、名额或排除与名单所列规则不符",
    "recusal": "离席记录不成立：有人不在席上，或者已无人可补",
    "drawn": "按名单和种子重算，抽中的席位不同",
    "seats": "按名单和种子重算，最后的席位不同",
    "replacements": "按名单和种子重算，补选的结果不同",
    "numbers": "按名单和种子重算，用去的随机数个数不同",
}


class Command(BaseCommand):
    help = "重放抽取记录：draw verify FILE"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            found = verify_file(file)
        except OSError as unreadable:
            raise CommandError(f"读不到文件：{file}") from unreadable
        if not found.holds:
            told = "；".join(FINDINGS[finding] for finding in found.findings)
            raise CommandError(f"记录不成立：{told}" + (f"（{found.detail}）" if found.detail else ""))
        self.stdout.write(f"记录成立：{found.panels} 个专家组，{found.seats} 个抽取席位，与名单和种子一致")
        self.stdout.write(f"名单的 SHA-256（与承诺时公布的散列值核对）：{found.commitment}")
