"""Check a package of archived papers against its manifest; needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.archives.package import BrokenPackageError, verify_package


class Command(BaseCommand):
    help = "核对导出的档案包：每个文件与清单的 SHA-256 一致，不缺不多"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path)

    def handle(self, *args: Any, package: Path, **options: Any) -> None:
        try:
            count = verify_package(package)
        except BrokenPackageError as broken:
            raise CommandError("档案包不完整：" + "；".join(broken.faults)) from broken
        self.stdout.write(f"档案包完整：{count} 个文件与清单一致")
