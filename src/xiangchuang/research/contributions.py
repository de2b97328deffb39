"""What research adds to the file of every center."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.found import when_founded
from xiangchuang.centers.money import MoneySource, contribute_money
from xiangchuang.centers.queries import visible_to
from xiangchuang.centers.registers.contribute import contribute_registers
from xiangchuang.centers.registers.register import (
    PageLink,
    Panel,
    contribute_link,
    contribute_panel,
)
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.research import figures, panels, registers
from xiangchuang.research.hand_in_step import REPORT_PURPOSE
from xiangchuang.research.models import CycleStep
from xiangchuang.research.money import contract_income, task_uses
from xiangchuang.research.open_cycle import lay_down_cycle
from xiangchuang.research.shared_results import shared_results
from xiangchuang.research.year_so_far import year_so_far
from xiangchuang.reviews.joint_work import contribute_joint_work

LINKS = (
    PageLink(
        "research", _("任务进度"), "research:schedule", "A.4.1", _("按责任单位画出任务、里程碑和逾期。")
    ),
    PageLink("research", _("目标与实际"), "research:targets", "5.4-2", _("方案的分年度目标与实际完成值。")),
    PageLink("research", _("成果漏斗"), "research:funnel", "2-1", _("成果从基础到中试、到产业化。")),
    PageLink("research", _("疑似重复的成果"), "research:duplicates", "", _("同名或同号的成果，逐对核对。")),
    PageLink("research", _("建设周期"), "research:cycle", "3.3-3", _("中期检查、验收和延期。")),
)
ACTS = {
    "take_tasks": _("从建设方案带入任务"),
    "open_cycle": _("建立周期节点"),
    "hand_in_cycle_step": _("提交周期材料"),
    "pass_cycle_step": _("通过周期审查"),
    "return_cycle_step": _("退回周期材料"),
    "fail_cycle_step": _("验收不通过"),
    "ask_extension": _("申请延期"),
    "grant_extension": _("同意延期"),
    "decline_extension": _("不同意延期"),
    "record_target_actual": _("填写目标实际值"),
    "dismiss_duplicate": _("核对为不重复"),
}


def contribute() -> None:
    """Add registers, parts and pages, the words of the acts, and the cycle to every founding."""
    contribute_registers(*registers.ALL)
    contribute_panel(Panel("overview", "research/_slipping.html", panels.slipping, order=20))
    contribute_panel(Panel("research", "research/_tasks_to_take.html", panels.to_take, order=10))
    contribute_panel(Panel("research", "research/_year.html", year_so_far, order=20))
    contribute_panel(Panel("research", "research/_checks.html", panels.wants_checking, order=30))
    for link in LINKS:
        contribute_link(link)
    contribute_joint_work(shared_results)
    name_acts(ACTS)
    register_gate(REPORT_PURPOSE, _may_read_report)
    when_founded(lay_down_cycle)
    figures.contribute()
    contribute_money(MoneySource("contract-receipts", _("技术合同到账"), "income", contract_income))
    contribute_money(MoneySource("task-spending", _("任务支出"), "use", task_uses))


def _may_read_report(actor: Actor, file: StoredFile) -> bool:
    return CycleStep.objects.filter(report=file, center__in=visible_to(actor)).exists()
