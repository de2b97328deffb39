"""Official documents and other papers: one content model each, rendered as Word and PDF.

Pure Python: content in, bytes out. The layout of official documents follows GB/T 9704-2012.
"""

from .blocks import Block, as_blocks
from .chart_png import render_chart_png
from .document import OfficialDocument, Verification
from .errors import (
    DocumentError,
    FontsMissingError,
    NumberingError,
    TypesettingError,
    UndisplayableTextError,
    UnusableBlockError,
)
from .fonts import GB_FAMILIES, Families
from .numbering import is_well_formed, normalized_code, number_text, verification_code
from .pages import (
    AgendaItem,
    ConditionReport,
    FactSheet,
    MeetingRecord,
    NoticeDocument,
    PagesDocument,
    PlanChapterSection,
    PlanDocument,
    Receipt,
    ReceivedFile,
)
from .pages_pdf import render_pages_pdf
from .pdf import render_pdf
from .word import render_docx

__all__ = [
    "GB_FAMILIES",
    "AgendaItem",
    "Block",
    "ConditionReport",
    "DocumentError",
    "FactSheet",
    "Families",
    "FontsMissingError",
    "MeetingRecord",
    "NoticeDocument",
    "NumberingError",
    "OfficialDocument",
    "PagesDocument",
    "PlanChapterSection",
    "PlanDocument",
    "Receipt",
    "ReceivedFile",
    "TypesettingError",
    "UndisplayableTextError",
    "UnusableBlockError",
    "Verification",
    "as_blocks",
    "is_well_formed",
    "normalized_code",
    "number_text",
    "render_chart_png",
    "render_docx",
    "render_pages_pdf",
    "render_pdf",
    "verification_code",
]
