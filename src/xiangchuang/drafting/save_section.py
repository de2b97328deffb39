"""Saving a section: by itself while one types or by the button, never over what another has saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.documents.plan.blocks import Block, block_from_json, block_to_json
from xiangchuang.documents.plan.editor_plain import plain_to_blocks
from xiangchuang.documents.plan.editor_read import characters_of, read_doc
from xiangchuang.drafting.conflicts import Overtaken, keep_conflict, settle
from xiangchuang.drafting.desk import Desk, desk_of, section_of
from xiangchuang.drafting.history import keep_state, state_before
from xiangchuang.drafting.models import SectionConflict, SectionSave
from xiangchuang.drafting.together.may_write import refuse_unless_given
from xiangchuang.drafting.verbs import CLAUSE
from xiangchuang.ledger.record import Fact, record
from xiangchuang.procedure.errors import Invalid, NotFound, Stale
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import stale
from xiangchuang.proposals.manuscript import put_section
from xiangchuang.proposals.models import PlanImage, PlanRevision, PlanSection

MOST_CHARACTERS: Final = 200_000
"""Of one section: some four hundred printed pages, far beyond any outline."""


@dataclass(frozen=True)
class Saved:
    """A section after a save, and what was left out of it because the schema does not know it."""

    section: PlanSection
    dropped: int = 0


def save_section(*, actor: Actor, case: Case, code: str, doc: object, seen: int) -> Saved:
    """Save the editor's document as the section's blocks (5.1-3); `seen` is the version the page showed.

    Raises NotFound, NotPermitted, Blocked, Invalid (too long), Overtaken when someone else saved other words
    since: then both texts are kept. The same words again change nothing.
    """
    desk = desk_of(actor, case)
    section = section_of(desk, code)
    if not isinstance(doc, dict) or doc.get("type") != "doc":
        raise Invalid(_("发来的内容读不出来，没有保存。"), remedy=_("文字还在页面上，稍后再试。"))
    reading = read_doc(doc, images_of(section.revision))
    return Saved(_save(desk, section, reading.blocks, seen), reading.dropped_count)


def save_plain_section(*, actor: Actor, case: Case, code: str, text: str, seen: int) -> Saved:
    """Save the plain form of a section; locked lines keep the blocks they name. Raises as `save_section`."""
    desk = desk_of(actor, case)
    section = section_of(desk, code)
    old = [block_from_json(block) for block in _blocks_at(section, seen)]
    reading = plain_to_blocks(text, old)
    return Saved(_save(desk, section, reading.blocks, seen), len(reading.unknown))


def save_blocks(
    *,
    actor: Actor,
    case: Case,
    code: str,
    blocks: Sequence[Block],
    seen: int,
    settles: SectionConflict | None = None,
) -> PlanSection:
    """Save blocks already judged: an earlier state, a merged text. Raises as `save_section`."""
    desk = desk_of(actor, case)
    return _save(desk, section_of(desk, code), blocks, seen, settles)


def images_of(revision: PlanRevision) -> frozenset[str]:
    """Return the sha256 of the images the manuscript may show."""
    return frozenset(PlanImage.objects.filter(revision=revision).values_list("file__sha256", flat=True))


def _save(
    desk: Desk,
    section: PlanSection,
    blocks: Sequence[Block],
    seen: int,
    settles: SectionConflict | None = None,
) -> PlanSection:
    refuse_unless_given(desk.actor, desk.case, section.code)
    if characters_of(blocks) > MOST_CHARACTERS:
        raise Invalid(
            _("这一节有 %(count)d 个字符，超过 %(most)d 个，没有保存。")
            % {"count": characters_of(blocks), "most": MOST_CHARACTERS},
            remedy=_("缩短后再保存；您的文字还在页面上。"),
        )
    if seen < 0:
        raise stale()
    values = [block_to_json(block) for block in blocks]
    if values == section.blocks:
        if settles is not None:
            settle(settles)
        return section
    try:
        with transaction.atomic():
            before = state_before(section)
            section = put_section(section, values, seen=seen, user=desk.user)
            if before is not None:
                before.save()
            _enter(desk, section)
            if settles is not None:
                settle(settles)
    except Stale as overtaken:
        current = PlanSection.objects.select_related("revision", "saved_by").get(pk=section.pk)
        if current.version == seen or settles is not None:
            # Who settles has both texts before them still: there is nothing further to keep.
            raise
        raise Overtaken(keep_conflict(desk, current, values, seen)) from overtaken
    return section


def _enter(desk: Desk, section: PlanSection) -> None:
    """Enter the writing in the ledger: once an author, section and day, and at each handover (ADR 0020)."""
    earlier = SectionSave.objects.filter(section=section).first()
    begun = clock.end_of_day(clock.today() - timedelta(days=1))
    own = SectionSave.objects.filter(section=section, author=desk.user, saved_at__gte=begun)
    entered = own.exists() and earlier is not None and earlier.author_id == desk.user.pk
    keep_state(section, desk.user)
    if not entered:
        enter(desk, "write_plan_section", section)


def enter(desk: Desk, verb: str, section: PlanSection, **more: Fact) -> None:
    """Write one ledger entry about a section."""
    organization = desk.standing.organization_id
    record(
        actor=desk.actor.ledger_name, actor_name=desk.actor.name,
        on_behalf_of=f"organization:{organization}" if organization else "",
        on_behalf_name=desk.standing.organization_name, role=desk.standing.role, verb=verb,
        case_number=desk.case.number, subject=f"plan_section:{section.pk}", clause=CLAUSE,
        detail={"section": section.code, "version": section.version, **more, **desk.standing.delegation},
    )  # fmt: skip


def _blocks_at(section: PlanSection, seen: int) -> list[dict[str, Any]]:
    """The blocks the page showed, for its locked lines to name; those of now where the state is gone."""
    if section.version == seen:
        return list(section.blocks)
    kept = SectionSave.objects.filter(section=section, version=seen).first()
    return [*(kept.blocks if kept else ()), *section.blocks]


def conflict_of(section: PlanSection, pk: int) -> SectionConflict:
    """Return a conflict of the section, settled or not; raises NotFound."""
    rows = SectionConflict.objects.filter(section=section, pk=pk).select_related("author", "other")
    found = rows.first()
    if found is None:
        raise NotFound(_("本节没有这一处两份文字。"))
    return found
