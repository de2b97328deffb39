"""The manuscript: the revision not yet submitted, its sections written one by one (5.1-3, annex).

These are the writes that verbs of writing share; none of them asks who may write or makes a ledger entry.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.documents.plan import block_from_json
from xiangchuang.documents.plan.blocks import count_words
from xiangchuang.policy.pack import Outline
from xiangchuang.procedure.errors import Stale
from xiangchuang.procedure.verbs import Standpoint
from xiangchuang.proposals.models import PlanImage, PlanRevision, PlanSection, PlanTarget, Proposal
from xiangchuang.proposals.queries import submitted_revision, working_revision
from xiangchuang.proposals.revision_parts import copy_parts
from xiangchuang.proposals.section_tables import sections_with_tables


def revision_under_way(at: Standpoint) -> PlanRevision | None:
    """Return the revision under way in this stage: one begun since the stage opened."""
    revision = working_revision(Proposal.objects.get(case=at.case))
    return revision if revision is not None and revision.begun_at >= at.run.opened_at else None


def open_revision(at: Standpoint, user: User) -> PlanRevision:
    """Return the manuscript of this stage; begin it where there is none.

    A first one is empty; a later one is what was last submitted, so that only what was asked for is changed.
    An older manuscript that was never submitted is taken up again.
    """
    proposal = Proposal.objects.select_for_update().get(case=at.case)
    newest = working_revision(proposal)
    if newest is not None and newest.frozen_at is None:
        if newest.begun_at < at.run.opened_at:
            newest.begun_at, newest.begun_by = clock.now(), user
            newest.save(update_fields=["begun_at", "begun_by"])
        return newest
    last = submitted_revision(proposal)
    revision = PlanRevision.objects.create(
        proposal=proposal,
        number=last.number + 1 if last else 1,
        title=last.title if last else at.case.title,
        begun_by=user,
        begun_at=clock.now(),
    )
    _fill(revision, last, at.pack.outline)
    return revision


def _fill(revision: PlanRevision, last: PlanRevision | None, outline: Outline) -> None:
    kept = {section.code: section for section in last.sections.all()} if last else {}
    rows = []
    for position, rule in enumerate(outline.sections, 1):
        section = PlanSection(revision=revision, position=position, code=rule.code, title=rule.title.zh)
        if (old := kept.get(rule.code)) is not None:
            section.found_heading, section.blocks, section.words = old.found_heading, old.blocks, old.words
        rows.append(section)
    PlanSection.objects.bulk_create(rows)
    if last is not None:
        images = [PlanImage(revision=revision, file_id=image.file_id) for image in last.images.all()]
        PlanImage.objects.bulk_create(images)
        PlanTarget.objects.bulk_create(
            PlanTarget(
                revision=revision, position=t.position, name=t.name, unit=t.unit, year=t.year,
                value_e4=t.value_e4,
            )
            for t in last.targets.all()
        )  # fmt: skip
        copy_parts(last, revision)
    recount_missing(revision)


def put_section(
    section: PlanSection, blocks: Sequence[dict[str, Any]], *, seen: int, user: User
) -> PlanSection:
    """Write the blocks of one section of a manuscript; raises Stale when another write came after `seen`."""
    words = sum(count_words(block_from_json(block).text) for block in blocks)
    written = PlanSection.objects.filter(
        pk=section.pk, version=seen, revision__frozen_at__isnull=True
    ).update(blocks=list(blocks), words=words, version=seen + 1, saved_at=clock.now(), saved_by=user)
    if not written:
        raise Stale(_("这一节刚被别人保存过，您的内容没有覆盖它。"), remedy=_("对照两份内容，决定保留哪些。"))
    section.refresh_from_db()
    recount_missing(section.revision)
    return section


def recount_missing(revision: PlanRevision) -> None:
    """Write down which sections of the outline have no content yet, in its order; a table is content."""
    without_text = list(revision.sections.filter(blocks=[]).values_list("code", flat=True))
    filled = sections_with_tables(revision) if without_text else frozenset()
    revision.missing = [code for code in without_text if code not in filled]
    revision.save(update_fields=["missing"])
