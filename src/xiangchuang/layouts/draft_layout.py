"""Drafting a version of the layout (5.1-2): its text, its period, its cap on new builds (3.1-1)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.layouts.models import DirectionState, LayoutEntry, LayoutVersion
from xiangchuang.layouts.permissions import planner
from xiangchuang.layouts.publishable import refuse_personal_data
from xiangchuang.layouts.queries import directions_of, find_version, layout_in_force, layout_under_way
from xiangchuang.layouts.rules import planning
from xiangchuang.ledger.record import Fact
from xiangchuang.procedure.packs import current_policy
from xiangchuang.procedure.perform import claim

CLAUSE = "5.1-2"


@dataclass(frozen=True)
class LayoutDraft:
    """What a version says; `cap` counts new centers approved in the period, both ends in it."""

    title: str
    about: str
    period_from: date
    period_to: date
    cap: int
    cap_reason: str = ""


def draft_layout(*, actor: Actor, draft: LayoutDraft, is_sample: bool = False) -> LayoutVersion:
    """Return a new draft with the directions still open in the layout in force.

    Raises NotPermitted, Invalid, Blocked while another version is under way.
    """
    acting = planner(actor)
    _refuse_second()
    latest = LayoutVersion.objects.aggregate(latest=Max("edition"))["latest"] or 0
    layout = LayoutVersion(
        edition=latest + 1, policy_version=current_policy(), drafted_by=actor.user, is_sample=is_sample
    )
    _write(layout, draft)
    with transaction.atomic():
        try:
            with transaction.atomic():
                layout.save()
        except IntegrityError:  # a colleague began the same edition in the same moment
            _refuse_second()
            raise
        if before := layout_in_force():
            going_on = directions_of(before).filter(state=DirectionState.OPEN)
            LayoutEntry.objects.bulk_create(LayoutEntry(layout=layout, direction=d) for d in going_on)
        note_layout(actor, layout, "draft_layout", acting, cap=layout.cap)
    return layout


def _refuse_second() -> None:
    if under_way := layout_under_way():
        raise Blocked(
            _("第 %(edition)d 版还在办理，不能另起一版。") % {"edition": under_way.edition},
            remedy=_("先办完正在起草的一版，或在其中修改。"),
        )


def amend_layout(*, actor: Actor, layout: LayoutVersion, seen: int, draft: LayoutDraft) -> None:
    """Write the version anew until it is confirmed: opinions received are worked in here.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row, acting = find_version(actor, layout.pk), planner(actor)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        refuse_finished(row)
        _write(row, draft)
        row.save()
        note_layout(actor, row, "amend_layout", acting, cap=row.cap)
    layout.refresh_from_db()


def refuse_finished(layout: LayoutVersion) -> None:
    """Raise Blocked where text and directions are settled."""
    if not layout.may_be_written:
        raise Blocked(
            _("这一版现在是“%(state)s”，不能修改。") % {"state": layout.get_state_display()},
            remedy=_("已审定的先退回修改；已发布的起草新版，或逐个调整方向。"),
            clause=CLAUSE,
        )


def note_layout(
    actor: Actor,
    layout: LayoutVersion,
    verb: str,
    acting: HeldAppointment,
    *,
    clause: str = CLAUSE,
    **facts: Fact,
) -> None:
    """Write the ledger entry of an act on a version."""
    write_entry(
        actor, verb=verb, acting=acting, subject=layout.ledger_key, case_number=layout.ledger_key,
        clause=clause, detail={"edition": layout.edition, "state": layout.state, **facts},
    )  # fmt: skip


def _write(layout: LayoutVersion, draft: LayoutDraft) -> None:
    layout.title = within(LayoutVersion, "title", normalise_line(draft.title))
    layout.about = within(LayoutVersion, "about", normalise_text(draft.about))
    layout.cap_reason = within(LayoutVersion, "cap_reason", normalise_line(draft.cap_reason))
    if not (layout.title and layout.about):
        raise Invalid(_("名称或总体考虑没有填写。"), remedy=_("两项都写明后保存。"), clause=CLAUSE)
    refuse_personal_data(
        {_("名称"): layout.title, _("总体考虑"): layout.about, _("上限的理由"): layout.cap_reason}
    )
    if draft.period_to < draft.period_from:
        raise Invalid(_("布局期的结束日早于开始日。"), remedy=_("核对两个日期。"))
    if draft.cap < 1:
        raise Invalid(_("新建上限至少是 1。"), clause="3.1-1")
    limit = planning().new_builds
    if draft.cap > limit.most and not layout.cap_reason:
        raise Invalid(
            _("新建上限 %(cap)d 高于通常的 %(most)d 个，没有写理由。")
            % {"cap": draft.cap, "most": limit.most},
            remedy=_("布局坚持“少而精”：减少上限，或写明理由。"),
            clause="3.1-1",
        )
    layout.period_from, layout.period_to, layout.cap = draft.period_from, draft.period_to, draft.cap
