"""What is wrong with a policy pack, said so that its author finds the place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: ``file`` relative to the pack, ``line`` from 1, ``clause`` of the enclosing rule or ""."""

    file: str
    line: int
    clause: str
    reason: str

    def __str__(self) -> str:
        rule = {"": "不在规则内", "default": "默认规则"}.get(self.clause, f"条款 {self.clause}")
        return f"{self.file}:{self.line}（{rule}）：{self.reason}"


class PackError(Exception):
    """The pack cannot be used. ``problems`` holds every fault found, in the order of files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join([f"政策包有 {len(problems)} 处问题：", *map(str, self.problems)]))
