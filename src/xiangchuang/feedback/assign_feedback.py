"""Giving a feedback to an officer, and handing it over: the day told to the filer stays."""

from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.feedback.handlers import acting_as_dispatcher
from xiangchuang.feedback.messages import tell_assigned
from xiangchuang.feedback.models import Feedback, FeedbackState
from xiangchuang.feedback.queries import officers
from xiangchuang.feedback.step import needed, refuse_unless, step

ASSIGN: Final = "assign_feedback"
HAND_OVER: Final = "hand_over_feedback"
LONGEST_REASON: Final = 500


def assign_feedback(*, actor: Actor, feedback: Feedback, seen: int, to: User) -> None:
    """Give what nobody has yet to an officer. Raises NotFound, NotPermitted, Stale, Blocked, Invalid."""
    _refuse_stranger(to)
    acting = acting_as_dispatcher(actor, feedback)
    text = _("交由%(name)s办理。") % {"name": to}
    with step(ASSIGN, actor=actor, acting=acting, feedback=feedback, seen=seen, text=text) as row:
        refuse_unless(
            row.state == FeedbackState.FILED, _("这件反馈已经有主办人。"), _("要换人的，办理移交。")
        )
        row.owner, row.state = to, FeedbackState.ASSIGNED
        tell_assigned(row)


def hand_over_feedback(*, actor: Actor, feedback: Feedback, seen: int, to: User, reason: str) -> None:
    """Give it to another officer, with the reason. Raises NotFound, NotPermitted, Stale, Blocked, Invalid."""
    _refuse_stranger(to)
    said = needed(reason, LONGEST_REASON, _("移交的原因没有填写。"), _("写明为什么由对方办理更合适。"))
    acting = acting_as_dispatcher(actor, feedback)
    text = _("移交给%(name)s：%(reason)s") % {"name": to, "reason": said}
    with step(HAND_OVER, actor=actor, acting=acting, feedback=feedback, seen=seen, text=text) as row:
        refuse_unless(row.state == FeedbackState.ASSIGNED, _("已答复或还没有主办人的反馈不能移交。"))
        refuse_unless(row.owner_id != to.pk, _("对方就是现在的主办人。"), _("另选一位经办。"))
        row.owner = to
        tell_assigned(row)


def _refuse_stranger(to: User) -> None:
    if not officers().filter(pk=to.pk).exists():
        raise Invalid(_("选的人现在不是经办。"), remedy=_("从列表中选一位经办。"))
