"""Destroying papers after their period: an act of the leadership, with a list that stays."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.archives.models import ArchivedPaper, Destruction
from xiangchuang.archives.queries import papers_visible_to
from xiangchuang.calendars import clock
from xiangchuang.decisions.void_document import empty_destroyed
from xiangchuang.files.store import forget
from xiangchuang.search.follow import refresh_case


def destroy_papers(*, actor: Actor, papers: Sequence[int], reason: str) -> Destruction:
    """Destroy these papers: their files, and what the product could make them from again.

    Titles, numbers and hashes stay listed. Raises NotPermitted, Invalid, NotFound, Blocked when one of them
    is permanent or its period is not over: then none is destroyed.
    """
    acting = actor.acting_as([Role.LEADERSHIP])
    if acting is None:
        raise NotPermitted(_("销毁档案由厅领导批准。"))
    said = within(Destruction, "reason", normalise_line(reason))
    if not said:
        raise Invalid(_("写明销毁的理由和鉴定意见：销毁清册中要看得到。"))
    assert actor.user is not None
    with transaction.atomic():
        wanted = papers_visible_to(actor).filter(pk__in=papers, destruction=None)
        rows = list(wanted.select_related("file", "volume").select_for_update(of=("self",)))
        _refuse(rows, papers)
        act = Destruction.objects.create(reason=said, approved_by=actor.user, approved_at=clock.now())
        for row in rows:
            file = row.file
            row.file, row.destruction = None, act
            row.save(update_fields=["file", "destruction"])
            dropped = {found.pk: found for found in (file, *empty_destroyed(row.source)) if found}
            for found in dropped.values():
                # The Word file of a document may still be kept while its PDF goes.
                if not ArchivedPaper.objects.filter(file=found).exists():
                    forget(found)
        for case in sorted({row.volume.case_id for row in rows}):
            refresh_case(case)
        write_entry(
            actor, verb="destroy_papers", acting=acting, subject=f"destruction:{act.pk}",
            detail={"papers": [f"{row.source}.{row.form} {row.sha256}" for row in rows], "reason": said},
        )  # fmt: skip
    return act


def _refuse(rows: Sequence[ArchivedPaper], asked: Sequence[int]) -> None:
    if not asked:
        raise Invalid(_("没有选择要销毁的文件。"))
    if len(rows) != len(set(asked)):
        raise NotFound(_("有的文件不在档案里，或者已经销毁：刷新本页再选。"))
    today = clock.today()
    for row in rows:
        if row.keep_until is None:
            raise Blocked(_("“%(title)s”永久保管，不能销毁。") % {"title": row.title})
        if row.keep_until >= today:
            raise Blocked(
                _("“%(title)s”保管到 %(day)s，期满之后才能销毁。")
                % {"title": row.title, "day": row.keep_until.isoformat()}
            )
