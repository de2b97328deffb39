"""The center hands in a step of its cycle: what it has done against the plan, with its report (3.3-3)."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.models import Obligation
from xiangchuang.research.models import CycleStep, StepState
from xiangchuang.research.open_cycle import CLAUSE

REPORT_PURPOSE = "cycle_report"
REPORT_KINDS = ("pdf", "docx")


def hand_in_step(
    *, actor: Actor, step: CycleStep, seen: int, summary: str, report: StoredFile | None = None
) -> None:
    """Hand the step in, or again after it was returned; what is owed counts as done from now on.

    Raises NotFound, NotPermitted, Invalid (no summary, no report), Blocked (decided or handed in already;
    an acceptance before the mid-term check has passed), Stale.
    """
    center = step.center
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("周期材料由中心工作人员提交。"), clause=CLAUSE)
    if step.state not in (StepState.OPEN, StepState.RETURNED):
        raise Blocked(_("这一步已经提交，不能再次提交。"), remedy=_("等待省科技厅审查。"), clause=CLAUSE)
    text = within(CycleStep, "summary", normalise_text(summary))
    if not text:
        raise Invalid(_("自评没有填写。"), remedy=_("写明任务、成果和经费对照方案的完成情况。"))
    kept = report or step.report
    if kept is None:
        raise Invalid(_("没有附报告。"), remedy=_("上传 PDF 或 Word 报告。"))
    if not may_read(actor, kept):
        raise NotFound(_("找不到这份报告。"), remedy=_("重新上传报告。"))
    refuse_before_mid_term(step)
    with transaction.atomic():
        claim(step, seen)
        step.state, step.summary, step.report = StepState.HANDED_IN, text, kept
        step.handed_in_at, step.handed_in_by = clock.now(), actor.user
        step.rework_by = None
        step.save()
        Obligation.objects.filter(pk=step.obligation_id).update(fulfilled_at=step.handed_in_at)
        write_entry(
            actor, verb="hand_in_cycle_step", acting=acting, subject=f"cycle-step:{step.pk}", clause=CLAUSE,
            case_number=center.ledger_key, detail={"step": step.code, "report": kept.sha256},
        )  # fmt: skip


def claim(step: CycleStep, seen: int) -> None:
    """Take the step at the version seen; raises Stale when someone was faster."""
    if not CycleStep.objects.filter(pk=step.pk, version=seen).update(version=seen + 1):
        raise Stale(
            _("这一步刚被其他人办理过，本次没有保存。"),
            remedy=_("对照最新状态后重新提交，已填内容保留在下面。"),
        )
    step.version = seen + 1


def refuse_before_mid_term(step: CycleStep) -> None:
    """Raise Blocked for an acceptance while the mid-term check has not passed."""
    if step.code != "acceptance":
        return
    checks = CycleStep.objects.filter(center=step.center_id, code="mid_term").exclude(state=StepState.PASSED)
    if checks.exists():
        raise Blocked(
            _("中期检查还没有通过，不能申请验收。"), remedy=_("先提交中期检查并等待通过。"), clause=CLAUSE
        )
