"""Reports as files: those handed in are kept, a draft is set with a watermark."""

from functools import partial
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.documents.official import OfficialDocument
from xiangchuang.files.models import StoredFile
from xiangchuang.files.set_papers import DRAFT_WATERMARK, Form, keep_both, paper_bytes
from xiangchuang.reporting.content import content_of
from xiangchuang.reporting.models import AnnualReport, ReportRevision
from xiangchuang.reporting.report_document import report_document

PURPOSE: Final = "annual_report"


def ensure_rendered(revision: ReportRevision) -> ReportRevision:
    """Keep both files of what was handed in; a second call changes nothing. Raises Blocked without fonts."""
    keep_both(
        revision, lambda form: _set(paper_of(revision), form), name=partial(file_name, revision),
        purpose=PURPOSE,
    )  # fmt: skip
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
    return paper_bytes(document, form, remedy=_("报告的内容已经保存；按提示改正，或者字体补齐后重新下载。"))
