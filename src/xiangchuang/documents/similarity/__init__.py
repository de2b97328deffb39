"""Which passages of a plan stand in another plan: candidates by MinHash, then exact alignment."""

from xiangchuang.documents.similarity.alignment import Passage, common_passages, covered
from xiangchuang.documents.similarity.passage_text import (
    SectionText,
    plain_text,
    runs_of,
    section_text,
    without,
)
from xiangchuang.documents.similarity.signatures import SCHEME, Alike, Signed, alike, sign

__all__ = [
    "SCHEME",
    "Alike",
    "Passage",
    "SectionText",
    "Signed",
    "alike",
    "common_passages",
    "covered",
    "plain_text",
    "runs_of",
    "section_text",
    "sign",
    "without",
]
