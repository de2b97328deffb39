"""The layout as Word and PDF: kept once published, drafts set with a watermark."""

from functools import partial
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.files.set_papers import DRAFT_WATERMARK, Form, keep_both, paper_bytes
from xiangchuang.layouts.layout_content import document_of
from xiangchuang.layouts.models import LayoutVersion
from xiangchuang.layouts.queries import PUBLIC

PURPOSE: Final = "layout_document"


def ensure_rendered(layout: LayoutVersion) -> LayoutVersion:
    """Keep both files of a published version; a second call changes nothing. Raises Blocked without fonts."""
    keep_both(layout, partial(layout_bytes, layout), name=partial(file_name, layout), purpose=PURPOSE)
    return layout


def layout_bytes(layout: LayoutVersion, form: Form) -> bytes:
    """Return the version as a file: as published, or its draft with the watermark. Raises Blocked."""
    document = document_of(layout, watermark="" if layout.is_public else DRAFT_WATERMARK)
    return paper_bytes(document, form, remedy=_("布局的内容已经保存，字体补齐后重新下载即可。"))


def file_name(layout: LayoutVersion, form: Form) -> str:
    """Return the name a download gets."""
    number = (layout.content or {}).get("number") or DRAFT_WATERMARK
    return f"{number} {layout.title}.{form}"


def may_read_layout_file(_actor: Actor, file: StoredFile) -> bool:
    """The gate: a published layout is everyone's."""
    return LayoutVersion.objects.filter(Q(pdf=file) | Q(docx=file), state__in=PUBLIC).exists()
