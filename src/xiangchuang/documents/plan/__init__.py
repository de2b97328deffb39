"""Reads a construction plan from Word: sections of the outline, targets by year, differences of revisions."""

from xiangchuang.documents.plan.blocks import (
    Block,
    ListItem,
    MarkedCell,
    Merge,
    Span,
    block_from_json,
    block_to_json,
)
from xiangchuang.documents.plan.difference import PlanDifference, compare, difference_to_json
from xiangchuang.documents.plan.difference_html import difference_to_html, section_to_html
from xiangchuang.documents.plan.difference_summary import NumberChange, SectionSummary, summary_of
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
from xiangchuang.documents.plan.passage import Place, place_of
from xiangchuang.documents.plan.reconcile import reconcile
from xiangchuang.documents.plan.targets import TargetCandidate, find_targets

__all__ = [
    "Block",
    "ListItem",
    "Loss",
    "MarkedCell",
    "Merge",
    "NumberChange",
    "OutlineSection",
    "ParsedPlan",
    "ParsedSection",
    "Place",
    "PlanDifference",
    "PlanImage",
    "SectionSummary",
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
    "place_of",
    "reconcile",
    "section_to_html",
    "summary_of",
    "to_json",
]
