"""Check a policy pack, register it as a version for new cases, or replay past cases under a draft."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from xiangchuang.policy.pack import Pack, PackError, load_pack
from xiangchuang.procedure.figure_names import figure_names
from xiangchuang.procedure.packs import register_pack
from xiangchuang.procedure.replay import Replayed, replay_past_cases
from xiangchuang.procedure.verbs import GUARDS

OUTCOMES = {
    "met": "满足",
    "unmet": "不满足",
    "missing": "缺证据",
    "judgement": "待判断",
    "not_applicable": "不适用",
}
NOT_JUDGED = "没有这一条"


class Command(BaseCommand):
    help = (
        "policy check 路径：检查政策包；policy register 路径：登记为新案卷适用的版本；"
        "policy replay --version 路径：按草案重判以往案卷，列出结果会不同的"
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let `--version` name the draft: Django's own option of that name would print a number and stop."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "register", "replay"])
        parser.add_argument("path", type=Path, nargs="?")
        parser.add_argument("--version", type=Path, dest="draft", help="草案政策包所在的目录（replay）")

    def handle(self, *args: Any, action: str, path: Path | None, **options: Any) -> None:
        path = path or options.get("draft")
        if path is None or not path.is_dir():
            raise CommandError(f"{path or '没有写的路径'} 不是目录：给出政策包所在的目录")
        try:
            pack = load_pack(path, guard_names=frozenset(GUARDS), figure_names=figure_names())
            if action == "register":
                register_pack(path)
        except PackError as error:
            raise CommandError(str(error)) from None
        if action == "replay":
            self._replay(pack)
            return
        stages = sum(len(procedure.stages) for procedure in pack.procedures.values())
        self.stdout.write(
            f"{pack.code} {pack.version}：{len(pack.clauses)} 条条款，{stages} 个阶段，"
            f"{len(pack.conditions)} 项条件，{len(pack.outline.sections)} 节提纲；sha256 {pack.sha256[:16]}"
        )

    def _replay(self, draft: Pack) -> None:
        total = otherwise = 0
        for replayed in replay_past_cases(draft):
            total += 1
            otherwise += replayed.is_decided_otherwise
            if replayed.changed or replayed.problem:
                self._print(replayed)
        self.stdout.write(f"{draft.code} {draft.version}：重判 {total} 个案卷，{otherwise} 个整体结果不同")

    def _print(self, replayed: Replayed) -> None:
        verdict = f"{OUTCOMES[replayed.was]} → {OUTCOMES[replayed.now]}"
        case = f"{replayed.case_number} {replayed.subject}（{replayed.decided_on}）"
        self.stdout.write(f"{case}：{verdict} {replayed.problem}".rstrip())
        for change in replayed.changed:
            was, now = (OUTCOMES.get(outcome, NOT_JUDGED) for outcome in (change.was, change.now))
            self.stdout.write(f"  {change.label.zh}：{was} → {now} {change.gap}".rstrip())
