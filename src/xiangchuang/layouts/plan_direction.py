"""Directions (5.1-2): planned in a draft, amended, closed and opened again once published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.layouts.draft_layout import note_layout, refuse_finished
from xiangchuang.layouts.messages import tell_changed, tell_outcome
from xiangchuang.layouts.models import (
    Demand,
    DemandState,
    Direction,
    DirectionState,
    LayoutEntry,
    LayoutVersion,
)
from xiangchuang.layouts.permissions import decider, planner
from xiangchuang.layouts.placing import Place, put
from xiangchuang.layouts.publishable import refuse_personal_data
from xiangchuang.layouts.queries import find_direction, find_version
from xiangchuang.layouts.rules import planning
from xiangchuang.ledger.record import Fact
from xiangchuang.notify import audiences
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.perform import claim
from xiangchuang.search.follow import refresh

CLAUSE = "5.1-2"
_SERIES = "layout_direction"
_TOLD_TO = (Role.OFFICER, Role.DIVISION_HEAD)


@dataclass(frozen=True)
class DirectionDraft:
    """What a direction says. Without `closes_on` it stays open until closed; `prefecture` "" is any."""

    title: str
    category: str
    place: Place
    need: str
    cap: int = 1
    opens_on: date | None = None
    closes_on: date | None = None
    terms: str = ""


def add_direction(
    *,
    actor: Actor,
    layout: LayoutVersion,
    seen: int,
    draft: DirectionDraft,
    demands: Sequence[Demand] = (),
    is_sample: bool = False,
) -> Direction:
    """Return a direction planned in the version, answering these demands.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row, acting = find_version(actor, layout.pk), planner(actor)
    direction = Direction(is_sample=is_sample or row.is_sample)
    _write(direction, draft)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        refuse_finished(row)
        year = clock.today().year
        direction.number = f"FX{year}-{next_serial(_SERIES, year):02d}"
        direction.save()
        LayoutEntry.objects.create(layout=row, direction=direction)
        _answer(direction, demands)
        note_layout(actor, row, "add_direction", acting, text=direction.title, number=direction.number)
        _note(actor, direction, "plan_direction", acting, text=direction.title)
    layout.refresh_from_db()
    return direction


def amend_direction(
    *, actor: Actor, direction: Direction, seen: int, draft: DirectionDraft, reason: str = ""
) -> None:
    """Write a direction anew. A published one is amended by division head or leadership, with a reason.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row = find_direction(actor, direction.pk)
    is_published = row.state != DirectionState.PLANNED
    acting, why = (decider if is_published else planner)(actor), normalise_text(reason)
    if is_published and not why:
        raise Invalid(_("调整的理由没有填写。"), remedy=_("已发布的方向调整后公开理由。"), clause=CLAUSE)
    refuse_personal_data({_("调整的理由"): why})
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        _refuse_ended(row)
        before = _facts(row)
        _write(row, draft)
        row.save()
        changed = {name: value for name, value in _facts(row).items() if value != before[name]}
        _note(actor, row, "amend_direction", acting, reason=why, **changed)
        if is_published:
            refresh("direction", [row.pk])
            tell_changed(row, "amended", _told(), f"amended:{row.version}")
    direction.refresh_from_db()


def drop_direction(*, actor: Actor, layout: LayoutVersion, seen: int, direction: Direction) -> None:
    """Take a direction out of a version being written; one nobody has published is gone with it.

    Its demands wait to be decided anew. Raises NotFound, NotPermitted, Stale, Blocked.
    """
    row, acting = find_version(actor, layout.pk), planner(actor)
    dropped = find_direction(actor, direction.pk)
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        refuse_finished(row)
        if not LayoutEntry.objects.filter(layout=row, direction=dropped).delete()[0]:
            raise Blocked(_("这个方向不在这一版布局中。"))
        note_layout(actor, row, "drop_direction", acting, text=dropped.title, number=dropped.number)
        if dropped.state == DirectionState.PLANNED:
            dropped.state, dropped.closed_reason = DirectionState.WITHDRAWN, "起草中删去"
            dropped.save()
            _free(dropped)
    layout.refresh_from_db()


def close_direction(*, actor: Actor, direction: Direction, seen: int, reason: str) -> None:
    """Close an open direction: nothing more is handed in on it; what was handed in goes on.

    Raises NotFound, NotPermitted, Invalid, Stale, Blocked.
    """
    row, acting = find_direction(actor, direction.pk), planner(actor)
    why = _needed(reason, _("关闭的理由没有填写。"))
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != DirectionState.OPEN:
            raise Blocked(_("这个方向现在不是开放的。"))
        row.state, row.closed_reason = DirectionState.CLOSED, why
        row.save()
        _note(actor, row, "close_direction", acting, reason=why)
        refresh("direction", [row.pk])
        tell_changed(row, "closed", _told(), f"closed:{row.version}")
    direction.refresh_from_db()


def reopen_direction(
    *, actor: Actor, direction: Direction, seen: int, reason: str, closes_on: date | None = None
) -> None:
    """Open a closed direction of the layout in force again. Raises as `close_direction`."""
    row, acting = find_direction(actor, direction.pk), decider(actor)
    why = _needed(reason, _("重新开放的理由没有填写。"))
    if closes_on is not None and closes_on < clock.today():
        raise Invalid(_("截止日已经过去。"), remedy=_("填今天或以后的日期，常年受理的不填。"))
    with transaction.atomic():
        claim(row, seen)
        row.refresh_from_db()
        if row.state != DirectionState.CLOSED:
            raise Blocked(_("这个方向现在不是关闭的。"))
        if not row.entries.filter(layout__state="published").exists():
            raise Blocked(_("现行布局不含这个方向。"), remedy=_("在下一版布局中重新设立。"), clause=CLAUSE)
        row.state, row.closed_reason, row.closes_on = DirectionState.OPEN, "", closes_on
        row.save()
        _note(actor, row, "reopen_direction", acting, reason=why)
        refresh("direction", [row.pk])
        tell_changed(row, "reopened", _told(), f"reopened:{row.version}")
    direction.refresh_from_db()


def _write(direction: Direction, draft: DirectionDraft) -> None:
    pack = current_pack()
    if not draft.place.technology_type:
        raise Invalid(_("没有选择技术类型。"), remedy=_("每个方向写明技术类型。"), clause="1.1-1")
    if draft.category not in {c.code for c in pack.categories}:
        raise Invalid(_("没有选择综合类或领域类。"), clause="3.1-1")
    direction.title = within(Direction, "title", normalise_line(draft.title))
    direction.need = within(Direction, "need", normalise_text(draft.need))
    direction.terms = within(Direction, "terms", normalise_text(draft.terms))
    if not (direction.title and direction.need):
        raise Invalid(_("方向名称或要解决的问题没有填写。"), remedy=_("两项都写明后保存。"), clause=CLAUSE)
    refuse_personal_data(
        {_("方向"): direction.title, _("要解决的问题"): direction.need, _("专门要求"): direction.terms,
         _("产业链"): draft.place.industry_chain, _("其他领域的名称"): draft.place.other_field}
    )  # fmt: skip
    most = planning().per_direction.most
    if draft.cap < 1 or (draft.cap > most and not direction.terms):
        raise Invalid(
            _("名额 %(cap)d 不在 1 至 %(most)d 之间。") % {"cap": draft.cap, "most": most},
            remedy=_("确需更多名额的，在专门要求中写明理由。"),
            clause="3.1-1",
        )
    if draft.opens_on and draft.closes_on and draft.closes_on < draft.opens_on:
        raise Invalid(_("截止日早于开放日。"), remedy=_("核对两个日期。"))
    put(direction, draft.place, pack)
    direction.category, direction.cap = draft.category, draft.cap
    direction.opens_on, direction.closes_on = draft.opens_on, draft.closes_on


def _facts(direction: Direction) -> dict[str, Fact]:
    """Return what an amendment may change, small enough for the ledger."""
    return {
        "title": direction.title,
        "category": direction.category,
        "field": direction.field or direction.other_field,
        "cap": direction.cap,
        "prefecture": direction.prefecture,
        "opens_on": direction.opens_on.isoformat() if direction.opens_on else None,
        "closes_on": direction.closes_on.isoformat() if direction.closes_on else None,
    }


def _refuse_ended(direction: Direction) -> None:
    if direction.state not in (DirectionState.PLANNED, DirectionState.OPEN):
        raise Blocked(
            _("这个方向现在是“%(state)s”，不能修改。") % {"state": direction.get_state_display()},
            remedy=_("先重新开放，再修改。"),
        )


def _needed(text: str, missing: str) -> str:
    said = within(Direction, "closed_reason", normalise_text(text))
    if not said:
        raise Invalid(missing, remedy=_("写明理由，理由公开。"), clause=CLAUSE)
    refuse_personal_data({_("理由"): said})
    return said


def _answer(direction: Direction, demands: Sequence[Demand]) -> None:
    for demand in demands:
        if demand.state not in (DemandState.FILED, DemandState.SORTED):
            raise Blocked(_("%(number)s已经处理过，不能再纳入。") % {"number": demand.number})
        claim(demand, demand.version)
        demand.refresh_from_db()
        demand.state, demand.direction, demand.decided_at = DemandState.LINKED, direction, clock.now()
        demand.save()
        tell_outcome(demand)


def _free(direction: Direction) -> None:
    direction.demands.filter(state=DemandState.LINKED).update(state=DemandState.SORTED, direction=None)


def _told() -> list[str]:
    return [audiences.department(role) for role in _TOLD_TO]


def _note(actor: Actor, direction: Direction, verb: str, acting: HeldAppointment, **facts: Fact) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=direction.ledger_key, case_number=direction.ledger_key,
        clause=CLAUSE, detail={"number": direction.number, "state": direction.state, **facts},
    )  # fmt: skip
