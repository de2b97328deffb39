"""A draft of a pack that a test may spoil, to see what the loader says to its author."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from xiangchuang.policy.pack import PackError, Problem, load_pack


@dataclass(frozen=True)
class Draft:
    """A copy of a pack under edit."""

    directory: Path

    def edit(self, file: str, old: str, new: str) -> "Draft":
        """Replace the one place where ``old`` stands."""
        text = (self.directory / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        return self.edit_first(file, old, new)

    def edit_first(self, file: str, old: str, new: str) -> "Draft":
        """Replace the first place of several: the approval stands before the other procedures."""
        path = self.directory / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def line_of(self, file: str, words: str) -> int:
        """Line, from 1, of the one place where ``words`` stand."""
        lines = (self.directory / file).read_text(encoding="utf-8").splitlines()
        (number,) = (n for n, line in enumerate(lines, start=1) if words in line)
        return number

    def problems(
        self, *, guard_names: frozenset[str] | None = None, figure_names: frozenset[str] | None = None
    ) -> tuple[Problem, ...]:
        """What the loader refuses it for; fails when it loads."""
        with pytest.raises(PackError) as refusal:
            load_pack(self.directory, guard_names=guard_names, figure_names=figure_names)
        return refusal.value.problems

    def problem(self) -> Problem:
        """The one thing the loader refuses it for."""
        (problem,) = self.problems()
        return problem
