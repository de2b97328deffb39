"""What was moved and decided on a center, how it puts things right, and how it is wound up."""

from xiangchuang.adjustments.models.measures import Adjustment, Ground, GroundKind, Hearing
from xiangchuang.adjustments.models.rectifications import (
    PointProgress,
    Recheck,
    RecheckFinding,
    RecheckSigner,
    Rectification,
    RectificationPoint,
    RectificationState,
    SignerSide,
)
from xiangchuang.adjustments.models.wind_ups import Handover, WindUp

__all__ = [
    "Adjustment",
    "Ground",
    "GroundKind",
    "Handover",
    "Hearing",
    "PointProgress",
    "Recheck",
    "RecheckFinding",
    "RecheckSigner",
    "Rectification",
    "RectificationPoint",
    "RectificationState",
    "SignerSide",
    "WindUp",
]
