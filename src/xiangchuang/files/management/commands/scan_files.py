"""Ask the virus scanner about what lies in quarantine; with --all about what was never scanned, too."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from xiangchuang.files.scanning import scan_again


class Command(BaseCommand):
    help = "对隔离区的文件重新查毒；--all 连同从未查过的文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --all."""
        parser.add_argument("--all", action="store_true", dest="never_scanned")

    def handle(self, *args: Any, never_scanned: bool = False, **options: Any) -> None:
        """Scan once and say what came of it; fails where no scanner is named: could not run is no result."""
        if not settings.CLAMD_ADDRESS:
            raise CommandError("没有设置 CLAMD_ADDRESS，无法查毒")
        told = scan_again(never_scanned=never_scanned)
        said = "；".join(f"{state.label} {count} 个" for state, count in told.items())
        self.stdout.write(said or "没有要查的文件，或者查毒服务没有应答")
