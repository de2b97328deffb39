"""Drop uploads that nobody has gone on with; the daily review does the same."""

from typing import Any

from django.core.management.base import BaseCommand

from xiangchuang.files.receive import sweep_uploads


class Command(BaseCommand):
    help = "清除多日没有动静的未完成上传"

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep once and say how many."""
        self.stdout.write(f"清除未完成的上传 {sweep_uploads()} 个")
