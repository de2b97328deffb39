"""Reports as files: those handed in are kept, a draft is set with a watermark."""

from typing import Final, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.calendars import clock
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.documents.official import DocumentError, OfficialDocument, render_docx, render_pdf
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store_bytes
from xiangchuang.reporting.content import content_of
from xiangchuang.reporting.models import AnnualReport, ReportRevision
from xiangchuang.reporting.report_document import report_document

PURPOSE: Final = "annual_report"
DRAFT_WATERMARK: Final = "草稿"
Form = Literal["pdf", "docx"]
FORMS: Final[tuple[Form, ...]] = ("pdf", "docx")


def ensure_rendered(revision: ReportRevision) -> ReportRevision:
    """Keep both files of what was handed in; a second call changes nothing.

    Content and fonts decide the bytes, so two workers that set it at once keep the same file. Raises
    Blocked when the fonts lack a character or are not there at all.
    """
    for form in FORMS:
        if getattr(revision, f"{form}_id") is None:
            file = store_bytes(
                actor=Actor.system(), content=_set(paper_of(revision), form), name=file_name(revision, form),
                media_type=MEDIA_TYPES[form], purpose=PURPOSE,
            )  # fmt: skip
            setattr(revision, form, file)
            revision.save(update_fields=[form])
    return revision


def report_file(revision: ReportRevision, form: Form) -> StoredFile:
    """Return the kept file, made now when the background has not come to it."""
    file: StoredFile | None = getattr(ensure_rendered(revision), form)
    assert file is not None
    return file


def draft_bytes(report: AnnualReport, actor: Actor, form: Form) -> bytes:
    """Return the draft as it stands with the watermark; nothing is kept."""
    with translation.override("zh-hans"):
        content = content_of(report, actor)
        document = report_document(content, issued_on=clock.today(), watermark=DRAFT_WATERMARK)
    return _set(document, form)


def paper_of(revision: ReportRevision) -> OfficialDocument:
    """Return the paper of what was handed in."""
    with translation.override("zh-hans"):
        return report_document(
            revision.content, issued_on=clock.day_of(revision.submitted_at), number=revision.number,
            signed_name=f"{revision.signed_name}（{revision.signed_as}）",
        )  # fmt: skip


def file_name(revision: ReportRevision, form: Form) -> str:
    """Return the name a download gets."""
    return f"{revision.number} {revision.content['center']}{revision.content['year']}年度报告.{form}"


def _set(document: OfficialDocument, form: Form) -> bytes:
    try:
        if form == "docx":
            return render_docx(document)
        return render_pdf(document, fonts=settings.DOCUMENT_FONT_DIRECTORIES)
    except DocumentError as error:
        raise Blocked(
            _("文件暂时不能生成：%(cause)s") % {"cause": error.message},
            remedy=_("报告的内容已经保存；按提示改正，或者字体补齐后重新下载。"),
        ) from error
