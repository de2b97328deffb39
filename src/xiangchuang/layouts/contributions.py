"""What the layout adds to the ledger's words, the work list, the messages and the gates of files."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.roles import Role
from xiangchuang.files.gates import register_gate
from xiangchuang.layouts import demand_files, public_texts, render_layout
from xiangchuang.layouts.messages import KINDS
from xiangchuang.layouts.permissions import ASKED
from xiangchuang.layouts.waiting import MATTERS, errands
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands

ACTS = {
    "file_demand": _("提出技术需求"),
    "amend_demand": _("修改技术需求"),
    "withdraw_demand": _("撤回技术需求"),
    "sort_demand": _("归类"),
    "merge_demand": _("并入同类需求"),
    "link_demand": _("纳入布局方向"),
    "decline_demand": _("不纳入布局"),
    "reconsider_demand": _("重新处理"),
    "draft_layout": _("起草布局"),
    "amend_layout": _("修改布局稿"),
    "circulate_layout": _("发出征求意见"),
    "reply_to_layout": _("反馈意见"),
    "answer_layout_reply": _("答复意见"),
    "confirm_layout": _("审定布局"),
    "return_layout": _("退回修改布局"),
    "publish_layout": _("发布布局"),
    "add_direction": _("加入方向"),
    "drop_direction": _("删去方向"),
    "plan_direction": _("拟设方向"),
    "amend_direction": _("修改方向"),
    "close_direction": _("关闭方向"),
    "reopen_direction": _("重新开放方向"),
    "advise_direction": _("测算组建模式"),
    "choose_mode": _("选定组建模式"),
}


def contribute() -> None:
    """Add them; called when the app is ready."""
    name_acts(ACTS)
    public_texts.contribute()
    for kind in KINDS:
        register_message_kind(kind)
    register_gate(render_layout.PURPOSE, render_layout.may_read_layout_file)
    register_gate(demand_files.PURPOSE, demand_files.may_read_demand_file)
    contribute_errands((Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP, *ASKED), errands, MATTERS)
