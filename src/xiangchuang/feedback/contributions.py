"""What feedback adds: to work list and messages, to the daily clock, the search, and the ledger's words."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.centers.daily import contribute_daily_step
from xiangchuang.feedback import waiting
from xiangchuang.feedback.escalate_feedback import escalate_late
from xiangchuang.feedback.messages import KINDS
from xiangchuang.feedback.rules import settle_answer_days
from xiangchuang.feedback.texts import contribute_texts
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands
from xiangchuang.procedure.holidays import when_reloaded

ACTS = {
    "file_feedback": _("反馈问题或建议"),
    "assign_feedback": _("分办反馈"),
    "hand_over_feedback": _("移交反馈"),
    "answer_feedback": _("答复反馈"),
    "record_feedback_change": _("记录因反馈作出的改动"),
    "escalate_feedback": _("提请上一级协调反馈"),
    "escalate_late_feedback": _("逾期未答复，自动报送督办"),
    "publish_feedback": _("公开反馈和答复"),
    "take_down_feedback": _("撤下公开的反馈"),
    "withdraw_feedback_consent": _("反馈人不再同意公开"),
    "open_feedback_contact": _("查看反馈人联系方式"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    for kind in KINDS:
        register_message_kind(kind)
    contribute_errands(waiting.ROLES, waiting.errands, waiting.MATTERS)
    contribute_daily_step("feedback", escalate_late)
    when_reloaded(settle_answer_days)
    contribute_texts()
    name_acts(ACTS)
