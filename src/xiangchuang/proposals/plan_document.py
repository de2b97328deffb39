"""A submitted plan and its receipt as PDF, made from what was frozen: the same revision, the same bytes."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.documents.official import (
    PlanChapterSection,
    PlanDocument,
    Receipt,
    ReceivedFile,
    render_pages_pdf,
)
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision


def plan_pdf(revision: PlanRevision) -> bytes:
    """Return the plan as PDF: sealed with its content hash once submitted, watermarked 草稿 before."""
    proposal = revision.proposal
    outline = pack_of(proposal.case).outline
    sections = tuple(
        PlanChapterSection(
            chapter=outline.chapter_of(section.code).title.zh,
            title=section.title if outline.section(section.code).own_heading else "",
            # The reading calls an image's hash `image`, the typesetting `sha256`.
            blocks=tuple({**block, "sha256": block.get("image", "")} for block in section.blocks),
        )
        for section in revision.sections.all()
    )
    members = [m.organization.name for m in proposal.memberships.select_related("organization")]
    document = PlanDocument(
        title=proposal.case.title,
        case_number=proposal.case.number,
        lead=proposal.lead.name,
        members=tuple(members),
        revision=revision.number,
        prepared_on=clock.day_of(revision.frozen_at or revision.uploaded_at),
        sections=sections,
        sealed_sha256=revision.file.sha256 if revision.frozen_at else "",
        images=_images(revision),
        sample=proposal.case.is_sample,
    )
    return render_pages_pdf(document, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def receipt_pdf(revision: PlanRevision, *, office: str) -> bytes:
    """Return the receipt of a submitted plan: number, server time, hash of the file, what happens next."""
    case = revision.proposal.case
    assert revision.frozen_at is not None
    receipt = Receipt(
        number=revision.receipt_number,
        case_number=case.number,
        subject=_("建设方案（修订 %(number)s）") % {"number": revision.number},
        submitter=f"{revision.proposal.lead.name} {revision.uploaded_by}",
        received_at=revision.frozen_at,
        files=(ReceivedFile(revision.file.name, revision.file.size, revision.file.sha256),),
        office=office,
        next_step=_("专家咨询论证"),
        next_due=case.due_on,
        next_due_provisional=case.due_provisional,
        remark=_("方案内容校验值（SHA-256）：%(sha)s") % {"sha": revision.content_sha256},
        sample=case.is_sample,
    )
    return render_pages_pdf(receipt, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _images(revision: PlanRevision) -> Mapping[str, bytes]:
    files = [image.file for image in revision.images.select_related("file")]
    return {file.sha256: file.path.read_bytes() for file in files}
