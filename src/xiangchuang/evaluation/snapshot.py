"""The registers of a round's centers frozen into one document, where a scoring starts (6.5-2 客观数据)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xiangchuang.centers.models import Center
from xiangchuang.evaluation.plan_targets import read_targets
from xiangchuang.evaluation.register_figures import figures_wanted, meanings, read_figures
from xiangchuang.policy.evaluation import Inputs
from xiangchuang.policy.evaluation import Subject as InputSubject
from xiangchuang.policy.pack import Pack


@dataclass(frozen=True)
class Placed:
    """A center and the code of the set it is read for."""

    center: Center
    set_code: str


def freeze(placed: Sequence[Placed], pack: Pack, *, name: str, first: date, last: date, seed: int) -> Inputs:
    """Return the document with every figure of every set in use and the plan's targets, for each center.

    Materials, answers, marks and rulings are added when it is scored. The queries grow with figures, not with
    centers.
    """
    codes = sorted({one.set_code for one in placed})
    sets = tuple(pack.indicator_sets[code] for code in codes)
    wanted = figures_wanted(sets, pack.evaluation)
    centers = [one.center for one in placed]
    figures = read_figures(centers, wanted, first=first, last=last)
    targets = read_targets(centers, pack, year=last.year)
    return Inputs(
        round=name,
        first=first,
        last=last,
        pack=pack.code,
        pack_sha256=pack.sha256,
        seed=seed,
        rules=pack.evaluation,
        sets=sets,
        figures=meanings(wanted),
        subjects=tuple(
            InputSubject(
                code=subject_code(one.center),
                name=one.center.name,
                set=one.set_code,
                figures=figures[one.center.pk],
                plan=targets[one.center.pk],
            )
            for one in placed
        ),
    )


def subject_code(center: Center) -> str:
    """Return the name of the center in snapshots and results."""
    return f"center:{center.pk}"
