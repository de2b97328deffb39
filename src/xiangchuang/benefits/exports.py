"""Workbooks of benefits: the list as it is shown, and the shares of one decision."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from xiangchuang.benefits.models import DistributionDecision
from xiangchuang.centers.models import Center
from xiangchuang.sheets import Column, write_table


def distributions_workbook(center: Center, incomes: Iterable[Any]) -> bytes:
    """Return the incomes with what was decided and paid of each; money in yuan."""
    columns = [
        Column("title", _("成果和收益"), "text", width=36),
        Column("kind", _("收益方式"), "text"),
        Column("received_on", _("到账日期"), "date"),
        Column("gross", _("收入"), "money", unit="元"),
        Column("team", _("团队奖励"), "money", unit="元"),
        Column("decided_on", _("决定日期"), "date"),
        Column("payable", _("应发放"), "money", unit="元"),
        Column("paid", _("已发放"), "money", unit="元"),
    ]
    rows = (
        {
            "title": income.title, "kind": str(income.get_kind_display()), "received_on": income.received_on,
            "gross": income.gross, "team": income.team, "decided_on": income.decided_on,
            "payable": income.payable, "paid": (income.paid or 0) if income.payable is not None else None,
        }
        for income in incomes
    )  # fmt: skip
    return write_table(columns, rows, title=_("收益分配"), source=center.name)


def decision_workbook(decision: DistributionDecision) -> bytes:
    """Return the shares of a decision; money in yuan."""
    columns = [
        Column("payee", _("受益方"), "text"),
        Column("name", _("姓名或名称"), "text", width=24),
        Column("weight", _("权重"), "count"),
        Column("fen", _("金额"), "money", unit="元"),
        Column("paid_on", _("发放日期"), "date"),
        Column("note", _("凭证"), "text", width=30),
    ]
    rows = (
        {
            "payee": str(share.get_payee_display()), "name": share.name, "weight": share.weight,
            "fen": share.fen, "paid_on": share.paid_on, "note": share.paid_note,
        }
        for share in decision.shares.all()
    )  # fmt: skip
    return write_table(columns, rows, title=decision.title, source=decision.decided_on.isoformat())
