"""The center answers a remark at a section: what was changed, or why not."""

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.reporting.models import SectionRemark
from xiangchuang.reporting.permissions import CLAUSE, check_writer, refuse_unless_writable


def answer_remark(*, actor: Actor, remark: SectionRemark, reply: str) -> None:
    """Answer the remark; until the report is handed in again, a later answer replaces it.

    Raises NotFound, NotPermitted, Blocked (of an earlier round, or handed in), Invalid.
    """
    report = remark.revision.report
    acting = check_writer(actor, report.center)
    refuse_unless_writable(report)
    if report.revisions.filter(no__gt=remark.revision.no).exists():
        raise Blocked(_("这条意见属于上一轮，不能再答复。"), remedy=_("答复最近一轮的意见。"), clause=CLAUSE)
    said = within(SectionRemark, "reply", normalise_text(reply))
    if not said:
        raise Invalid(_("答复没有填写。"), remedy=_("写明改了什么，或者为什么不改。"))
    with transaction.atomic():
        remark.reply, remark.replied_at = said, clock.now()
        remark.save(update_fields=["reply", "replied_at"])
        write_entry(
            actor, verb="answer_report_remark", acting=acting, subject=f"annual-report:{report.pk}",
            case_number=report.center.ledger_key, clause=CLAUSE,
            detail={"year": report.year, "section": remark.code},
        )  # fmt: skip
