"""The parts of a plan revision that are data: a row a line of the table, in the order of the table."""

from xiangchuang.plan_parts.models.money import (
    BenefitFigure,
    BenefitRow,
    BudgetAmount,
    BudgetRow,
    BudgetSide,
)
from xiangchuang.plan_parts.models.parties import BodyRow, Contribution, MemberRow, PersonRow, ResourceRow
from xiangchuang.plan_parts.models.rows import LINE, TEXT, PartRow, PartState
from xiangchuang.plan_parts.models.work import MilestoneRow, PhaseRow, TaskRow

__all__ = [
    "LINE",
    "TEXT",
    "BenefitFigure",
    "BenefitRow",
    "BodyRow",
    "BudgetAmount",
    "BudgetRow",
    "BudgetSide",
    "Contribution",
    "MemberRow",
    "MilestoneRow",
    "PartRow",
    "PartState",
    "PersonRow",
    "PhaseRow",
    "ResourceRow",
    "TaskRow",
]
