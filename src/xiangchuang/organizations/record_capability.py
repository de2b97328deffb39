"""Platforms, transfer cases, projects, patents and rules (3.4): recorded, and corrected by superseding."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.fact_values import FactValue
from xiangchuang.organizations.models import CapabilityKind, CapabilityLevel, CapabilityRecord, Organization
from xiangchuang.organizations.statements import (
    check_evidence,
    check_reason,
    check_recorder,
    check_source,
    enter_statement,
    retire,
)


def record_capability(
    *,
    actor: Actor,
    organization: Organization,
    kind: CapabilityKind,
    level: CapabilityLevel,
    title: str,
    on: dt.date,
    source: str,
    field: str = "",
    amount_fen: int | None = None,
    evidence: StoredFile | None = None,
) -> CapabilityRecord:
    """Write one capability; `on` is the day it was granted, closed or issued, `amount_fen` its money if any.

    Raises NotPermitted, Invalid, Blocked (the same one is registered already).
    """
    acting = check_recorder(actor, organization)
    capability = CapabilityRecord(
        organization=organization,
        kind=kind,
        level=level,
        field=within(CapabilityRecord, "field", normalise_line(field)),
        title=_checked_title(title),
        on=_checked_day(on),
        amount_fen=None if amount_fen is None else FactValue.fen(amount_fen).amount,
        source=check_source(source),
        evidence=check_evidence(actor, evidence),
        recorded_by=actor.user,
    )
    return _write(actor, acting, "record_capability", capability)


def correct_capability(
    *,
    actor: Actor,
    capability: CapabilityRecord,
    reason: str,
    level: CapabilityLevel,
    title: str,
    on: dt.date,
    field: str = "",
    amount_fen: int | None = None,
    source: str = "",
    evidence: StoredFile | None = None,
) -> CapabilityRecord:
    """Return a new statement that supersedes `capability`, of the same kind; it waits for confirmation anew.

    An empty source and no evidence keep those of the old one; every other value is the corrected one.
    Raises NotPermitted, Invalid, Blocked (another record says the same already), Stale.
    """
    acting = check_recorder(actor, capability.organization)
    corrected = CapabilityRecord(
        organization=capability.organization,
        kind=capability.kind,
        level=level,
        field=within(CapabilityRecord, "field", normalise_line(field)),
        title=_checked_title(title),
        on=_checked_day(on),
        amount_fen=None if amount_fen is None else FactValue.fen(amount_fen).amount,
        source=check_source(source or capability.source),
        evidence=check_evidence(actor, evidence) or capability.evidence,
        recorded_by=actor.user,
        supersedes=capability,
        correction_reason=check_reason("correction_reason", reason),
    )
    with transaction.atomic():
        retire(capability)
        return _write(actor, acting, "correct_capability", corrected)


def _checked_title(title: str) -> str:
    name = within(CapabilityRecord, "title", normalise_line(title))
    if not name:
        raise Invalid(_("名称没有填写。"), remedy=_("填写平台、项目、案例或制度的全称。"))
    return name


def _checked_day(on: dt.date) -> dt.date:
    if on > clock.today():
        raise Invalid(_("日期在今天之后。"), remedy=_("只登记已经取得的能力。"))
    return on


def _write(
    actor: Actor, acting: HeldAppointment, verb: str, capability: CapabilityRecord
) -> CapabilityRecord:
    try:
        with transaction.atomic():
            capability.save(force_insert=True)
            detail = {
                "kind": str(capability.kind),
                "level": str(capability.level),
                "title": capability.title,
                "on": capability.on.isoformat(),
                "supersedes": capability.supersedes_id,
                "reason": capability.correction_reason,
            }
            enter_statement(actor, acting, verb, capability, detail)
    except IntegrityError as error:
        raise Blocked(
            _("“%(title)s”已登记过。") % {"title": capability.title}, remedy=_("在列表中查看原登记。")
        ) from error
    return capability
