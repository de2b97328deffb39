"""What recording, correcting and confirming have in common for facts and capabilities."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.ledger.record import Fact
from xiangchuang.organizations.models import CapabilityRecord, FactRecord, Organization
from xiangchuang.organizations.permissions import may_confirm, may_record

Statement = FactRecord | CapabilityRecord


def check_recorder(actor: Actor, organization: Organization) -> HeldAppointment:
    """Return the appointment the actor records under, or raise NotPermitted."""
    acting = may_record(actor, organization)
    if acting is None:
        raise NotPermitted(
            _("该单位的登记由本单位、所在市州科技局或省科技厅经办填写。"), remedy=_("联系有权限的人员。")
        )
    return acting


def check_source(source: str) -> str:
    """Return the source as one line; raise Invalid when it is empty."""
    text = normalise_line(source)
    if not text:
        raise Invalid(_("来源没有填写。"), remedy=_("写明出自哪份材料，例如“2025 年度审计报告”。"))
    return within(FactRecord, "source", text)


def check_evidence(actor: Actor, evidence: StoredFile | None) -> StoredFile | None:
    """Return the evidence, or raise NotFound.

    A file the actor may not read must not become readable by being attached to the actor's own register.
    """
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份证明材料。"), remedy=_("重新上传证明材料。"))
    return evidence


def retire(statement: Statement) -> None:
    """Make the statement no longer current; raise Stale when another correction came first."""
    rows = type(statement)._default_manager.filter(pk=statement.pk, is_current=True)
    if not rows.update(is_current=False):
        raise _changed_meanwhile()
    statement.is_current = False


def check_reason(name: str, reason: str) -> str:
    """Return the reason of a correction or withdrawal as one line; raise Invalid when there is none."""
    because = within(FactRecord, name, normalise_line(reason))
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明为何更正或撤回，例如“审计报告调整”“重复登记”。"))
    return because


def withdraw(actor: Actor, statement: Statement, verb: str, reason: str) -> None:
    """Take a current statement out of the count; it stays in the history with the reason.

    Whoever may record withdraws what nobody has confirmed; what is confirmed only the city bureau of the
    area or an officer. Raises NotPermitted, Invalid, Stale.
    """
    acting = check_recorder(actor, statement.organization)
    if statement.is_confirmed and may_confirm(actor, statement.organization) is None:
        raise NotPermitted(
            _("已确认的登记由所在市州科技局或省科技厅经办撤回。"), remedy=_("数值有误时用“更正”。")
        )
    because, at = check_reason("withdrawal_reason", reason), clock.now()
    with transaction.atomic():
        rows = type(statement)._default_manager.filter(
            pk=statement.pk, is_current=True, confirmed_at=statement.confirmed_at
        )
        if not rows.update(
            is_current=False, withdrawn_by=actor.user, withdrawn_at=at, withdrawal_reason=because
        ):
            raise _changed_meanwhile()
        statement.is_current, statement.withdrawn_by, statement.withdrawn_at = False, actor.user, at
        statement.withdrawal_reason = because
        enter_statement(actor, acting, verb, statement, {"reason": because})


def confirm(actor: Actor, statement: Statement, verb: str) -> None:
    """Confirm a current statement against its evidence.

    The one who recorded it does not confirm it. Raises NotPermitted, Blocked, Stale.
    """
    acting = may_confirm(actor, statement.organization)
    if acting is None:
        raise NotPermitted(
            _("登记由所在市州科技局或省科技厅经办确认。"), remedy=_("提醒所在市州科技局确认。")
        )
    if actor.user is not None and statement.recorded_by_id == actor.user.pk:
        raise Blocked(_("本人录入的登记不能由本人确认。"), remedy=_("由另一名有权限的人员确认。"))
    at = clock.now()
    with transaction.atomic():
        rows = type(statement)._default_manager.filter(
            pk=statement.pk, is_current=True, confirmed_at__isnull=True
        )
        if not rows.update(confirmed_by=actor.user, confirmed_at=at):
            raise _changed_meanwhile()
        statement.confirmed_by, statement.confirmed_at = actor.user, at
        enter_statement(actor, acting, verb, statement, {"evidence": statement.evidence_id})


def enter_statement(
    actor: Actor, acting: HeldAppointment, verb: str, statement: Statement, detail: Mapping[str, Fact]
) -> None:
    """Write the ledger entry of a statement; subject "fact:7" or "capability:7"."""
    name = "fact" if isinstance(statement, FactRecord) else "capability"
    write_entry(
        actor,
        verb=verb,
        acting=acting,
        subject=f"{name}:{statement.pk}",
        detail={"organization": statement.organization_id, **detail},
    )


def _changed_meanwhile() -> Stale:
    return Stale(_("这条登记已被更正、撤回或确认，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
