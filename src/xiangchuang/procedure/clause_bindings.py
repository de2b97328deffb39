"""From each clause of the notice to what carries it out and to the tests that say so (F02)."""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xiangchuang.policy.pack import BINDING, Clause, Pack

ROOT_PACKAGE = "xiangchuang"


@dataclass(frozen=True)
class Binding:
    """One clause with what answers for it.

    `unknown` are names of clauses.yaml that the code does not have: a promise nobody keeps.
    """

    clause: Clause
    tests: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_binding(self) -> bool:
        return self.clause.class_ in BINDING

    @property
    def is_bound(self) -> bool:
        """Whether all of an operative or permissive clause is built and tested."""
        built = bool(self.clause.implements) and not self.unknown and not self.clause.pending
        return self.is_binding and built and bool(self.tests)

    @property
    def is_placed(self) -> bool:
        return not self.is_binding and bool(self.clause.placed) and not self.unknown

    @property
    def lacks(self) -> str:
        """Say what keeps the clause from being accounted for; "" when nothing does."""
        if self.is_bound or self.is_placed:
            return ""
        reasons = [f"代码中没有 {name}" for name in self.unknown]
        if self.clause.pending:
            reasons.append(f"尚缺：{self.clause.pending}")
        if self.is_binding and not self.tests:
            reasons.append("没有测试")
        return "；".join(reasons)


def bindings(pack: Pack, tests: Path) -> list[Binding]:
    """Return every clause of the pack in its order, with the tests below `tests` that are marked with it."""
    marked = marked_tests(tests)
    found = []
    for anchor, clause in pack.clauses.items():
        names = clause.implements if clause.class_ in BINDING else (clause.placed or "",)
        unknown = tuple(name for name in names if name and not _exists(name))
        found.append(Binding(clause, tuple(marked.get(anchor, ())), unknown))
    return found


def summary(found: list[Binding]) -> str:
    """Return the closing line of `manage.py clauses`."""
    binding = [b for b in found if b.is_binding]
    bound, placed = sum(b.is_bound for b in found), sum(b.is_placed for b in found)
    return (
        f"clauses: {bound + placed}/{len(found)} accounted for "
        f"(operative {bound}/{len(binding)} bound, {placed} placed)"
    )


def marked_tests(directory: Path) -> Mapping[str, list[str]]:
    """Return anchor → tests marked with it, read from the source: no test is run or imported."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(directory.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and _asserts(node):
                for anchor in _anchors(node):
                    found[anchor].append(f"{path.relative_to(directory)}::{node.name}")
    return found


def _asserts(test: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether the test asserts anything at all: a mark on an empty test binds nothing."""
    return any(isinstance(n, ast.Assert) for n in ast.walk(test)) or any(
        isinstance(n, ast.Attribute) and n.attr == "raises" for n in ast.walk(test)
    )


def _anchors(test: ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    for decorator in test.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.clause"):
            yield from (
                a.value for a in decorator.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
            )


def _exists(name: str) -> bool:
    """Whether the dotted name below the package is a module or something in one."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            here: object = importlib.import_module(".".join([ROOT_PACKAGE, *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[cut:]:
            here = getattr(here, attribute, None)
        return here is not None
    return False
