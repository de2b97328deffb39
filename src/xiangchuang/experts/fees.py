"""Fees of experts: recorded by an officer with the expert's separate consent, read by few."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.calendars import clock
from xiangchuang.experts.consents import has_consented, notice_for
from xiangchuang.experts.keeping import enter, line, officer
from xiangchuang.experts.models import ConsentKind, Expert, FeeOccasion, FeeRecord
from xiangchuang.procedure.models import Case


@dataclass(frozen=True)
class FeeDraft:
    """A fee before tax in fen, for a seat, a visit or an advice; case None where it concerns none."""

    occasion: str
    amount_fen: int
    tax_note: str
    paid_on: dt.date
    case: Case | None = None


def record_fee(*, actor: Actor, expert: Expert, draft: FeeDraft) -> FeeRecord:
    """Return the fee as recorded. The ledger says that one was recorded, not how much.

    Raises NotPermitted, Invalid (amount, day, no tax note), Blocked (no separate consent, recorded already).
    """
    acting = officer(actor)
    assert actor.user is not None
    if notice_for(ConsentKind.FEES) is not None and not has_consented(expert, ConsentKind.FEES):
        raise Blocked(
            _("%(name)s没有单独同意处理专家费发放信息，不能在系统内登记。") % {"name": expert.name},
            remedy=_("请本人在“我的专家登记”里看过告知后同意，或在系统外办理。"),
        )
    if draft.occasion not in FeeOccasion.values or draft.amount_fen <= 0 or draft.paid_on > clock.today():
        raise Invalid(_("事由、金额或发放日期不对。"), remedy=_("金额大于零，发放日期不晚于今天。"))
    note = line(
        FeeRecord,
        "tax_note",
        draft.tax_note,
        _("个人所得税说明没有填写。"),
        _("例如“劳务报酬，已代扣代缴”。"),
    )
    try:
        with transaction.atomic():
            fee = FeeRecord.objects.create(
                expert=expert, case=draft.case, occasion=draft.occasion, amount_fen=draft.amount_fen,
                tax_note=note, paid_on=draft.paid_on, recorded_by=actor.user, recorded_at=clock.now(),
            )  # fmt: skip
            enter(actor, "record_fee", expert, acting=acting, detail={"fee": fee.pk})
    except IntegrityError as taken:
        raise Blocked(_("同一事由、同一天的专家费已登记过。"), remedy=_("在列表中核对。")) from taken
    return fee
