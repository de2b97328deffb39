"""What was decided of a platform: merged, converted, ended, or taken up again; and one registered twice."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.platforms.models import Platform, PlatformEvent, PlatformPartner, PlatformState
from xiangchuang.platforms.permissions import may_decide
from xiangchuang.platforms.queries import find_platform
from xiangchuang.platforms.statements import STANDING, withdraw_statements, write_statements
from xiangchuang.search.follow import refresh

CLAUSE = "1.2-4"


@dataclass(frozen=True)
class StateDecision:
    """The new state, from which day, why, by which document; `into` where it is merged into another."""

    to: PlatformState
    on: dt.date
    reason: str
    document_number: str = ""
    into: Platform | None = None


def change_state(*, actor: Actor, platform: Platform, seen: int, decision: StateDecision) -> Platform:
    """Write down what became of a platform; where it ends, the registers of its organisations say so.

    Raises NotFound, NotPermitted, Invalid, Blocked (no change), Stale.
    """
    row = find_platform(actor, platform.pk)
    acting = _officer(actor)
    because = _checked_reason(decision.reason)
    _refuse_faults(row, decision)
    with transaction.atomic():
        _claim(row, seen)
        before = row.state
        row.state, row.state_since, row.merged_into = decision.to, decision.on, decision.into
        row.save(update_fields=["state", "state_since", "merged_into"])
        if decision.to in STANDING:
            write_statements(actor, row, reason=because)
        else:
            withdraw_statements(actor, row, because)
        _enter(actor, acting, row, "change_platform_state", PlatformEvent.Kind.STATE, decision.on, because,
               number=decision.document_number, before=before)  # fmt: skip
    return row


def join_duplicates(
    *, actor: Actor, kept: Platform, duplicate: Platform, seen: tuple[int, int], reason: str
) -> Platform:
    """Withdraw a platform registered twice and return the kept one, now with the other's partners too.

    Statements, conversions and links follow the kept one. Raises NotFound, NotPermitted, Invalid, Blocked,
    Stale (of `seen`, the versions of both).
    """
    one, other = find_platform(actor, kept.pk), find_platform(actor, duplicate.pk)
    acting = _officer(actor)
    because = _checked_reason(reason)
    if one.pk == other.pk:
        raise Invalid(_("不能把平台并入它自己。"), remedy=_("选择另一条重复的登记。"))
    with transaction.atomic():
        _claim(one, seen[0])
        _claim(other, seen[1])
        withdraw_statements(actor, other, because)
        _take_partners(one, other)
        other.conversions.update(platform=one)
        other.duplicate_of, other.withdrawn_at = one, clock.now()
        other.save(update_fields=["duplicate_of", "withdrawn_at"])
        write_statements(actor, one, reason=because)
        today = clock.today()
        _enter(
            actor, acting, other, "withdraw_duplicate_platform", PlatformEvent.Kind.DUPLICATE, today, because
        )
        _enter(
            actor, acting, one, "absorb_duplicate_platform", PlatformEvent.Kind.ABSORBED, today, other.name
        )
    return one


def _take_partners(one: Platform, other: Platform) -> None:
    """The organisations of the other build the kept one too; its own host is none of its partners."""
    known = {one.host_id, *one.partners.values_list("organization", flat=True)}
    theirs = [other.host_id, *other.partners.values_list("organization", flat=True)]
    PlatformPartner.objects.bulk_create(
        PlatformPartner(platform=one, organization_id=pk) for pk in dict.fromkeys(theirs) if pk not in known
    )


def _officer(actor: Actor) -> HeldAppointment:
    acting = may_decide(actor)
    if acting is None:
        raise NotPermitted(_("平台的状态变更由省科技厅经办登记。"), remedy=_("联系省科技厅经办。"))
    return acting


def _checked_reason(reason: str) -> str:
    because = within(PlatformEvent, "reason", normalise_line(reason))
    if not because:
        raise Invalid(_("理由没有填写。"), remedy=_("写明依据和原因，例如“评估不合格，不再列入序列”。"))
    return because


def _refuse_faults(row: Platform, decision: StateDecision) -> None:
    if decision.to not in PlatformState.values:
        raise Invalid(_("没有这种状态。"), remedy=_("从列表中选择。"))
    if decision.to == row.state:
        raise Blocked(_("平台已是这个状态。"), remedy=_("核对后选择另一种状态。"))
    if decision.on > clock.today() or decision.on < row.approved_on:
        raise Invalid(_("日期不在批准日期和今天之间。"), remedy=_("填写决定生效的日期。"))
    if (decision.to == PlatformState.MERGED) != (decision.into is not None):
        raise Invalid(_("并入哪个平台没有写清。"), remedy=_("只在“已并入”时选择并入的平台。"))
    if decision.into is not None and (decision.into.pk == row.pk or not decision.into.is_operating):
        raise Invalid(_("并入的平台应是另一个运行中的平台。"), remedy=_("从列表中选择。"))


def _claim(row: Platform, seen: int) -> None:
    fresh = Platform.objects.filter(pk=row.pk, version=seen, withdrawn_at__isnull=True)
    if not fresh.update(version=F("version") + 1):
        raise Stale(_("这个平台的登记刚被别人改过，本次操作没有生效。"), remedy=_("刷新页面查看现状。"))
    row.version = seen + 1


def _enter(
    actor: Actor, acting: HeldAppointment, row: Platform, verb: str, kind: PlatformEvent.Kind, on: dt.date,
    reason: str, *, number: str = "", before: str = "",
) -> None:  # fmt: skip
    PlatformEvent.objects.create(
        platform=row, kind=kind, on=on, state=row.state, reason=reason, by=actor.user,
        document_number=within(PlatformEvent, "document_number", normalise_line(number)),
        before={"state": before} if before else {},
    )  # fmt: skip
    write_entry(
        actor, verb=verb, subject=row.ledger_name, acting=acting, clause=CLAUSE,
        detail={"state": str(row.state), "before": before, "on": on.isoformat(), "reason": reason},
    )  # fmt: skip
    refresh("platform", [row.pk])
