"""The integrity record of experts, and reports of lobbying (请托), which few may read."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import CLAUSE, enter, line, officer, paragraph
from xiangchuang.experts.models import (
    Expert,
    IntegrityKind,
    IntegrityRecord,
    LobbyingReport,
    LobbyingState,
)
from xiangchuang.procedure.packs import current_pack


def record_integrity(
    *, actor: Actor, expert: Expert, kind: str, text: str, source: str, found_on: dt.date
) -> IntegrityRecord:
    """Return what was found of an expert's conduct. Raises NotPermitted, Invalid."""
    acting = officer(actor)
    assert actor.user is not None
    if kind not in IntegrityKind.values or found_on > clock.today():
        raise Invalid(_("类别或认定日期不对。"), remedy=_("选择类别，认定日期不晚于今天。"))
    said = line(IntegrityRecord, "text", text, _("情况没有填写。"), _("写明查实的情况。"))
    whence = line(IntegrityRecord, "source", source, _("来源没有填写。"), _("写明出自哪份材料或哪次核实。"))
    with transaction.atomic():
        row = IntegrityRecord.objects.create(
            expert=expert, kind=kind, text=said, source=whence, found_on=found_on, recorded_by=actor.user
        )
        enter(actor, "record_integrity", expert, acting=acting, detail={"kind": kind})
    return row


def may_report_lobbying(actor: Actor) -> bool:
    """Return whether favours may be asked of the actor: experts, and the department's own staff."""
    if actor.user is None:
        return False
    return (
        bool(actor.roles & (DEPARTMENT_STAFF | {Role.EXPERT}))
        or Expert.objects.filter(user=actor.user).exists()
    )


def reads_lobbying(actor: Actor) -> bool:
    """Return whether the pack lets the actor read every report."""
    rule = current_pack().experts.lobbying
    return rule is not None and any(actor.holds(role) for role in rule.read_by)


def lobbying_visible_to(actor: Actor) -> QuerySet[LobbyingReport]:
    """Return the reports the actor may read: all for those the pack names, else one's own."""
    rows = LobbyingReport.objects.select_related("filed_by", "handled_by")
    if actor.user is None:
        return rows.none()
    return rows if reads_lobbying(actor) else rows.filter(filed_by=actor.user)


def find_lobbying(actor: Actor, pk: int) -> LobbyingReport:
    """Return a report the actor may read; raises NotFound for any other."""
    found = lobbying_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份报告，或者不归您查看。"))
    return found


def report_lobbying(
    *, actor: Actor, who: str, text: str, happened_on: dt.date, case_number: str = ""
) -> LobbyingReport:
    """Return the report of an expert or officer who was asked for a favour (国科发监〔2020〕360号).

    Raises NotPermitted, Invalid. The entry in the ledger names neither the case nor who reported.
    """
    if not may_report_lobbying(actor) or actor.user is None:
        raise NotPermitted(
            _("请托情况由专家和省科技厅工作人员报告。"), remedy=_("其他人可以反馈问题和建议。")
        )
    whom = line(
        LobbyingReport, "who", who, _("请托人没有填写。"), _("写明是谁或哪个单位；不清楚的写“不明”。")
    )
    said = paragraph(LobbyingReport, "text", text, _("情况没有填写。"), _("写明时间、方式和请托的内容。"))
    if happened_on > clock.today():
        raise Invalid(_("发生日期晚于今天。"), kept={"text": text})
    with transaction.atomic():
        row = LobbyingReport.objects.create(
            filed_by=actor.user, case_number=line(LobbyingReport, "case_number", case_number), who=whom,
            text=said, happened_on=happened_on, filed_at=clock.now(),
        )  # fmt: skip
        # The one who reports is protected: the chain proves that it was filed, and nothing else.
        write_entry(Actor.system(), verb="report_lobbying", subject=f"lobbying:{row.pk}", clause=CLAUSE)
    return row


def handle_lobbying(*, actor: Actor, report: LobbyingReport, finding: str) -> None:
    """Say what was found and done. Raises NotPermitted, NotFound, Invalid, Stale."""
    find_lobbying(actor, report.pk)
    if not reads_lobbying(actor):
        raise NotPermitted(_("请托报告由处室负责人或厅领导处理。"))
    said = paragraph(
        LobbyingReport, "finding", finding, _("核实和处理情况没有填写。"), _("写明核实的结果和措施。")
    )
    rule = current_pack().experts.lobbying
    acting = actor.acting_as(rule.read_by) if rule else None
    with transaction.atomic():
        waiting = LobbyingReport.objects.filter(pk=report.pk, state=LobbyingState.FILED)
        if not waiting.update(
            state=LobbyingState.HANDLED, finding=said, handled_by=actor.user, handled_at=clock.now()
        ):
            raise Stale(_("这份报告已经处理。"), remedy=_("刷新页面查看现状。"))
        write_entry(
            actor, verb="handle_lobbying", acting=acting, subject=f"lobbying:{report.pk}", clause=CLAUSE
        )
    report.refresh_from_db()
