"""What a version still lacks before it can be circulated, confirmed, published."""

from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.layouts.models import LayoutState, LayoutVersion
from xiangchuang.layouts.queries import directions_of
from xiangchuang.layouts.rules import planning_of
from xiangchuang.procedure.packs import pack_of_version


def layout_gaps(layout: LayoutVersion) -> list[str]:
    """Return what its content lacks: a direction at all, more places than the cap allows (3.1-1)."""
    caps = list(directions_of(layout).values_list("cap", flat=True))
    if not caps:
        return [_("还没有一个方向")]
    if sum(caps) > layout.cap:
        return [
            _("各方向名额合计 %(sum)d 个，超过新建上限 %(cap)d 个") % {"sum": sum(caps), "cap": layout.cap}
        ]
    return []


def confirmation_gaps(layout: LayoutVersion) -> list[str]:
    """Return what keeps the leadership from confirming it: replies not in, opinions not answered (6.1-1)."""
    replies = list(layout.replies.select_related("organization"))
    waiting = [reply for reply in replies if not reply.stance]
    unanswered = [reply for reply in replies if reply.waits_for_answer]
    gaps = layout_gaps(layout)
    if layout.state == LayoutState.DRAFT or not replies:
        return [*gaps, _("还没有征求意见")]
    silence = planning_of(pack_of_version(layout.policy_version_id)).silence_agrees
    if waiting and not (silence is not None and layout.term_is_over(clock.today())):
        gaps.append(_("还有 %(count)d 个单位没有反馈，期限未过") % {"count": len(waiting)})
    if unanswered:
        names = _("、").join(reply.organization.name for reply in unanswered[:3])
        gaps.append(
            _("还有 %(count)d 份意见没有答复：%(names)s") % {"count": len(unanswered), "names": names}
        )
    return gaps
