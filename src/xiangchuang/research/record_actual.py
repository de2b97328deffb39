"""What was reached of a target is recorded: adopted from a register, or written with its source (5.4-2)."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.centers.models import CenterTarget
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.research.models import TargetActual
from xiangchuang.research.slippage import pack_of_center
from xiangchuang.research.targets import Reach, proposals_for

CLAUSE = "5.4-2"
LARGEST_E4 = 10**18


def adopt_figure(*, actor: Actor, target: CenterTarget, span: Reach) -> TargetActual:
    """Take the value that the register gives now; it is read again here, never taken from the page.

    Raises NotFound, NotPermitted, Blocked (a year to come, or no register gives this figure).
    """
    pack = pack_of_center(target.center)
    proposals = proposals_for(target, pack, through=clock.today().year)
    found = next((p for p in proposals if p.span == span), None)
    if found is None:
        raise Blocked(_("登记册没有给出这个指标的数。"), remedy=_("改为自行填写，并写明来源。"))
    return _record(actor, target, found.value_e4, figure=found.figure, source=found.source)


def write_actual(*, actor: Actor, target: CenterTarget, value: Decimal, source: str) -> TargetActual:
    """Write a value in the target's unit, with four decimals at most, and where it comes from.

    Raises NotFound, NotPermitted, Invalid, Blocked (a year to come).
    """
    said = within(TargetActual, "source", normalise_line(source))
    if not said:
        raise Invalid(_("来源没有填写。"), remedy=_("写明这个数从哪里来，例如“2026 年度审计报告”。"))
    value_e4 = value * 10_000
    if value_e4 != int(value_e4) or not 0 <= value_e4 <= LARGEST_E4:
        raise Invalid(_("实际值应不小于零，最多四位小数。"), remedy=_("改正后重新提交。"))
    if target.year > clock.today().year:
        raise Blocked(_("这一年还没有开始。"), remedy=_("到 %(year)d 年再填。") % {"year": target.year})
    return _record(actor, target, int(value_e4), figure="", source=said)


def _record(actor: Actor, target: CenterTarget, value_e4: int, *, figure: str, source: str) -> TargetActual:
    center = target.center
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("目标的实际值由中心工作人员填写。"), clause=CLAUSE)
    assert actor.user is not None
    with transaction.atomic():
        made = TargetActual.objects.create(
            target=target, value_e4=value_e4, figure=figure, source=source, as_of=clock.today(),
            recorded_by=actor.user,
        )  # fmt: skip
        write_entry(
            actor, verb="record_target_actual", acting=acting, subject=f"target:{target.pk}", clause=CLAUSE,
            case_number=center.ledger_key,
            detail={"target": target.name, "year": target.year, "value_e4": value_e4, "source": source},
        )  # fmt: skip
    return made
