"""Write the ledger to a file that verify_ledger checks anywhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from xiangchuang.ledger.export import write_export
from xiangchuang.ledger.queries import anchors, sealed_links


class Command(BaseCommand):
    """Exports sealed entries and anchors as JSON lines."""

    help = "Write the sealed ledger and its anchors as JSON lines"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --out."""
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        """Write the file and say how many entries it holds."""
        with out.open("w", encoding="utf-8", newline="\n") as file:
            count = write_export(file, sealed_links(), anchors())
        self.stdout.write(_("已导出 %(count)d 条留痕：%(file)s") % {"count": count, "file": out})
