"""Bring the index of public texts up to date, kind by kind: after an upgrade, a restore, a new policy."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from xiangchuang.search.content_version import content_version
from xiangchuang.search.follow import refresh_all
from xiangchuang.search.models import PublicChange
from xiangchuang.search.sources import sources

# The newest tells the version of the public pages; older ones tell nothing.
_KEPT_CHANGES = 1_000


class Command(BaseCommand):
    help = "按现在公开的内容核对检索索引，缺的补上，不再公开的撤下"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", choices=sorted(sources()), help="只核对一类")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every kind, or one."""
        for kind in [options["kind"]] if options["kind"] else list(sources()):
            public, changed = refresh_all(kind)
            self.stdout.write(f"{sources()[kind].label}：公开 {public} 条，更正 {changed} 条")
        PublicChange.objects.filter(pk__lt=content_version() - _KEPT_CHANGES).delete()
