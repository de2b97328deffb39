"""Small real files for the example: letters and statements as one-page PDFs, made once for each text."""

from functools import lru_cache

from django.conf import settings

from xiangchuang.calendars import clock
from xiangchuang.documents.official import OfficialDocument, render_pdf


@lru_cache(maxsize=64)
def letter_pdf(title: str, text: str = "示例数据。经研究，情况属实，特此函告。") -> bytes:
    """Return a one-page letter with that title, issued by a fictitious body."""
    document = OfficialDocument(
        mark="示例市人民政府",
        title=title,
        signatory="示例市人民政府",
        issued_on=clock.today(),
        addressee="示例省科学技术厅",
        blocks=({"kind": "paragraph", "text": text},),
        sample=True,
    )
    return render_pdf(document, fonts=settings.DOCUMENT_FONT_DIRECTORIES)
