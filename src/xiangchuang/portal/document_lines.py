"""An issued document as a list shows it."""

from collections.abc import Iterable

from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.documents.official import number_text


def document_number(document: OfficialDocument) -> str:
    """Return 湘科发〔2026〕1号, or "" for one without a number."""
    if not document.year or not document.serial:
        return ""
    return number_text(document.year, document.serial, document.prefix)


def document_lines(documents: Iterable[OfficialDocument]) -> list[tuple[OfficialDocument, str]]:
    """Return each document with its number."""
    return [(document, document_number(document)) for document in documents]
