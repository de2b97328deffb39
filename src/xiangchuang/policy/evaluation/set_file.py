"""Reading an indicator set from its file, alone or as part of a pack."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from xiangchuang.policy.checks import doubled_codes
from xiangchuang.policy.evaluation.indicators import IndicatorSet
from xiangchuang.policy.evaluation.set_checks import set_faults
from xiangchuang.policy.problems import PackError, Problem
from xiangchuang.policy.reading import read_model
from xiangchuang.policy.source import SourceFile, read_yaml

FOLDER: Final = "indicators"
"""Folder of a pack that holds its sets, one file each."""


def read_set(path: Path, name: str) -> tuple[SourceFile, IndicatorSet | None, list[Problem]]:
    """The file's places, the set where it can be read, and the faults of its form."""
    source = read_yaml(path, name)
    if source.problems:
        return source, None, list(source.problems)
    found, problems = read_model(source, IndicatorSet)
    return source, found, problems


def load_indicator_set(path: Path, *, figure_names: Collection[str] | None = None) -> IndicatorSet:
    """The set in that file, outside any pack: to be tried before use. Raises ``PackError`` with all faults.

    Clauses, categories, grades and the survey are those of a pack, and are checked when it is loaded.
    """
    source, found, problems = read_set(path, path.name)
    problems.extend(doubled_codes(source))
    if found is not None:
        problems.extend(set_faults(source, found, figure_names))
    if problems or found is None:
        raise PackError(problems)
    return found
