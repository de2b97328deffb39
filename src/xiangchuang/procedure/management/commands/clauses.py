"""List every clause of the notice with its class, what carries it out, and the tests that say so."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from xiangchuang.policy.pack import load_pack
from xiangchuang.procedure.clause_bindings import Binding, bindings, summary
from xiangchuang.procedure.packs import find_pack_directory


class Command(BaseCommand):
    help = "逐条列出通知条款：类别、落实它的代码、测试；末行为合计"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true", help="只列还没有落实的条款")
        parser.add_argument("--strict", action="store_true", help="有条款没有落实时以非零状态结束")

    def handle(self, *args: Any, **options: Any) -> None:
        pack = load_pack(find_pack_directory(settings.POLICY_PACK))
        found = bindings(pack, settings.ROOT / "tests")
        for binding in found:
            if binding.lacks or not options["open"]:
                self._write(binding)
        self.stdout.write(summary(found))
        if options["strict"] and any(b.lacks for b in found):
            raise SystemExit(1)

    def _write(self, binding: Binding) -> None:
        clause = binding.clause
        self.stdout.write(f"{clause.anchor} [{clause.class_}] {clause.text}")
        for name in clause.implements or ([f"{clause.placed}（{clause.reason}）"] if clause.placed else []):
            self.stdout.write(f"    → {name}")
        for test in binding.tests:
            self.stdout.write(f"    ✓ {test}")
        if binding.lacks:
            self.stdout.write(f"    ✗ {binding.lacks}")
