"""What changed in the yearly targets from one revision to another: they become the center's indicators."""

from dataclasses import dataclass
from typing import Literal

from xiangchuang.proposals.models import PlanRevision, PlanTarget


@dataclass(frozen=True)
class TargetChange:
    """One value of one target; None where the revision has none."""

    name: str
    unit: str
    year: int
    old: PlanTarget | None
    new: PlanTarget | None

    @property
    def change(self) -> Literal["added", "removed", "changed"]:
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


def target_changes(old: PlanRevision, new: PlanRevision) -> list[TargetChange]:
    """Return the values that differ, in the order of the new table, then those that are gone.

    A target is the same one while it has its name; another unit is a change of the target.
    """
    before = {(t.name, t.unit, t.year): t for t in old.targets.all()}
    after = {(t.name, t.unit, t.year): t for t in new.targets.all()}
    changes = []
    for key in dict.fromkeys((*after, *before)):
        left, right = before.get(key), after.get(key)
        if left is None or right is None or left.value_e4 != right.value_e4:
            changes.append(TargetChange(*key, left, right))
    return changes
