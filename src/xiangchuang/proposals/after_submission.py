"""What later stages do with a plan the moment it is submitted, in the transaction of the submission."""

from collections.abc import Callable
from typing import Final

from xiangchuang.proposals.models import PlanRevision

Follows = Callable[[PlanRevision], None]
_follows: Final[list[Follows]] = []


def after_submission(follows: Follows) -> None:
    """Let `follows` be done for every plan that is frozen; call it from `ready()`."""
    if follows not in _follows:
        _follows.append(follows)


def follow_submission(revision: PlanRevision) -> None:
    """Do what the apps want done for a plan just frozen."""
    for follows in _follows:
        follows(revision)
