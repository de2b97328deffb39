"""The plan as a Word file, and the template to write it in: headings, hints, what is written already."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from xiangchuang.documents.masking import Mask, mask_blocks
from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.word import WordPlan, plan_docx
from xiangchuang.policy.outline import Section
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_annexes import annexes_of
from xiangchuang.proposals.plan_reading import outline_sections
from xiangchuang.proposals.plan_record import parsed
from xiangchuang.proposals.reading_mask import withheld_picture
from xiangchuang.proposals.section_tables import section_tables


def plan_word(revision: PlanRevision) -> bytes:
    """Return a revision as .docx in official style; a draft says so on each page. Raises TypesettingError."""
    return _written(revision.proposal.case, revision, hints={}, draft=revision.frozen_at is None)


def masked_plan_word(revision: PlanRevision, mask: Mask) -> bytes:
    """Return a submitted revision as .docx under a mask. Raises TypesettingError."""
    return _written(revision.proposal.case, revision, hints={}, draft=False, mask=mask)


def plan_template(case: Case, revision: PlanRevision | None) -> bytes:
    """Return the outline as .docx with a hint beside each heading and what the revision has already.

    Read back, its hints are left out and each section is known by its heading's bookmark.
    """
    hints = {section.code: _hint(section) for section in pack_of(case).outline.sections}
    return _written(case, revision, hints=hints, draft=False)


def _hint(section: Section) -> str:
    return section.guidance or _("本节写“%(title)s”。") % {"title": section.title.zh}


def _written(
    case: Case,
    revision: PlanRevision | None,
    *,
    hints: Mapping[str, str],
    draft: bool,
    mask: Mask | None = None,
) -> bytes:
    blocks: dict[str, Sequence[Block]] = {}
    images: dict[str, bytes] = {}
    tables: Mapping[str, Sequence[Block]] = {}
    annexes: list[tuple[str, Sequence[Block]]] = []
    title = _("%(case)s建设方案") % {"case": case.title}
    if revision is not None:
        plan = parsed(revision)
        blocks = {section.code: section.blocks for section in plan.sections}
        tables = section_tables(revision)
        title = revision.title or title
        if not hints:
            annexes = [(_("附：%(title)s") % {"title": a.title}, a.blocks) for a in annexes_of(revision)]
        shown = {block.image for found in blocks.values() for block in found if block.image}
        kept = revision.images.filter(file__sha256__in=shown).select_related("file")
        images = {image.file.sha256: image.file.path.read_bytes() for image in kept}
    if mask is not None:
        title, images = mask.text(title), {}
        blocks, tables = _masked(blocks, mask), _masked(tables, mask)
        annexes = [(name, mask_blocks(found, mask, picture=withheld_picture())) for name, found in annexes]
    return plan_docx(
        WordPlan(
            title=title, outline=outline_sections(pack_of(case).outline), blocks=blocks, images=images,
            hints=hints, made=tables, annexes=annexes, draft=draft,
        )
    )  # fmt: skip


def _masked(sections: Mapping[str, Sequence[Block]], mask: Mask) -> dict[str, Sequence[Block]]:
    return {c: mask_blocks(blocks, mask, picture=withheld_picture()) for c, blocks in sections.items()}
