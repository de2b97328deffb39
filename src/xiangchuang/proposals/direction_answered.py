"""The open direction that an intention answers (5.1-2): asked for, held to its window and its cap (3.1-1)."""

from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.layouts.later_stages import Taken, new_builds, places_taken
from xiangchuang.layouts.models import Direction, DirectionState, LayoutVersion
from xiangchuang.layouts.placing import category_words, field_words
from xiangchuang.layouts.queries import layout_in_force
from xiangchuang.layouts.tables import window_text
from xiangchuang.policy.pack import Pack, Planning
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import RUNNING
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.gap import Gap
from xiangchuang.proposals.models import Proposal

FIELD = "layout_direction"
CLAUSE, SCALE = "5.1-2", "3.1-1"


def taken_from(direction: Direction | None) -> dict[str, Any]:
    """Return what an intention takes over from the direction it answers; raises Blocked for a closed one."""
    if direction is None:
        return {}
    if not direction.takes_applications(clock.today()):
        raise Blocked(
            _("方向 %(number)s 现在不受理申报。") % {"number": direction.number},
            remedy=_("从开放的方向中选择，或等它开放。"),
            clause=CLAUSE,
        )
    return {
        "layout_direction": direction, "category": direction.category, "field": direction.field,
        "orientation": direction.orientation, "other_field": direction.other_field,
        "technology_type": direction.technology_type, "formation_mode": direction.formation_mode,
    }  # fmt: skip


def known_direction(pk: int | None) -> None:
    """Refuse a direction that no form offers: one never published."""
    if pk is not None and not Direction.objects.filter(pk=pk, state=DirectionState.OPEN).exists():
        raise Invalid(_("所选方向现在没有开放，重新选择。"), clause=CLAUSE)


def direction_gaps(proposal: Proposal, pack: Pack) -> list[Gap]:
    """Return what keeps the intention from being handed in on the layout in force, if there is one.

    What was handed in once goes on: a window that closed or a cap that filled since does not hold it.
    """
    layout, rules, direction = layout_in_force(), pack.layout.planning, proposal.layout_direction
    if layout is None or rules is None:
        return []
    differing = _mode_gap(proposal, direction, pack) if direction else []
    if proposal.handed_in_at is not None or _was_before(proposal, layout):
        return differing
    if direction is None:
        return _undirected(proposal, rules) + _scale(layout)
    return _closed(direction) + _elsewhere(proposal, direction, pack) + differing + _full(
        proposal, direction, rules
    ) + _scale(layout)  # fmt: skip


def hold_place(proposal: Proposal, pack: Pack) -> None:
    """Look once more with the direction locked, so that two at once do not both take the last place.

    Raises Blocked.
    """
    if proposal.layout_direction_id is None:
        return
    Direction.objects.select_for_update().get(pk=proposal.layout_direction_id)
    if gaps := direction_gaps(proposal, pack):
        raise Blocked(
            _("；").join(gap.message for gap in gaps), remedy=_("内容已保存。"), clause=gaps[0].clause
        )


def under_way(direction: Direction, *, apart_from: int | None = None) -> int:
    """Return how many applications handed in on the direction are not yet decided upon by its places."""
    rows = Proposal.objects.filter(
        layout_direction=direction, handed_in_at__isnull=False, case__state__in=RUNNING
    )
    return (rows.exclude(pk=apart_from) if apart_from else rows).count()


def places_sentence(direction: Direction, taken: Taken, waiting: int) -> str:
    """Say how the places stand: approved, agreed by the meeting, under way."""
    return _("名额 %(cap)d 个：已批准 %(approved)d 个，已过会 %(decided)d 个，其余在办 %(waiting)d 个") % {
        "cap": direction.cap, "approved": taken.approved, "decided": taken.decided, "waiting": waiting,
    }  # fmt: skip


def _was_before(proposal: Proposal, layout: LayoutVersion) -> bool:
    """Whether it was handed in before the layout spoke, without a direction."""
    at = proposal.case.submitted_at
    return (
        proposal.layout_direction_id is None and at is not None and layout.published_at is not None
    ) and at < layout.published_at


def _undirected(proposal: Proposal, rules: Planning) -> list[Gap]:
    if not rules.undirected.allowed:
        return [Gap(_("没有选择布局方向：布局以外的方向不受理"), CLAUSE, FIELD)]
    if proposal.undirected_reason:
        return []
    return [Gap(_("没有选择布局方向：选择一个，或写明在布局方向以外申报的理由"), CLAUSE, FIELD)]


def _closed(direction: Direction) -> list[Gap]:
    if direction.takes_applications(clock.today()):
        return []
    told = {"number": direction.number, "state": direction.get_state_display()}
    if direction.state == DirectionState.OPEN:
        told["window"] = window_text(direction)
        message = _("方向 %(number)s 不在受理时间内（%(window)s）：换一个方向，或在受理时间内提交") % told
    else:
        message = _("方向 %(number)s %(state)s：换一个开放的方向") % told
    return [Gap(message, CLAUSE, FIELD)]


def _elsewhere(proposal: Proposal, direction: Direction, pack: Pack) -> list[Gap]:
    same_field = not direction.field or proposal.field == direction.field
    if proposal.category in ("", direction.category) and (same_field or not proposal.orientation):
        return []
    message = _("方向 %(number)s 属于%(category)s、%(field)s，意向选的类别或领域与它不同")
    told = {
        "number": direction.number, "category": category_words(pack, direction.category),
        "field": field_words(direction, pack),
    }  # fmt: skip
    return [Gap(message % told, CLAUSE, FIELD)]


def _full(proposal: Proposal, direction: Direction, rules: Planning) -> list[Gap]:
    taken = places_taken([direction])[direction.pk]
    waiting = max(under_way(direction, apart_from=proposal.pk) - taken.decided, 0)
    left = direction.cap - taken.total
    told = {"number": direction.number, "places": places_sentence(direction, taken, waiting)}
    if left <= 0:
        return [Gap(_("方向 %(number)s 名额已满（%(places)s）：换一个方向") % told, SCALE, FIELD)]
    if rules.competition is not None and waiting >= left * rules.competition.per_place:
        told["most"] = str(left * rules.competition.per_place)
        message = _(
            "方向 %(number)s 暂不再收（%(places)s，最多同时办理 %(most)s 份）：等在办的办结，或换一个方向"
        )
        return [Gap(message % told, SCALE, FIELD)]
    return []


def _scale(layout: LayoutVersion) -> list[Gap]:
    built = new_builds(layout.period_from, layout.period_to)
    if built < layout.cap:
        return []
    message = _("本布局期新建上限 %(cap)d 个已用完（已批准 %(built)d 个）：等下一版布局")
    return [Gap(message % {"cap": layout.cap, "built": built}, SCALE, FIELD)]


def _mode_gap(proposal: Proposal, direction: Direction, pack: Pack) -> list[Gap]:
    """3.3-2 一中心一方案: another mode than the direction's is possible, with its reason."""
    wanted = direction.formation_mode or direction.advised_mode
    if not wanted or proposal.formation_mode in ("", wanted) or proposal.mode_reason:
        return []
    message = _("组建模式与方向建议的“%(mode)s”不同，没有写理由")
    return [Gap(message % {"mode": words(pack.formation_mode(wanted).label)}, "3.3-2", "mode_reason")]
