"""Words of the policy pack in the language of the page, and of the cases they are said of."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.act_words import act_words
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.models import Case, CaseState, WorkItem
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.verbs import Verb, every_verb
from xiangchuang.workbench.viewpoint import Viewpoint

# The product has six status words; a case ends in more ways than that, so its state is said in plain words
# and drawn with the status that fits.
STATUS_OF_STATE = {
    CaseState.OPEN: "current",
    CaseState.DEFERRED: "current",
    CaseState.GRANTED: "done",
    CaseState.REFUSED: "done",
    CaseState.NOT_RECOMMENDED: "done",
    CaseState.WITHDRAWN: "done",
    CaseState.COMPLETED: "done",
}

# Acts of the registers and the accounts, which know no pages; the apps above name their own.
_ACTS = {
    "begin_intention": gettext_lazy("开始填报意向"),
    "invite": gettext_lazy("定向组织"),
    "judge_conditions": gettext_lazy("核查建设条件"),
    "file_objection": gettext_lazy("提出异议"),
    "register_partner": gettext_lazy("登记共建单位"),
    "register_expert": gettext_lazy("登记专家"),
    "change_employer": gettext_lazy("变更专家单位"),
    "declare_conflict": gettext_lazy("登记利益冲突"),
    "end_appointment": gettext_lazy("结束任职"),
    "delegate": gettext_lazy("委托同事办理"),
    "appoint": gettext_lazy("任职"),
    "store_file": gettext_lazy("存入文件"),
    "scan_file": gettext_lazy("重新查毒"),
    "link_evidence": gettext_lazy("关联证明材料"),
    "unlink_evidence": gettext_lazy("取消关联证明材料"),
    "record_fact": gettext_lazy("登记年度事实"),
    "correct_fact": gettext_lazy("更正年度事实"),
    "confirm_fact": gettext_lazy("确认年度事实"),
    "contradict_fact": gettext_lazy("现场核对与登记不符"),
    "record_capability": gettext_lazy("登记能力记录"),
    "confirm_capability": gettext_lazy("确认能力记录"),
    "withdraw_fact": gettext_lazy("撤回年度事实"),
    "correct_capability": gettext_lazy("更正能力记录"),
    "withdraw_capability": gettext_lazy("撤回能力记录"),
    "withdraw_organization": gettext_lazy("撤下单位"),
    "merge_organizations": gettext_lazy("合并单位"),
    "preview_import": gettext_lazy("上传导入表"),
    "apply_import": gettext_lazy("批量导入"),
    "undo_import": gettext_lazy("撤销批量导入"),
    "register_organization": gettext_lazy("登记单位"),
    "amend_organization": gettext_lazy("修改单位信息"),
    "acknowledge_policy": gettext_lazy("签收通知"),
    "file_local_plan": gettext_lazy("报送贯彻落实方案"),
    "sign_in": gettext_lazy("登录"),
    "sign_out": gettext_lazy("退出"),
    "change_password": gettext_lazy("更改密码"),
    "open_account": gettext_lazy("开立账户"),
    "close_account": gettext_lazy("停用账户"),
    "install_administrators": gettext_lazy("开立三名管理员"),
    "load_holidays": gettext_lazy("载入节假日"),
    "load_demo": gettext_lazy("载入示例数据"),
    "bring_table": gettext_lazy("上传全国机构数据表"),
    "start_scan": gettext_lazy("开始全国扫描"),
    "restart_scan": gettext_lazy("重新开始全国扫描"),
    "finish_scan": gettext_lazy("全国扫描完成"),
    "fail_scan": gettext_lazy("全国扫描没有完成"),
    "discard_scan": gettext_lazy("删除全国扫描"),
    "judge_mode": gettext_lazy("判断市场成熟度和技术牵引"),
}


def stage_words(stage: Stage, viewpoint: Viewpoint, *, is_current: bool = True) -> str:
    """Return the stage's name; who stands outside reads the applicant's word for the one under way."""
    return words(stage.label if viewpoint is Viewpoint.INSIDE or not is_current else stage.public_label)


def seat_words(role: str, pack: Pack) -> str:
    """Return who holds a role in this province, as the pack says it."""
    seat = next((s for s in pack.identity.seats if s.role == role), None)
    return words(seat.label) if seat else str(Role(role).label)


def verb_of(code: str) -> Verb | None:
    """Return the verb of that code, whatever kind of stage it belongs to."""
    return every_verb().get(code)


def verb_words(code: str) -> str:
    """Return the verb's label; a code no verb has is a ledger word of its own, said by `entry_words`."""
    verb = verb_of(code)
    return str(verb.label) if verb else entry_words(code)


def work_words(item: WorkItem) -> str:
    """Return what is to be done: the stage's name, or the verb that one person of several owes."""
    if item.what != item.run.stage_code:
        return verb_words(item.what)
    return words(pack_of(item.case).procedures[item.case.kind].stage(item.what).label)


def entry_words(code: str) -> str:
    """Return what a ledger entry without a verb of the procedure says."""
    return str(_ACTS.get(code) or act_words(code))


def state_words(case: Case) -> str:
    """Return the state of a case."""
    return str(CaseState(case.state).label)


def outcome_words(outcome: str) -> str:
    """Return how a passage through a stage ended."""
    return {
        "": _("办理中"),
        "passed": _("通过"),
        "returned": _("退回修改"),
        "declined": _("不予推荐"),
        "failed": _("不予通过"),
        "revise": _("要求完善方案"),
        "deferred": _("暂缓"),
        "withdrawn": _("撤回"),
    }.get(outcome, outcome)
