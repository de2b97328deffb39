"""The layout's records: versions with their replies, directions, demands."""

from xiangchuang.layouts.models.demands import Demand, DemandReason, DemandState
from xiangchuang.layouts.models.directions import Direction, DirectionState
from xiangchuang.layouts.models.replies import Handling, LayoutReply, Stance
from xiangchuang.layouts.models.versions import LayoutEntry, LayoutState, LayoutVersion

__all__ = [
    "Demand",
    "DemandReason",
    "DemandState",
    "Direction",
    "DirectionState",
    "Handling",
    "LayoutEntry",
    "LayoutReply",
    "LayoutState",
    "LayoutVersion",
    "Stance",
]
