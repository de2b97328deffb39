"""What reporting adds to the file of every center, to work list and messages, and to the ledger's words."""

from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.daily import contribute_daily_step
from xiangchuang.centers.figures import contribute_figures
from xiangchuang.centers.registers.register import Panel, contribute_panel
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.act_words import name_acts
from xiangchuang.notify.kinds import register_message_kind
from xiangchuang.procedure.errands import contribute_errands
from xiangchuang.reporting import figures, waiting
from xiangchuang.reporting.messages import KINDS
from xiangchuang.reporting.panels import reports_of_center
from xiangchuang.reporting.queries import may_read_paper
from xiangchuang.reporting.reminders import reports_of_the_day
from xiangchuang.reporting.render_report import PURPOSE
from xiangchuang.reporting.uploads import ELSEWHERE_PURPOSE, SCAN_PURPOSE

ACTS = {
    "begin_annual_report": _("开始填写年度报告"),
    "write_report_section": _("保存年度报告章节"),
    "write_report_plan": _("填写年度计划"),
    "say_plan_outcomes": _("填写上年计划执行情况"),
    "submit_annual_report": _("提交年度报告"),
    "return_annual_report": _("退回年度报告"),
    "accept_annual_report": _("接受年度报告"),
    "answer_report_remark": _("答复退回意见"),
    "remind_of_reports": _("提醒报送年度报告"),
}


def contribute() -> None:
    """Add them; called once from the app's `ready()`."""
    contribute_panel(Panel("reports", "reporting/_years.html", reports_of_center))
    for kind in KINDS:
        register_message_kind(kind)
    contribute_figures(*figures.ALL)
    roles = waiting.WRITERS | waiting.JUDGES | waiting.OVERSEERS
    contribute_errands(roles, waiting.errands, waiting.MATTERS)
    contribute_daily_step("annual reports", reports_of_the_day)
    for purpose in (PURPOSE, SCAN_PURPOSE, ELSEWHERE_PURPOSE):
        register_gate(purpose, _may_read)
    name_acts(ACTS)


def _may_read(actor: Actor, file: StoredFile) -> bool:
    return may_read_paper(actor, file)
