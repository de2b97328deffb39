"""What writing together adds: errands, messages, words for the ledger, boxes beside a section."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.roles import Role
from xiangchuang.drafting.asides import register_aside
from xiangchuang.drafting.together.messages import KINDS
from xiangchuang.drafting.together.section_asides import (
    division_aside,
    opinions_aside,
    remarks_aside,
    threads_aside,
)
from xiangchuang.drafting.together.waiting import MATTERS, errands
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands


def contribute() -> None:
    """Register everything; called once from the app's `ready()`."""
    for kind in KINDS:
        register_message_kind(kind)
    contribute_errands((Role.LEAD,), errands, MATTERS)
    for aside in (division_aside, remarks_aside, opinions_aside, threads_aside):
        register_aside(aside)
    name_acts(
        {
            "assign_section": _("分工"),
            "take_back_section": _("撤回分工"),
            "set_writing_rule": _("限定或放开分工"),
            "begin_plan_thread": _("发起讨论"),
            "reply_plan_thread": _("回复讨论"),
            "resolve_plan_thread": _("讨论标为已解决"),
            "reopen_plan_thread": _("重新打开讨论"),
            "ask_plan_access": _("申请填报权限"),
            "grant_plan_access": _("同意填报"),
            "decline_plan_access": _("不同意填报"),
        }
    )
