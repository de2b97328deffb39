"""Taking an issued paper back: its number stays taken, so the series has no gap that nobody can explain."""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import DocumentKind, Notice, OfficialDocument
from xiangchuang.decisions.queries import documents_visible_to
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.search.models import PublicChange

# What they decided is in force: taking the paper back would leave a center without the act that made it so.
IN_FORCE: Final = (DocumentKind.APPROVAL, DocumentKind.ADJUSTMENT)


def void_document(*, actor: Actor, document: OfficialDocument, reason: str) -> OfficialDocument:
    """Declare an issued letter void, with a reason that whoever verifies it reads.

    Raises NotFound, NotPermitted, Blocked for a draft, a void paper or one whose decision is in force.
    """
    found = documents_visible_to(actor).filter(pk=document.pk).first()
    if found is None:
        raise NotFound(_("没有这份文件，或者它不归您办理。"))
    acting = actor.acting_as([Role.LEADERSHIP])
    if acting is None:
        raise NotPermitted(_("作废文件由厅领导决定。"))
    said = within(OfficialDocument, "void_reason", normalise_line(reason))
    if not said:
        raise Invalid(_("写明作废的理由：核验这份文件的人会看到。"))
    with transaction.atomic():
        row = OfficialDocument.objects.select_for_update().get(pk=found.pk)
        _refuse(row)
        row.voided_at, row.voided_by, row.void_reason = clock.now(), actor.user, said
        row.is_public = False
        row.save(update_fields=["voided_at", "voided_by", "void_reason", "is_public"])
        PublicChange.objects.create()  # pages that say it is genuine are made anew
        write_entry(
            actor, verb="void_document", acting=acting, subject=f"document:{row.pk}",
            case_number=row.case.number, detail={"number": row.number, "reason": said},
        )  # fmt: skip
    return row


def empty_destroyed(source: str) -> list[StoredFile]:
    """Take out of a document or notice what it could be made from again; its title, number and hash stay.

    `source` is "document:12" or "notice:3", as the archive names it. Returns the files it no longer holds.
    """
    kind, _colon, key = source.partition(":")
    if kind == "notice":
        Notice.objects.filter(pk=int(key)).update(content=[], values={}, wording=None)
    if kind != "document":
        return []
    row = OfficialDocument.objects.select_related("pdf", "docx").get(pk=int(key))
    files = [file for file in (row.pdf, row.docx) if file is not None]
    row.content, row.pdf, row.docx = {"number": row.number, "destroyed": True}, None, None
    row.is_public = False
    row.save(update_fields=["content", "pdf", "docx", "is_public"])
    return files


def _refuse(row: OfficialDocument) -> None:
    if not row.is_issued:
        raise Blocked(_("草稿没有文号，不用作废：重新拟稿即可。"))
    if row.is_void:
        raise Blocked(_("这份文件已经作废。"))
    if row.kind in IN_FORCE:
        raise Blocked(
            _("这份文件的决定已经生效，不能作废。"), remedy=_("要改变决定，按动态调整的程序另行作出决定。")
        )
