"""Platforms, transfer cases, projects, patents and rules, recorded one by one (3.4)."""

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
from xiangchuang.organizations.statements import check_evidence, check_recorder, check_source, enter_statement


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
    name = within(CapabilityRecord, "title", normalise_line(title))
    if not name:
        raise Invalid(_("名称没有填写。"), remedy=_("填写平台、项目、案例或制度的全称。"))
    if on > clock.today():
        raise Invalid(_("日期在今天之后。"), remedy=_("只登记已经取得的能力。"))
    capability = CapabilityRecord(
        organization=organization,
        kind=kind,
        level=level,
        field=within(CapabilityRecord, "field", normalise_line(field)),
        title=name,
        on=on,
        amount_fen=None if amount_fen is None else FactValue.fen(amount_fen).amount,
        source=check_source(source),
        evidence=check_evidence(actor, evidence),
        recorded_by=actor.user,
    )
    _write(actor, acting, capability)
    return capability


def _write(actor: Actor, acting: HeldAppointment, capability: CapabilityRecord) -> None:
    try:
        with transaction.atomic():
            capability.save(force_insert=True)
            detail = {
                "kind": str(capability.kind),
                "level": str(capability.level),
                "title": capability.title,
                "on": capability.on.isoformat(),
            }
            enter_statement(actor, acting, "record_capability", capability, detail)
    except IntegrityError as error:
        raise Blocked(
            _("“%(title)s”已登记过。") % {"title": capability.title}, remedy=_("在列表中查看原登记。")
        ) from error
