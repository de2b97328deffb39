"""Words of the policy pack in the language of the page, and of the cases they are said of."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.roles import Role
from xiangchuang.ledger.act_words import act_words
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.verbs import EVERYWHERE, KINDS, Verb
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
    for behaviour in KINDS.values():
        if code in behaviour.verbs:
            return behaviour.verbs[code]
    return EVERYWHERE.get(code)


def verb_words(code: str) -> str:
    """Return the verb's label; a code no verb has is a ledger word of its own, said by `entry_words`."""
    verb = verb_of(code)
    return str(verb.label) if verb else entry_words(code)


def entry_words(code: str) -> str:
    """Return what a ledger entry without a verb of the procedure says."""
    known = {
        "begin_intention": _("开始填报意向"),
        "invite": _("定向组织"),
        "judge_conditions": _("核查建设条件"),
        "file_objection": _("提出异议"),
        "register_partner": _("登记共建单位"),
        "register_expert": _("登记专家"),
        "change_employer": _("变更专家单位"),
        "declare_conflict": _("登记利益冲突"),
        "end_appointment": _("结束任职"),
        "store_file": _("存入文件"),
        "record_fact": _("登记年度事实"),
        "correct_fact": _("更正年度事实"),
        "confirm_fact": _("确认年度事实"),
        "record_capability": _("登记能力记录"),
        "confirm_capability": _("确认能力记录"),
        "withdraw_fact": _("撤回年度事实"),
        "correct_capability": _("更正能力记录"),
        "withdraw_capability": _("撤回能力记录"),
        "withdraw_organization": _("撤下单位"),
        "merge_organizations": _("合并单位"),
        "preview_import": _("上传导入表"),
        "apply_import": _("批量导入"),
        "undo_import": _("撤销批量导入"),
        "register_organization": _("登记单位"),
        "amend_organization": _("修改单位信息"),
        "acknowledge_policy": _("签收通知"),
        "file_local_plan": _("报送贯彻落实方案"),
        "sign_in": _("登录"),
        "sign_out": _("退出"),
        "change_password": _("更改密码"),
        "open_account": _("开立账户"),
        "close_account": _("停用账户"),
        "install_administrators": _("开立三名管理员"),
        "load_holidays": _("载入节假日"),
        "load_demo": _("载入示例数据"),
        "bring_table": _("上传全国机构数据表"),
        "start_scan": _("开始全国扫描"),
        "restart_scan": _("重新开始全国扫描"),
        "finish_scan": _("全国扫描完成"),
        "fail_scan": _("全国扫描没有完成"),
        "discard_scan": _("删除全国扫描"),
        "judge_mode": _("判断市场成熟度和技术牵引"),
    }
    return known.get(code) or act_words(code)


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
