"""Figures that a pack names and no register gives."""

from collections.abc import Collection, Iterator

from xiangchuang.policy.problems import Problem
from xiangchuang.policy.research import ResearchRule
from xiangchuang.policy.source import SourceFile


def unknown_target_figures(
    source: SourceFile, research: ResearchRule, figure_names: Collection[str]
) -> Iterator[Problem]:
    """Figures proposed for targets that no register gives."""
    proposed = research.target_figures.figures if research.target_figures else ()
    for index, line in enumerate(proposed):
        if line.figure not in figure_names:
            place = ("target_figures", "figures", index, "figure")
            yield source.problem(place, f"没有登记册给出名为 {line.figure} 的数")
