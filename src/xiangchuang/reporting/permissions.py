"""Who writes a report, and who judges it."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.refusals import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import can_view
from xiangchuang.reporting.models import AnnualReport, ReportState

CLAUSE = "5.4-2"


def check_writer(actor: Actor, center: Center) -> HeldAppointment:
    """Return the appointment under which the 建设单位 writes; raises NotFound, NotPermitted."""
    if not can_view(actor, center):
        raise NotFound(_("没有这份年度报告，或者它不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(
            _("年度报告由中心和牵头单位的工作人员填写。"), remedy=_("请他们修改，或者在退回时写明意见。"),
            clause=CLAUSE,
        )  # fmt: skip
    return acting


def check_judge(actor: Actor, report: AnnualReport) -> HeldAppointment:
    """Return the appointment under which the department judges; raises NotFound, NotPermitted."""
    if not can_view(actor, report.center):
        raise NotFound(_("没有这份年度报告，或者它不归您查看。"))
    acting = may_oversee(actor, report.center)
    if acting is None:
        raise NotPermitted(_("年度报告由省科技厅审核。"), clause=CLAUSE)
    return acting


def refuse_unless_writable(report: AnnualReport) -> None:
    """Raise Blocked while the report is with the department, and once it was accepted; read again here."""
    report.state = AnnualReport.objects.values_list("state", flat=True).get(pk=report.pk)
    if report.state == ReportState.SUBMITTED:
        raise Blocked(
            _("这份年度报告已经提交，不能再改。"), remedy=_("退回修改时才能改动；等省科技厅审核。"),
            clause=CLAUSE,
        )  # fmt: skip
    if report.state == ReportState.ACCEPTED:
        raise Blocked(_("这份年度报告已被接受，不能再改。"), clause=CLAUSE)


def claim(report: AnnualReport, seen: int) -> None:
    """Take the report at the version seen; raises Stale when someone was faster."""
    if not AnnualReport.objects.filter(pk=report.pk, version=seen).update(version=seen + 1):
        raise Stale(_("这份年度报告刚被其他人办理过，本次没有生效。"), remedy=_("刷新后对照最新状态再办理。"))
    report.version = seen + 1
