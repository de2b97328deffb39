"""The answer to a feedback, and what was changed because of it."""

import re
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.documents.personal import find_personal_data
from xiangchuang.feedback.handlers import acting_as_handler, acting_as_owner
from xiangchuang.feedback.messages import tell_answered
from xiangchuang.feedback.models import Feedback, FeedbackState
from xiangchuang.feedback.publish_answer import follow_public
from xiangchuang.feedback.step import needed, refuse_unless, step

ANSWER: Final = "answer_feedback"
RECORD_CHANGE: Final = "record_feedback_change"
LONGEST_ANSWER: Final = 4000
LONGEST_CHANGE: Final = 1000
_LONGEST_URL: Final = 300
# A page of this site, or an address that a browser opens; never a script.
_ADDRESS: Final = re.compile(r"/(?!/)\S*|https?://[^\s/]+\S*")


def answer_feedback(
    *, actor: Actor, feedback: Feedback, seen: int, answer: str, change: str = "", change_url: str = ""
) -> None:
    """Answer once, and say what was changed because of it where something was.

    Raises NotFound, NotPermitted, Stale, Blocked (nobody has it, or answered already), Invalid.
    """
    said = needed(answer, LONGEST_ANSWER, _("答复没有填写。"), _("写明核实的情况、怎样处理、理由是什么。"))
    changed, address = _change(change, change_url)
    acting = acting_as_owner(actor, feedback)
    with step(ANSWER, actor=actor, acting=acting, feedback=feedback, seen=seen, text=said) as row:
        refuse_unless(
            row.state == FeedbackState.ASSIGNED, _("这件反馈已经答复，答复不能改写。"),
            _("有新情况的，补记因此作出的改动。"),
        )  # fmt: skip
        row.state, row.answer = FeedbackState.ANSWERED, said
        row.answered_by, row.answered_at = actor.user, clock.now()
        row.change, row.change_url = changed, address
        tell_answered(row)


def record_change(*, actor: Actor, feedback: Feedback, seen: int, change: str, change_url: str = "") -> None:
    """Say after the answer what was changed because of it; the earlier words stay in the history.

    Raises NotFound, NotPermitted, Stale, Blocked (not answered yet), Invalid.
    """
    if not normalise_text(change):
        raise Invalid(_("改动没有填写。"), remedy=_("写明改了什么、从何时起执行。"))
    changed, address = _change(change, change_url)
    acting = acting_as_handler(actor, feedback)
    with step(RECORD_CHANGE, actor=actor, acting=acting, feedback=feedback, seen=seen, text=changed) as row:
        refuse_unless(row.is_answered, _("还没有答复。"), _("先答复；改动可以写在答复里，也可以以后补记。"))
        row.change, row.change_url = changed, address
        row.save()
        follow_public(row)


def _change(change: str, url: str) -> tuple[str, str]:
    """Return both normalised. It is meant for everybody, so it names nobody. Raises Invalid."""
    said, address = normalise_text(change), normalise_line(url)
    if address and not said:
        raise Invalid(_("写了链接，没有写改了什么。"), remedy=_("写明改动，或者去掉链接。"))
    if len(said) > LONGEST_CHANGE:
        raise Invalid(
            _("“因此作出的改动”超过 %(most)d 个字。") % {"most": LONGEST_CHANGE}, remedy=_("缩短后重新提交。")
        )
    if address and (len(address) > _LONGEST_URL or not _ADDRESS.fullmatch(address)):
        raise Invalid(
            _("链接写得不对。"), remedy=_("写本系统的页面（如 /policy/5.4-2/）或以 https:// 开头的地址。")
        )
    if found := find_personal_data(said):
        raise Invalid(
            _("“因此作出的改动”里有%(kind)s（%(masked)s），它会给各方看。")
            % {"kind": found[0].label, "masked": found[0].masked},
            remedy=_("去掉后重新提交。"),
        )
    return said, address
