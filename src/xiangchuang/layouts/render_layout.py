"""The layout as Word and PDF: kept once published, drafts set with a watermark."""

from typing import Final, Literal

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.documents.official import DocumentError, render_docx, render_pdf
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store_bytes
from xiangchuang.layouts.layout_content import document_of
from xiangchuang.layouts.models import LayoutVersion
from xiangchuang.layouts.queries import PUBLIC

PURPOSE: Final = "layout_document"
DRAFT_WATERMARK: Final = "草稿"
Form = Literal["pdf", "docx"]
FORMS: Final[tuple[Form, ...]] = ("pdf", "docx")


def ensure_rendered(layout: LayoutVersion) -> LayoutVersion:
    """Keep both files of a published version; a second call changes nothing. Raises Blocked without fonts."""
    for form in FORMS:
        if getattr(layout, f"{form}_id") is None:
            file = store_bytes(
                actor=Actor.system(), content=layout_bytes(layout, form), name=file_name(layout, form),
                media_type=MEDIA_TYPES[form], purpose=PURPOSE,
            )  # fmt: skip
            setattr(layout, form, file)
            layout.save(update_fields=[form])
    return layout


def layout_bytes(layout: LayoutVersion, form: Form) -> bytes:
    """Return the version as a file: as published, or its draft with the watermark. Raises Blocked."""
    document = document_of(layout, watermark="" if layout.is_public else DRAFT_WATERMARK)
    try:
        if form == "docx":
            return render_docx(document)
        return render_pdf(document, fonts=settings.DOCUMENT_FONT_DIRECTORIES)
    except DocumentError as error:
        raise Blocked(
            _("文件暂时不能生成：%(cause)s") % {"cause": error.message},
            remedy=_("布局的内容已经保存，字体补齐后重新下载即可。"),
        ) from error


def file_name(layout: LayoutVersion, form: Form) -> str:
    """Return the name a download gets."""
    number = (layout.content or {}).get("number") or DRAFT_WATERMARK
    return f"{number} {layout.title}.{form}"


def may_read_layout_file(_actor: Actor, file: StoredFile) -> bool:
    """The gate: a published layout is everyone's."""
    return LayoutVersion.objects.filter(Q(pdf=file) | Q(docx=file), state__in=PUBLIC).exists()
