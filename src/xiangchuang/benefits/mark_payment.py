"""Payments: a share is marked paid once, and a wrong mark is taken back with a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.benefits.models import DecidedShare
from xiangchuang.benefits.queries import NOT_PAID_OUT, is_in_force
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.ledger.record import Fact


def mark_share_paid(
    *, actor: Actor, share: DecidedShare, seen: int, paid_on: dt.date, note: str = ""
) -> None:
    """Write down that a share of the decision in force was paid on a day, with a note such as a voucher.

    Raises NotFound, NotPermitted, Invalid, Blocked, Stale.
    """
    acting = check_keeper(INCOMES, actor, share.decision.income.center)
    if share.payee in NOT_PAID_OUT:
        raise Blocked(_("抵偿成本和税费的部分不用发放。"))
    if not is_in_force(share.decision):
        raise Blocked(_("这份决定已被更正，不再发放。"), remedy=_("到现行的决定上登记发放。"))
    if share.paid_on is not None:
        raise Blocked(_("这一份已登记发放。"), remedy=_("登记有误的，先撤销发放登记。"))
    if not share.decision.decided_on <= paid_on <= clock.today():
        raise Invalid(_("发放日期应在决定日期之后，不晚于今天。"), remedy=_("核对发放日期。"))
    clean = within(DecidedShare, "paid_note", normalise_line(note))
    with transaction.atomic():
        _change(share, seen, paid_on=paid_on, paid_note=clean)
        _enter(actor, acting, share, "mark_share_paid", {"paid_on": paid_on.isoformat(), "note": clean})


def unmark_share_paid(*, actor: Actor, share: DecidedShare, seen: int, reason: str) -> None:
    """Take a wrong mark back. Raises NotFound, NotPermitted, Invalid, Blocked, Stale."""
    acting = check_keeper(INCOMES, actor, share.decision.income.center)
    because = normalise_line(reason)[:500]
    if not because:
        raise Invalid(_("没有写撤销发放登记的理由。"), remedy=_("写明理由，例如“银行退回”。"))
    if share.paid_on is None:
        raise Blocked(_("这一份还没有登记发放。"))
    with transaction.atomic():
        before = share.paid_on.isoformat()
        _change(share, seen, paid_on=None, paid_note="")
        _enter(actor, acting, share, "unmark_share_paid", {"reason": because, "paid_on": before})


def _change(share: DecidedShare, seen: int, *, paid_on: dt.date | None, paid_note: str) -> None:
    rows = DecidedShare.objects.filter(pk=share.pk, version=seen)
    if not rows.update(version=seen + 1, paid_on=paid_on, paid_note=paid_note):
        raise Stale(_("这一份的发放登记刚被其他人改动过。"), remedy=_("对照最新的登记再办。"))


def _enter(
    actor: Actor, acting: HeldAppointment, share: DecidedShare, verb: str, detail: dict[str, Fact]
) -> None:
    center = share.decision.income.center
    write_entry(
        actor,
        verb=verb,
        acting=acting,
        subject=f"shares:{share.pk}",
        case_number=center.ledger_key,
        clause="4.3-1",
        detail={"center": center.pk, "decision": share.decision_id, "fen": share.fen, **detail},
    )
