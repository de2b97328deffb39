"""Rows of a center's research as its staff would write them; every test names only what it is about."""

from datetime import date
from typing import Any

from tests.factories.centers import CenterWorld
from tests.factories.registers import OrganizationFactory
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.research import registers
from xiangchuang.research.models import (
    ContractReceipt,
    Milestone,
    PlanTask,
    Result,
    StageMove,
    TechnologyContract,
    Transfer,
)

WAN = 1_000_000


def task(world: CenterWorld, code: str = "RW-01", **values: Any) -> PlanTask:
    """A task of the lead's with a budget of 100 万元, over the year 2026."""
    told = {
        "code": code, "name": f"任务{code}", "technology_type": "key_common", "owner": world.center.lead,
        "responsible": "示例甲", "budget_fen": 100 * WAN, "starts_on": date(2026, 3, 2),
        "ends_on": date(2026, 12, 31), **values,
    }  # fmt: skip
    made = record_entry(registers.TASKS, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, PlanTask)
    return made


def milestone(
    world: CenterWorld, of: PlanTask, due_on: date, reached_on: date | None = None, **values: Any
) -> Milestone:
    """A milestone named after its day."""
    told = {"task": of, "name": f"节点{due_on}", "due_on": due_on, "reached_on": reached_on, **values}
    made = record_entry(registers.MILESTONES, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, Milestone)
    return made


def result(world: CenterWorld, title: str = "主轴承密封结构", **values: Any) -> Result:
    """A paper of 10 March 2026: a kind that needs no number."""
    told = {
        "title": title, "kind": "paper", "owners": "示例中心", "granted_on": date(2026, 3, 10),
        "technology_type": "frontier", "origin": "own", **values,
    }  # fmt: skip
    made = record_entry(registers.RESULTS, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, Result)
    return made


def move(world: CenterWorld, of: Result, stage: str, moved_on: date) -> StageMove:
    """A result reaches a stage."""
    told = {"result": of, "stage": stage, "moved_on": moved_on, "place": "中试平台"}
    made = record_entry(registers.STAGE_MOVES, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, StageMove)
    return made


def contract(
    world: CenterWorld, number: str = "HT-1", kind: str = "licence", **values: Any
) -> TechnologyContract:
    """A contract of 1 April 2026 over 100 万元 with a firm that is not registered."""
    told = {
        "number": number, "title": f"合同{number}", "type": kind, "counterparty_name": "示例外省企业",
        "agreed_fen": 100 * WAN, "signed_on": date(2026, 4, 1), **values,
    }  # fmt: skip
    made = record_entry(registers.CONTRACTS, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, TechnologyContract)
    return made


def receipt(world: CenterWorld, under: TechnologyContract, wan: int, on: date) -> ContractReceipt:
    """Money received, in 万元."""
    told = {"contract": under, "fen": wan * WAN, "received_on": on}
    made = record_entry(registers.RECEIPTS, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, ContractReceipt)
    return made


def transfer(world: CenterWorld, of: Result, mode: str = "licence", **values: Any) -> Transfer:
    """A transfer of 1 May 2026 for 100 万元 to a registered firm outside the consortium."""
    told = {"result": of, "mode": mode, "fen": 100 * WAN, "on": date(2026, 5, 1), **values}
    if mode != "self_implemented" and "recipient" not in told and "recipient_name" not in told:
        told["recipient"] = OrganizationFactory()
    made = record_entry(registers.TRANSFERS, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, Transfer)
    return made
