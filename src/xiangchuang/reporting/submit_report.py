"""A report is handed in: signed, declared, frozen as a revision with its receipt (5.4-2)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.models import Obligation
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.reporting.content import Content, content_of, reused_content
from xiangchuang.reporting.messages import tell_submitted
from xiangchuang.reporting.models import AnnualReport, ReportRevision, ReportState
from xiangchuang.reporting.permissions import CLAUSE, check_writer, claim, refuse_unless_writable
from xiangchuang.reporting.ready import findings
from xiangchuang.reporting.rules import rules_for
from xiangchuang.reporting.signing import Signing, signing_of
from xiangchuang.reporting.tasks import render_report

SERIES = "annual_report"


def submit_report(
    *, actor: Actor, report: AnnualReport, seen: int, signed_name: str, is_declared: bool,
    signed_scan: StoredFile | None = None,
) -> ReportRevision:  # fmt: skip
    """Hand the report in: what the page showed is frozen, with its figures and the rows behind them.

    signed_name: of the director as registered, or of whoever the pack names. Handed in by somebody else
    than the signer, it needs the signed paper. Raises NotFound, NotPermitted, Blocked (what is missing, the
    first of it in words; handed in already), Invalid, Stale.
    """
    acting = check_writer(actor, report.center)
    refuse_unless_writable(report)
    signing = signing_of(report, actor)
    _refuse_unready(report, actor)
    _refuse_undeclared(report, is_declared)
    name = _checked_name(signing, signed_name)
    on_behalf = not signing.is_in_person(actor, name)
    _refuse_unsigned(actor, signing, signed_scan, on_behalf)
    with transaction.atomic():
        claim(report, seen)
        content = content_of(report, actor)
        signed = {"signed_name": name, "signed_as": signing.post, "on_behalf": on_behalf,
                  "signed_scan": signed_scan}  # fmt: skip
        return _hand_in(actor, acting, report, content, signed)


def hand_in_elsewhere(
    *, actor: Actor, report: AnnualReport, seen: int, file: StoredFile, where: str, accepted_on: dt.date,
    is_declared: bool,
) -> ReportRevision:  # fmt: skip
    """Hand in a report on the year that another authority has accepted, where the pack permits it.

    Raises NotFound, NotPermitted, Blocked (not permitted, year not over), Invalid, Stale.
    """
    acting = check_writer(actor, report.center)
    refuse_unless_writable(report)
    rule = rules_for(report).reuse
    if rule is None or not rule.permitted:
        raise Blocked(_("本政策不认可在别处报送的年度报告。"), remedy=_("在这里填写。"), clause=CLAUSE)
    _refuse_unready(report, actor, only_day=True)
    _refuse_undeclared(report, is_declared)
    if not may_know(actor, file):
        raise NotFound(_("找不到这份报告。"), remedy=_("重新上传报告。"))
    place = within(StoredFile, "name", normalise_line(where))
    if not place:
        raise Invalid(_("没有写报送给哪个单位。"), remedy=_("写明接受报告的单位和计划。"))
    if not report.year < accepted_on.year or accepted_on > clock.today():
        raise Invalid(_("通过日期应在年度结束之后，不晚于今天。"), remedy=_("核对通过日期。"))
    with transaction.atomic():
        claim(report, seen)
        facts = {"name": file.name, "sha256": file.sha256}
        content = reused_content(report, where=place, accepted_on=accepted_on.isoformat(), file=facts)
        signed = {"signed_name": actor.name, "signed_as": _("建设单位经办人"), "elsewhere": file}
        return _hand_in(actor, acting, report, content, signed)


def _refuse_unready(report: AnnualReport, actor: Actor, *, only_day: bool = False) -> None:
    if only_day:
        if clock.today().year <= report.year:
            raise Blocked(
                _("%(year)d 年还没有结束，不能提交。") % {"year": report.year},
                remedy=_("明年 1 月 1 日起提交。"), clause=CLAUSE,
            )  # fmt: skip
        return
    errors = [finding for finding in findings(report, actor) if finding.is_error]
    if errors:
        raise Blocked(errors[0].text, remedy=errors[0].remedy, clause=errors[0].clause)


def _refuse_undeclared(report: AnnualReport, is_declared: bool) -> None:
    if rules_for(report).declaration and not is_declared:
        raise Invalid(_("没有勾选脱密声明。"), remedy=_("核对内容已脱密后勾选，再提交。"), clause=CLAUSE)


def _checked_name(signing: Signing, typed: str) -> str:
    name = within(ReportRevision, "signed_name", normalise_line(typed))
    if not name:
        raise Invalid(_("没有写签署人姓名。"), remedy=_("写中心主任的姓名。"), clause=CLAUSE)
    if not signing.fits(name):
        raise Invalid(
            _("“%(name)s”不是登记在任的%(post)s。") % {"name": name, "post": signing.post},
            remedy=_("核对姓名；换了人的，先在治理一章登记。"), clause="4.1-4",
        )  # fmt: skip
    return name


def _refuse_unsigned(actor: Actor, signing: Signing, scan: StoredFile | None, on_behalf: bool) -> None:
    if on_behalf and scan is None:
        raise Invalid(
            _("您代%(post)s提交，没有附签字页。") % {"post": signing.post},
            remedy=_("上传签字后的扫描件（PDF）；或者由本人登录提交。"), clause=CLAUSE,
        )  # fmt: skip
    if scan is not None and not may_know(actor, scan):
        raise NotFound(_("找不到这份签字页。"), remedy=_("重新上传签字页。"))


def _hand_in(
    actor: Actor, acting: HeldAppointment, report: AnnualReport, content: Content, signed: dict[str, Any]
) -> ReportRevision:
    assert actor.user is not None
    now, today = clock.now(), clock.today()
    serial = next_serial(SERIES, today.year)
    revision = ReportRevision.objects.create(
        report=report, no=report.revisions.count() + 1, number=f"NB-{today.year}-{serial:04d}",
        content=content, sha256=json_sha256(content),
        submitted_by_id=actor.user.pk, submitted_at=now, **signed,
    )  # fmt: skip
    report.state, report.rework_by = ReportState.SUBMITTED, None
    report.first_submitted_at = report.first_submitted_at or now
    report.save(update_fields=["state", "rework_by", "first_submitted_at"])
    Obligation.objects.filter(pk=report.obligation_id, fulfilled_at=None).update(fulfilled_at=now)
    write_entry(
        actor, verb="submit_annual_report", acting=acting, subject=f"annual-report:{report.pk}",
        case_number=report.center.ledger_key, clause=CLAUSE,
        detail={"year": report.year, "number": revision.number, "no": revision.no, "sha256": revision.sha256,
                "signed_name": revision.signed_name, "on_behalf": revision.on_behalf},
    )  # fmt: skip
    tell_submitted(report, revision)
    render_report.enqueue(revision.pk)
    return revision
