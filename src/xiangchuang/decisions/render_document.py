"""Official documents and notices as files: issued ones are kept, drafts set with a watermark."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from xiangchuang.decisions.models import Notice, OfficialDocument
from xiangchuang.decisions.notice_content import notice_document
from xiangchuang.decisions.official_content import from_stored
from xiangchuang.documents.official import OfficialDocument as Content
from xiangchuang.files.models import StoredFile
from xiangchuang.files.set_papers import DRAFT_WATERMARK, Form, keep_both, paper_bytes

DOCUMENT_PURPOSE = "official_document"


def ensure_rendered(document: OfficialDocument) -> OfficialDocument:
    """Keep both files of an issued document; a second call changes nothing. Raises Blocked without fonts."""
    keep_both(document, partial(_set, document), name=partial(file_name, document), purpose=DOCUMENT_PURPOSE)
    return document


def document_file(document: OfficialDocument, form: Form) -> StoredFile:
    """Return the kept file of an issued document, made now when the background has not come to it."""
    file: StoredFile | None = getattr(ensure_rendered(document), form)
    assert file is not None
    return file


def draft_bytes(document: OfficialDocument, form: Form) -> bytes:
    """Return the draft as it stands, with the watermark; nothing is kept."""
    return _set(document, form, watermark=DRAFT_WATERMARK)


def notice_pdf(notice: Notice) -> bytes:
    """Return the public notice as a printable page."""
    return notice_bytes(notice, "pdf")


def notice_bytes(notice: Notice, form: Form) -> bytes:
    """Return the public notice as a file, with its window as it stands; nothing is kept."""
    return rendered(notice_document(notice), form)


def rendered(content: Content, form: Form) -> bytes:
    """Return the content as a file; raises Blocked when the fonts lack a character or are not there."""
    return paper_bytes(content, form, remedy=_("内容和编号已经保存，字体补齐后重新下载即可。"))


def file_name(document: OfficialDocument, form: Form) -> str:
    """Return the name a download gets: number and title, or 草稿 and title."""
    return f"{document.number or DRAFT_WATERMARK} {document.title}.{form}"


def _set(document: OfficialDocument, form: Form, *, watermark: str = "") -> bytes:
    return rendered(replace(from_stored(document.content), watermark=watermark), form)
