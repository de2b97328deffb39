"""Two people wrote the same section: both texts are kept, both people told, one of them settles it."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.drafting.desk import Desk
from xiangchuang.drafting.messages import tell_conflict
from xiangchuang.drafting.models import SectionConflict
from xiangchuang.drafting.verbs import CLAUSE
from xiangchuang.procedure.errors import Stale
from xiangchuang.proposals.models import PlanSection


class Overtaken(Stale):
    """Someone saved first; `conflict` holds the text of who came second."""

    def __init__(self, conflict: SectionConflict) -> None:
        super().__init__(
            _(
                "这一节在您打开之后又被保存过（别人，或者您的另一个窗口）。您的文字没有覆盖它，也没有丢：已另存。"
            ),
            remedy=_("对照两份文字，选一份或者合并。"),
            clause=CLAUSE,
        )
        self.conflict = conflict


def keep_conflict(
    desk: Desk, section: PlanSection, blocks: Sequence[dict[str, Any]], seen: int
) -> SectionConflict:
    """Keep the text of who came second; typing that goes on is kept in the same row. Tells both, once."""
    now = clock.now()
    mine = SectionConflict.objects.filter(section=section, author=desk.user, settled_at=None)
    if mine.update(blocks=list(blocks), saved_at=now):
        return mine.get()
    try:
        with transaction.atomic():
            conflict = SectionConflict.objects.create(
                section=section, author=desk.user, other=section.saved_by, seen_version=seen,
                blocks=list(blocks), begun_at=now, saved_at=now,
            )  # fmt: skip
            tell_conflict(desk, section, conflict)
    except IntegrityError:
        # The same person's other save opened it at this moment; the later text is the fuller one.
        mine.update(blocks=list(blocks), saved_at=now)
        return mine.get()
    return conflict


def settle(conflict: SectionConflict) -> None:
    """Put a settled conflict away; raises Stale when it was settled meanwhile."""
    open_ones = SectionConflict.objects.filter(pk=conflict.pk, settled_at=None)
    if not open_ones.update(settled_at=clock.now()):
        raise Stale(_("这两份文字已经处理过了。"), remedy=_("回到本节，看最新内容。"))


def conflicts_of(section: PlanSection) -> list[SectionConflict]:
    """Return all of a section, newest first, without the texts."""
    rows = SectionConflict.objects.filter(section=section).select_related("author", "other")
    return list(rows.defer("blocks"))


def open_conflicts(section: PlanSection) -> list[SectionConflict]:
    """Return what waits to be settled in a section, oldest first, without the texts."""
    rows = SectionConflict.objects.filter(section=section, settled_at=None)
    return list(rows.select_related("author", "other").defer("blocks").order_by("pk"))


def open_conflict_counts(revision_id: int) -> dict[int, int]:
    """Return how many wait to be settled, by section id, in one query."""
    rows = SectionConflict.objects.filter(section__revision_id=revision_id, settled_at=None)
    counts: dict[int, int] = {}
    for pk in rows.values_list(F("section_id"), flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts
