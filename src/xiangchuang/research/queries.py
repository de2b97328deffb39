"""How a center's research stands on a day: stages, milestones, teams, what tasks cost, income to distribute.

Every function counts standing rows only; what happened over a span of days is counted by `figures`. Money is
whole fen, shares are basis points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Count, Q, QuerySet, Sum

from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.research.models import (
    ContractReceipt,
    Milestone,
    Result,
    StageMove,
    TaskSpending,
    TeamSeat,
    Transfer,
)
from xiangchuang.research.models.kinds import ContractType, Stage, TeamFunction

WHOLE: Final = 10_000
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Completion:
    """Milestones due up to a day, and how many of them were reached by then.

    `basis_points` is None where nothing was due yet.
    """

    due: int
    reached: int

    @property
    def basis_points(self) -> int | None:
        """Share of what was due that was reached, rounded down."""
        return self.reached * WHOLE // self.due if self.due else None


@dataclass(frozen=True)
class TeamStructure:
    """People in the teams of the tasks: how many, from how many units and disciplines, by function."""

    people: int
    organizations: int
    disciplines: int
    by_function: Mapping[TeamFunction, int]


@dataclass(frozen=True)
class LicenceIncome:
    """Money received under a licence or an assignment: what a distribution (4.3) begins from.

    `source` names the row of the register it comes from: "contract-receipts:7".
    """

    source: str
    contract_number: str
    contract_title: str
    payer: str
    type: ContractType
    fen: int
    received_on: date
    results: tuple[str, ...]


def standing(model: type[E], center: Center) -> "QuerySet[E]":
    """Return a center's rows of a register that were not withdrawn."""
    rows: Any = model.objects
    found: QuerySet[E] = rows.standing().filter(center=center)
    return found


def results_by_stage(center: Center, on: date) -> dict[Stage, int]:
    """Return how many results stood in each stage at the end of that day, however they have moved since."""
    known = standing(Result, center).filter(Q(filed_on__lte=on) | Q(filed_on=None, granted_on__lte=on))
    moved = standing(StageMove, center).filter(moved_on__lte=on, result__withdrawn_at__isnull=True)
    reached = {
        stage: moved.filter(stage=stage).order_by().values("result").distinct().count()
        for stage in (Stage.PILOT, Stage.INDUSTRIALISED)
    }
    return {
        Stage.BASIC: known.count() - reached[Stage.PILOT],
        Stage.PILOT: reached[Stage.PILOT] - reached[Stage.INDUSTRIALISED],
        Stage.INDUSTRIALISED: reached[Stage.INDUSTRIALISED],
    }


def task_completion(center: Center, on: date) -> Completion:
    """Return the milestones due up to that day and those of them reached by it: completion against plan."""
    found = standing(Milestone, center).aggregate(
        due=Count("pk", filter=Q(due_on__lte=on)),
        reached=Count("pk", filter=Q(due_on__lte=on, reached_on__lte=on)),
    )
    return Completion(**found)


def team_structure(center: Center, on: date) -> TeamStructure:
    """Return who worked in the teams of the tasks on that day (4.2-2); a person in two teams counts once."""
    seats = standing(TeamSeat, center).filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on).order_by()
    rows = set(seats.values_list("person", "organization", "discipline", "function"))
    functions = {kind: {row[:2] for row in rows if row[3] == kind.value} for kind in TeamFunction}
    return TeamStructure(
        people=len({row[:2] for row in rows}),
        organizations=len({row[1] for row in rows}),
        disciplines=len({row[2] for row in rows}),
        by_function={kind: len(people) for kind, people in functions.items()},
    )


def spending_by_task(center: Center) -> Mapping[int, int]:
    """Return what each task has spent since it began, in fen by the task's number."""
    rows = standing(TaskSpending, center).order_by().values_list("task")
    return dict(rows.annotate(sum=Sum("fen")))


def licence_income(center: Center, year: int | None = None) -> list[LicenceIncome]:
    """Return receipts under licences and assignments, newest first, with the results transferred."""
    rows = (
        standing(ContractReceipt, center)
        .filter(contract__type__in=[ContractType.LICENCE, ContractType.ASSIGNMENT])
        .select_related("contract__counterparty")
        .order_by("-received_on", "-pk")
    )
    if year is not None:
        rows = rows.filter(received_on__year=year)
    receipts = list(rows)
    transferred: dict[int, list[str]] = {}
    transfers = standing(Transfer, center).filter(contract__in={r.contract_id for r in receipts})
    for contract, title in transfers.order_by("pk").values_list("contract", "result__title"):
        transferred.setdefault(contract, []).append(title)
    return [
        LicenceIncome(
            f"contract-receipts:{receipt.pk}", receipt.contract.number, receipt.contract.title,
            receipt.contract.other_side, ContractType(receipt.contract.type), receipt.fen,
            receipt.received_on,
            tuple(transferred.get(receipt.contract_id, ())),
        )
        for receipt in receipts
    ]  # fmt: skip
