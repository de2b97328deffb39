"""Earlier states of a section, kept sparsely: one a stretch of writing, and one at each handover."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from xiangchuang.accounts.models import User
from xiangchuang.drafting.models import SectionSave
from xiangchuang.proposals.models import PlanSection

STRETCH: Final = timedelta(minutes=10)
"""How long saves of one author go into the same row."""


def state_before(section: PlanSection) -> SectionSave | None:
    """Return, not yet kept, what a write replaces where no save here made it: text from Word, or copied.

    Taken before the write and kept after it: only who wrote may keep it, or two at once would both try.
    """
    made_here = SectionSave.objects.filter(section=section, version=section.version).exists()
    if made_here or not section.blocks:
        return None
    at = section.saved_at or section.revision.begun_at
    return SectionSave(
        section=section, author=section.saved_by, version=section.version, blocks=section.blocks,
        words=section.words, begun_at=at, saved_at=at,
    )  # fmt: skip


def keep_state(section: PlanSection, user: User) -> bool:
    """Keep what was just saved; return whether it begins a stretch rather than going on with one."""
    assert section.saved_at is not None
    last = SectionSave.objects.filter(section=section).first()
    written: dict[str, Any] = {
        "version": section.version,
        "blocks": section.blocks,
        "words": section.words,
        "saved_at": section.saved_at,
    }
    if last is not None and last.author_id == user.pk and section.saved_at - last.begun_at < STRETCH:
        SectionSave.objects.filter(pk=last.pk).update(**written)
        return False
    SectionSave.objects.create(section=section, author=user, begun_at=section.saved_at, **written)
    return True


def states_of(section: PlanSection) -> Sequence[SectionSave]:
    """Return the kept states, newest first, without their text."""
    return list(SectionSave.objects.filter(section=section).select_related("author").defer("blocks"))
