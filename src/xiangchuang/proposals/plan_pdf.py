"""The plan and its receipt as PDF, made from what was submitted and kept by its content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.documents.masking import Mask, mask_block
from xiangchuang.documents.official import (
    PlanChapterSection,
    PlanDocument,
    Receipt,
    ReceivedFile,
    render_pages_pdf,
)
from xiangchuang.documents.plan.blocks import Block, block_from_json, block_to_json
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_annexes import annexes_of
from xiangchuang.proposals.reading_mask import withheld_picture
from xiangchuang.proposals.section_tables import section_tables
from xiangchuang.receipts.queries import receipt_of
from xiangchuang.receipts.stated import receipt_pdf as signed_receipt_pdf


def plan_pdf(revision: PlanRevision) -> bytes:
    """Return the PDF of a revision; that of a submitted one is made once and read afterwards."""
    if revision.frozen_at is None:
        return _render(revision)
    path = kept_at(revision)
    if not path.is_file():
        _keep(path, _render(revision))
    return path.read_bytes()


def masked_plan_pdf(revision: PlanRevision, mask: Mask) -> bytes:
    """Return the PDF of a submitted revision under a mask; made once for each mask and read afterwards."""
    path = kept_at(revision)
    path = path.with_name(f"{path.stem}-{mask.digest}.pdf")
    if not path.is_file():
        _keep(path, _render(revision, mask))
    return path.read_bytes()


def kept_at(revision: PlanRevision) -> Path:
    """Return where the PDF of a submitted revision lies: named by the content it shows."""
    return Path(settings.MEDIA_ROOT) / "made" / f"plan-{revision.pk}-{revision.content_sha256}.pdf"


def receipt_pdf(revision: PlanRevision) -> bytes:
    """Return the receipt of a submitted revision: number, server time, digests, what comes next."""
    if (signed := receipt_of(f"plan_revision:{revision.pk}")) is not None:
        return signed_receipt_pdf(signed)
    # Submitted before receipts were signed.
    assert revision.frozen_at is not None
    case, pack, file = revision.proposal.case, pack_of(revision.proposal.case), revision.file
    stage = pack.procedures[case.kind].stage(case.stage_code)
    receipt = Receipt(
        number=revision.receipt_number,
        case_number=case.number,
        subject=_("%(title)s建设方案（修订 %(number)s）") % {"title": case.title, "number": revision.number},
        submitter=revision.proposal.lead.name,
        received_at=revision.frozen_at,
        files=(ReceivedFile(file.name, file.size, file.sha256),) if file else (),
        office=pack.identity.issued_by.zh,
        next_step=stage.public_label.zh,
        next_due=case.due_on,
        next_due_provisional=case.due_provisional,
        remark=_("内容散列（SHA-256）：%(sha)s") % {"sha": revision.content_sha256},
        sample=case.is_sample,
    )
    return render_pages_pdf(receipt, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _render(revision: PlanRevision, mask: Mask | None = None) -> bytes:
    shown: Callable[[str], str] = mask.text if mask else str
    case, proposal = revision.proposal.case, revision.proposal
    chapters = {c.code: c for c in pack_of(case).outline.chapters}
    of_section = {s.code: c for c in chapters.values() for s in c.sections}
    sections, tables = [], section_tables(revision)
    for section in revision.sections.all():
        chapter = of_section.get(section.code)
        alone = chapter is not None and len(chapter.sections) == 1 and not chapter.sections[0].own_heading
        sections.append(
            PlanChapterSection(
                chapter=chapter.title.zh if chapter else "",
                title="" if alone else section.title,
                blocks=tuple(_printable(b, mask) for b in [*section.blocks, *tables.get(section.code, ())]),
            )
        )
    document = PlanDocument(
        title=shown(revision.title or case.title),
        case_number=case.number,
        lead=shown(proposal.lead.name),
        members=tuple(
            shown(m.organization.name) for m in proposal.memberships.select_related("organization")
        ),
        revision=revision.number,
        prepared_on=clock.day_of(revision.frozen_at or revision.begun_at),
        sections=(*sections, *_annexes(revision, mask)),
        sealed_sha256=revision.content_sha256,
        images={} if mask else _images(revision),
        sample=case.is_sample,
    )
    return render_pages_pdf(document, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _images(revision: PlanRevision) -> dict[str, bytes]:
    return {i.file.sha256: i.file.path.read_bytes() for i in revision.images.select_related("file")}


def _annexes(revision: PlanRevision, mask: Mask | None) -> list[PlanChapterSection]:
    """What travels with the plan, in the language of official documents whoever asks for it."""
    with translation.override(settings.LANGUAGE_CODE):
        return [
            PlanChapterSection(
                chapter=_("附：%(title)s") % {"title": annex.title},
                title="",
                blocks=tuple(_printable(block, mask) for block in annex.blocks),
            )
            for annex in annexes_of(revision)
        ]


def _printable(block: dict[str, Any] | Block, mask: Mask | None) -> dict[str, Any]:
    """Name an image as the printing does; under a mask there is none."""
    if mask is not None:
        block = block if isinstance(block, Block) else block_from_json(block)
        block = mask_block(block, mask, picture=withheld_picture())
    told = block_to_json(block) if isinstance(block, Block) else block
    return {**told, "sha256": told.get("image", "")}


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two requests may make it at once: each writes its own file, and the rename is atomic.
    draft = path.with_name(f"{uuid4().hex}.part")
    draft.write_bytes(content)
    draft.replace(path)
