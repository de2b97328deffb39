"""The department judges what was handed in: returned with remarks at sections, or accepted (5.4-2)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.reporting.messages import tell_accepted, tell_returned
from xiangchuang.reporting.models import AnnualReport, Judgement, ReportRevision, ReportState, SectionRemark
from xiangchuang.reporting.permissions import CLAUSE, check_judge, claim
from xiangchuang.reporting.rules import rules_for, sections_for

OF_THE_PLAN = "plan_items"
"""The code under which a remark stands at the plan's table."""


def return_report(
    *, actor: Actor, report: AnnualReport, seen: int, remarks: Mapping[str, str], opinion: str = ""
) -> ReportRevision:
    """Return the report with remarks, by section; empty ones are none. It is expected again in the term.

    Raises NotFound, NotPermitted, Blocked (not handed in), Invalid (no remark at all), Stale.
    """
    acting = check_judge(actor, report)
    known = {section.code for section in sections_for(report)} | {OF_THE_PLAN}
    written = {code: within(SectionRemark, "text", normalise_text(t)) for code, t in remarks.items()}
    written = {code: text for code, text in written.items() if text and code in known}
    said = within(ReportRevision, "opinion", normalise_text(opinion))
    if not written and not said:
        raise Invalid(
            _("没有写退回意见。"), remedy=_("在要改的章节旁写明改什么，或者写总体意见。"), clause=CLAUSE
        )
    with transaction.atomic():
        revision = _judge(actor, report, seen, Judgement.RETURNED, said)
        SectionRemark.objects.bulk_create(
            SectionRemark(revision=revision, code=code, text=text) for code, text in written.items()
        )
        term = rules_for(report).rework
        due = work_calendar().add_working_days(clock.today(), term.days) if term else None
        report.state, report.rework_by = ReportState.RETURNED, due.day if due else None
        report.save(update_fields=["state", "rework_by"])
        _record(actor, acting, report, revision, "return_annual_report", {"remarks": len(written)})
        tell_returned(report, revision)
    return revision


def accept_report(*, actor: Actor, report: AnnualReport, seen: int, opinion: str = "") -> ReportRevision:
    """Accept the report as it was handed in last. Raises NotFound, NotPermitted, Blocked, Invalid, Stale."""
    acting = check_judge(actor, report)
    said = within(ReportRevision, "opinion", normalise_text(opinion))
    with transaction.atomic():
        revision = _judge(actor, report, seen, Judgement.ACCEPTED, said)
        report.state, report.accepted_at = ReportState.ACCEPTED, clock.now()
        report.save(update_fields=["state", "accepted_at"])
        _record(actor, acting, report, revision, "accept_annual_report", {})
        tell_accepted(report, revision)
    return revision


def _judge(
    actor: Actor, report: AnnualReport, seen: int, judgement: Judgement, opinion: str
) -> ReportRevision:
    if report.state != ReportState.SUBMITTED:
        raise Blocked(_("这份年度报告现在不等审核。"), remedy=_("中心再次提交后才能审核。"), clause=CLAUSE)
    claim(report, seen)
    revision = report.revisions.order_by("-no").first()
    assert revision is not None
    revision.judgement, revision.opinion = judgement, opinion
    revision.judged_by, revision.judged_at = actor.user, clock.now()
    revision.save(update_fields=["judgement", "opinion", "judged_by", "judged_at"])
    return revision


def _record(
    actor: Actor, acting: HeldAppointment, report: AnnualReport, revision: ReportRevision, verb: str,
    more: Mapping[str, int],
) -> None:  # fmt: skip
    write_entry(
        actor, verb=verb, acting=acting, subject=f"annual-report:{report.pk}",
        case_number=report.center.ledger_key, clause=CLAUSE,
        detail={"year": report.year, "number": revision.number, **more},
    )  # fmt: skip
