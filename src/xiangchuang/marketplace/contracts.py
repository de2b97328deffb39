"""An order carried out under a technology contract: named, taken back, suggested (4.4-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound
from xiangchuang.centers.figure_rows import entries_of
from xiangchuang.marketplace.models import Order
from xiangchuang.marketplace.order_verbs import LINK_CONTRACT, UNLINK_CONTRACT, order_step
from xiangchuang.research.models import ContractReceipt, TechnologyContract
from xiangchuang.research.models.keys import number_key

SHORTEST_NUMBER: Final = 4
"""A number of fewer letters and digits stands in many texts by chance."""

SAME_NUMBER: Final = gettext_lazy("编号相符")
SAME_FIRM: Final = gettext_lazy("对方单位相同")
SAME_AMOUNT: Final = gettext_lazy("金额相同")


@dataclass(frozen=True)
class Fit:
    """A technology contract of the center that an order may belong to, and what speaks for it."""

    contract: TechnologyContract
    reasons: tuple[Promise, ...]


def link_contract(*, actor: Actor, order: Order, seen: int, contract: TechnologyContract) -> None:
    """Name the technology contract under which the order is carried out: its receipts count, once.

    Raises NotFound (the order, or a contract of another center), NotPermitted, Stale, Blocked (not agreed
    yet, under another contract already, or the contract was withdrawn).
    """
    said = f"{contract}"
    with order_step(LINK_CONTRACT, actor=actor, order=order, seen=seen, text=said) as row:
        if contract.center_id != row.center_id:
            raise NotFound(_("本中心没有这份技术合同。"))
        if not contract.is_standing:
            raise Blocked(_("这份技术合同的登记已撤销。"), remedy=_("选一份有效的技术合同。"))
        if row.is_paid_by_contract:
            raise Blocked(_("这个订单已关联技术合同。"), remedy=_("要换合同的，先取消关联。"))
        row.contract = contract


def unlink_contract(*, actor: Actor, order: Order, seen: int) -> None:
    """Take the contract back: the order's own payments count again.

    Raises NotFound, NotPermitted, Stale, Blocked (there is none).
    """
    said = f"{order.contract or ''}"
    with order_step(UNLINK_CONTRACT, actor=actor, order=order, seen=seen, text=said) as row:
        if row.contract is None:
            raise Blocked(_("这个订单没有关联技术合同。"))
        row.contract = None


def contracts_for(order: Order) -> list[Fit]:
    """Return the contracts of the center that may be the order's, those with most to speak for them first.

    Only a contract whose number the order's words name, or one with the order's firm, may be it; one query.
    """
    named = number_key(f"{order.title} {order.text} {order.terms}")
    fits = (
        Fit(row, tuple(_reasons(order, row, named)))
        for row in entries_of(TechnologyContract, [order.center_id])
    )
    likely = [fit for fit in fits if fit.reasons and fit.reasons != (SAME_AMOUNT,)]
    return sorted(likely, key=_least_likely_last)


def _least_likely_last(fit: Fit) -> tuple[bool, int, int]:
    return SAME_NUMBER not in fit.reasons, -len(fit.reasons), -fit.contract.signed_on.toordinal()


def _reasons(order: Order, contract: TechnologyContract, named: str) -> Iterator[Promise]:
    number = contract.number_key
    if len(number) >= SHORTEST_NUMBER and number in named:
        yield SAME_NUMBER
    firm = order.organization
    if contract.counterparty_id == firm.pk or (
        contract.counterparty_id is None and contract.counterparty_name == firm.name
    ):
        yield SAME_FIRM
    if order.amount_fen and contract.agreed_fen == order.amount_fen:
        yield SAME_AMOUNT


def received_under(contract: TechnologyContract) -> int:
    """Return what was received under the contract, in fen; refunds are deducted."""
    rows = entries_of(ContractReceipt, [contract.center_id], Q(contract=contract)).order_by()
    return int(rows.aggregate(sum=Sum("fen"))["sum"] or 0)
