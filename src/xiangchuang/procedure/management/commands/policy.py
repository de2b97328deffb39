"""Check a policy pack, or register it as a version for new cases."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.policy.pack import PackError, load_pack
from xiangchuang.procedure.packs import register_pack
from xiangchuang.procedure.verbs import GUARDS


class Command(BaseCommand):
    help = "policy check 路径：检查政策包；policy register 路径：登记为新案卷适用的版本"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "register"])
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, action: str, path: Path, **options: Any) -> None:
        if not path.is_dir():
            raise CommandError(f"{path} 不是目录：给出政策包所在的目录")
        try:
            pack = load_pack(path, guard_names=frozenset(GUARDS))
            if action == "register":
                register_pack(path)
        except PackError as error:
            raise CommandError(str(error)) from None
        stages = sum(len(procedure.stages) for procedure in pack.procedures.values())
        self.stdout.write(
            f"{pack.code} {pack.version}：{len(pack.clauses)} 条条款，{stages} 个阶段，"
            f"{len(pack.conditions)} 项条件，{len(pack.outline.sections)} 节提纲；sha256 {pack.sha256[:16]}"
        )
