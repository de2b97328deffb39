"""Try every invariant of every app; exits 1 and names each row that breaks one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.workbench.invariants_of_apps import invariants


class Command(BaseCommand):
    help = "核对各应用任何时候都必须成立的规则；有不符的逐条列出并以 1 退出"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare --app."""
        parser.add_argument("--app", default="", help="only the invariants of this app")

    def handle(self, *args: Any, app: str = "", **options: Any) -> None:
        """Print a line for each invariant, and each row that breaks it."""
        rules = {name: rule for name, rule in invariants().items() if name.startswith(f"{app}.") or not app}
        if not rules:
            raise CommandError(f"没有应用 {app} 的规则")
        broken = 0
        for name, rule in rules.items():
            rows = list(rule())
            broken += len(rows)
            self.stdout.write(f"{'✗' if rows else '✓'} {name}")
            for row in rows:
                self.stdout.write(f"    {row}")
        self.stdout.write(f"规则 {len(rules)} 条，不符 {broken} 处")
        if broken:
            raise CommandError("数据不符合规则")
