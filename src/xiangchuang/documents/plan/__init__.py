"""Reads a construction plan from Word: sections of the outline, targets by year, differences of revisions."""

from xiangchuang.documents.plan.blocks import Block, ListItem, Merge, Span, block_from_json, block_to_json
from xiangchuang.documents.plan.difference import PlanDifference, compare, difference_to_json
from xiangchuang.documents.plan.difference_html import difference_to_html, section_to_html
from xiangchuang.documents.plan.html import blocks_to_html
from xiangchuang.documents.plan.parse import parse_plan
from xiangchuang.documents.plan.parsed import (
    Loss,
    OutlineSection,
    ParsedPlan,
    ParsedSection,
    PlanImage,
    Surplus,
    from_json,
    to_json,
)
from xiangchuang.documents.plan.reconcile import reconcile
from xiangchuang.documents.plan.targets import TargetCandidate, find_targets

__all__ = [
    "Block",
    "ListItem",
    "Loss",
    "Merge",
    "OutlineSection",
    "ParsedPlan",
    "ParsedSection",
    "PlanDifference",
    "PlanImage",
    "Span",
    "Surplus",
    "TargetCandidate",
    "block_from_json",
    "block_to_json",
    "blocks_to_html",
    "compare",
    "difference_to_html",
    "difference_to_json",
    "find_targets",
    "from_json",
    "parse_plan",
    "reconcile",
    "section_to_html",
    "to_json",
]
