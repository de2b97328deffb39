"""What contracts brought in and tasks cost, as the center's income and spending sum it."""

from collections.abc import Collection
from typing import Final

from xiangchuang.centers.figure_rows import entries_of, within
from xiangchuang.centers.figures import FigureRow, Span
from xiangchuang.centers.money import MoneyRows
from xiangchuang.research.models import ContractReceipt, TaskSpending
from xiangchuang.research.models.kinds import ContractType, SpendingKind

INCOME: Final = {
    ContractType.DEVELOPMENT: "contract_rd",
    ContractType.ASSIGNMENT: "transfer",
    ContractType.LICENCE: "transfer",
    ContractType.CONSULTING: "service",
    ContractType.SERVICE: "service",
}
USES: Final = {SpendingKind.LABOUR: "people", SpendingKind.EQUIPMENT: "equipment"}
"""Every other kind of a task's spending is research."""


def contract_income(centers: Collection[int], span: Span) -> MoneyRows:
    """Yield money received under technology contracts, in fen by kind of income; a refund is negative."""
    for receipt in entries_of(ContractReceipt, centers, within("received_on", span)):
        label = f"{receipt.contract} {receipt}"
        yield (
            INCOME[ContractType(receipt.contract.type)],
            FigureRow(
                receipt.center_id,
                receipt.pk,
                receipt.received_on,
                receipt.fen,
                label,
                source="contract-receipts",
            ),
        )


def task_uses(centers: Collection[int], span: Span) -> MoneyRows:
    """Yield what tasks cost, in fen by kind of use."""
    for spent in entries_of(TaskSpending, centers, within("spent_on", span)):
        yield (
            USES.get(SpendingKind(spent.kind), "research"),
            FigureRow(
                spent.center_id, spent.pk, spent.spent_on, spent.fen, str(spent), source="task-spending"
            ),
        )
