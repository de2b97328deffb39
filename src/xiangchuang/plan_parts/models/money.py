"""What the center costs, who pays, what it brings, by year (A.7.2, A.7.3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiangchuang.plan_parts.models.rows import PartRow, code_cell, line_cell


class BudgetSide(models.TextChoices):
    """Where money comes from, and where it goes."""

    SOURCE = "source"
    USE = "use"


class BudgetRow(PartRow):
    """A source or a use of funds (A.7.2)."""

    side = models.CharField(max_length=8, choices=BudgetSide)
    kind = code_cell()
    name = line_cell()
    note = line_cell()

    class Meta(PartRow.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["revision", "side", "position"], name="budgetrow_position_once"),
            models.CheckConstraint(condition=Q(side__in=BudgetSide.values), name="budgetrow_side_known"),
        ]


class BudgetAmount(models.Model):
    """Fen of one source or use in one year."""

    row = models.ForeignKey(BudgetRow, models.CASCADE, related_name="cells")
    year = models.PositiveSmallIntegerField()
    fen = models.BigIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["row", "year"], name="plan_budget_year_once"),
            models.CheckConstraint(condition=Q(fen__gte=0), name="plan_budget_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["year"], name="plan_budget_by_year")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.year}"


class BenefitRow(PartRow):
    """A benefit the plan expects (A.7.3)."""

    kind = code_cell()
    name = line_cell()
    note = line_cell()


class BenefitFigure(models.Model):
    """Fen, or a number, of one benefit in one year."""

    row = models.ForeignKey(BenefitRow, models.CASCADE, related_name="cells")
    year = models.PositiveSmallIntegerField()
    fen = models.BigIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["row", "year"], name="plan_benefit_year_once"),
            models.CheckConstraint(
                condition=Q(fen__gte=0, number=None) | Q(fen=None, number__gte=0),
                name="plan_benefit_has_one_measure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.year}"
