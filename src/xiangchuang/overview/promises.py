"""Which promises turned into results: plan targets and tasks, commitments of support, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xiangchuang.centers.figures import Span, read_figure
from xiangchuang.centers.models import Center

PROMISED: Final = (
    ("targets_due", "targets_reached"),
    ("milestones_due", "milestones_reached"),
    ("commitments_due", "commitments_kept"),
)
"""What fell due, and how much of it was done: plan targets, tasks of the plan, support."""
CAME_OF_IT: Final = ("invention_granted", "results_piloted", "results_industrialised", "transfers")
MONEY: Final = "contracts_received"


@dataclass(frozen=True)
class Kept:
    """Numbers of one center, or of all: by the codes of the figures."""

    numbers: Mapping[str, int]

    def share(self, due: str, done: str) -> int | None:
        """Basis points done of what was due; None where nothing was."""
        owed = self.numbers.get(due, 0)
        return self.numbers.get(done, 0) * 10_000 // owed if owed else None


def promises_of(centers: Sequence[Center], span: Span) -> dict[int, Kept]:
    """Return what became of promises within the span, by center; the queries do not grow with centers."""
    codes = [code for pair in PROMISED for code in pair] + [*CAME_OF_IT, MONEY]
    read = {code: read_figure(code, centers, span) for code in codes}
    return {center.pk: Kept({code: read[code][center.pk].value or 0 for code in codes}) for center in centers}


def together(kept: Mapping[int, Kept]) -> Kept:
    """Return the sums over all centers."""
    codes = {code for one in kept.values() for code in one.numbers}
    return Kept({code: sum(one.numbers[code] for one in kept.values()) for code in codes})
