"""What is kept while a plan is being written: sections, and what its authors agree and say, by concern."""

from xiangchuang.drafting.models.access import AccessRequest
from xiangchuang.drafting.models.assignments import SectionAssignment, WritingRule
from xiangchuang.drafting.models.discussion import Comment, Mention, Thread
from xiangchuang.drafting.models.incoming import IncomingState, IncomingWord
from xiangchuang.drafting.models.writing import Presence, SectionConflict, SectionMark, SectionSave

__all__ = [
    "AccessRequest",
    "Comment",
    "IncomingState",
    "IncomingWord",
    "Mention",
    "Presence",
    "SectionAssignment",
    "SectionConflict",
    "SectionMark",
    "SectionSave",
    "Thread",
    "WritingRule",
]
