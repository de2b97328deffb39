"""Checks a plan before it is submitted: pure, fast enough to run again at every change."""

from xiangchuang.documents.plan_check.check import Bounds, check_plan
from xiangchuang.documents.plan_check.finding import (
    FINDING_CODES,
    CheckedPlan,
    CheckedSection,
    FindingCode,
    Found,
    KnownFact,
    Party,
    StatedTarget,
)
from xiangchuang.documents.plan_check.register import SaidFact

__all__ = [
    "FINDING_CODES",
    "Bounds",
    "CheckedPlan",
    "CheckedSection",
    "FindingCode",
    "Found",
    "KnownFact",
    "Party",
    "SaidFact",
    "StatedTarget",
    "check_plan",
]
