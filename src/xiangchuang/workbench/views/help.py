"""What to do first, for each role."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.roles import ADMINISTRATORS, DEPARTMENT_STAFF, Role
from xiangchuang.pages.signed_in import signed_in


@dataclass(frozen=True)
class RoleHelp:
    """First steps of some roles."""

    roles: frozenset[Role]
    heading: str | Promise
    steps: tuple[str | Promise, ...]


# In the order of the line.
ROLE_HELPS: tuple[RoleHelp, ...] = (
    RoleHelp(
        frozenset({Role.LEAD, Role.MEMBER}),
        _("申报单位"),
        (
            _(
                "先在“单位”里核对本单位的年度事实：研发经费、收入、专利等，条件核查以此为据；缺的补登，附证明材料。"
            ),
            _("在“申报（案卷）”里点“填报建设意向”，边填边存；齐了以后检查并提交，意向转到所在市州。"),
            _("通过审查后上传 Word 写的建设方案，确认年度目标，再提交论证；论证意见逐条答复。"),
        ),
    ),
    RoleHelp(
        frozenset({Role.CITY_BUREAU}),
        _("市州科技局"),
        (
            _("在“收文签收”里签收通知，报送本地贯彻落实方案。"),
            _("待办里的意向，附市州政府推荐函推荐，或退回、不予推荐并写明理由。"),
            _("对照证明材料确认本市州单位登记的年度事实。"),
        ),
    ),
    RoleHelp(
        DEPARTMENT_STAFF,
        _("省科技厅"),
        (
            _("从“工作台”开始：等您办理的事项，先到期的在前。"),
            _("打开案卷看“现在”一栏：等什么、谁持有、何时截止、被什么挡住、怎么解除。"),
            _("定向组织从“申报（案卷）”发起，仍由市州推荐。"),
            _("顶栏“反馈”里是各单位和公众反馈的问题、建议：分办、答复，写明因此作出的改动。"),
            _("绩效评价从“评价”发起：写明评价期和评估机构，委托后登记册数据冻结，由评估机构办理。"),
        ),
    ),
    RoleHelp(
        frozenset({Role.DEPARTMENT, Role.SUPERVISING_DEPARTMENT}),
        _("会同部门与主管部门"),
        (
            _("在“收文签收”里签收通知。"),
            _("待办里有会同组建专家组的案卷时，推荐专家并会签。"),
        ),
    ),
    RoleHelp(
        frozenset({Role.EXPERT}),
        _("专家"),
        (
            _("待办里先声明有无利益冲突；有冲突的回避。"),
            _("声明之后才能看方案；打分、写意见可以随时保存，提交后不再改动。"),
        ),
    ),
    RoleHelp(
        frozenset({Role.EVALUATOR}),
        _("第三方评估机构"),
        (
            _("受托的评价在“评价”里；数据在委托时已经冻结，先审核各中心的材料，开放服务对象问卷。"),
            _("评分阶段组建专家组，专家评分后计算初稿；没有数值又需要判断的指标逐项裁定，再反馈给各中心。"),
            _("反馈期内逐项答复中心的意见；采纳的写出更正后的得分，结束反馈时自动重新计算。"),
        ),
    ),
    RoleHelp(
        ADMINISTRATORS,
        _("三类管理员"),
        (_("系统、安全、审计由不同的人担任。审计管理员在“设置与审计”里查看和核验留痕。"),),
    ),
)


@signed_in
@require_safe
def help_page(request: ActorRequest) -> HttpResponse:
    """Show the person's own first steps on top, the others below."""
    own = [item for item in ROLE_HELPS if item.roles & request.actor.roles]
    others = [item for item in ROLE_HELPS if item not in own]
    return render(request, "workbench/help.html", {"own": own, "others": others})
