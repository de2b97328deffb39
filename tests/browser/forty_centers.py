"""Forty centers that ran all of 2027, from hardly at work to far ahead, in rows of their registers."""

from datetime import date, datetime
from typing import Any

from tests.evaluation.collecting import serve_again
from tests.evaluation.world import EvaluationWorld
from tests.factories.centers import CenterFactory
from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.governance.models import StaffMember
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.models import Obligation
from xiangchuang.research.models import (
    ContractReceipt,
    Milestone,
    PlanTask,
    Project,
    Result,
    StageMove,
    TaskSpending,
    TechnologyContract,
    Transfer,
)

CENTERS = 40
WAN = 1_000_000
DAY = date(2027, 6, 15)
SILENT = 20
"""The one of the middle that never hands in its report."""


def forty_centers() -> EvaluationWorld:
    """Return the world; its centers stand in order, each doing a little more than the one before."""
    centers = CenterFactory.create_batch(CENTERS)
    firms = [OrganizationFactory(is_sme=True) for _ in range(12)]
    for place, center in enumerate(centers):
        _furnish(center, place, firms)
        _owe_report(center, fulfilled=place != SILENT)
    return EvaluationWorld(centers)


def _furnish(center: Center, place: int, firms: list[Organization]) -> None:
    """Fill the registers with `place` fortieths of what earns full points."""
    keeper = actor_as(Role.CENTER_STAFF, center.lead).user
    row: dict[str, Any] = {"center": center, "recorded_by": keeper}
    part = (place + 1) / CENTERS
    task = PlanTask.objects.create(
        **row, code="RW-01", name="长寿命刀具", technology_type="key_common", owner=center.lead,
        responsible="示例甲", budget_fen=2000 * WAN, starts_on=date(2026, 3, 2), ends_on=date(2028, 12, 31),
    )  # fmt: skip
    for number in range(10):
        reached = DAY if number < round(10 * part) else None
        due_on = date(2027, number + 1, 20)
        Milestone.objects.create(**row, task=task, name=f"节点{number}", due_on=due_on, reached_on=reached)
    TaskSpending.objects.create(
        **row, task=task, kind="equipment", fen=round(2000 * part) * WAN, spent_on=DAY
    )
    for number in range(round(2 * part)):
        Project.objects.create(
            **row, number=f"XM-{center.pk}-{number}", name="重点研发项目", level="national",
            programme="国家重点研发计划", part="lead", technology_type="key_common",
            granted_fen=100 * WAN, starts_on=DAY, ends_on=date(2029, 6, 14), state="running",
        )  # fmt: skip
    _results(row, part, center)
    _contracts(row, part, center)
    for number in range(10):
        StaffMember.objects.create(
            **row, person=f"示例职工{number}", post="director" if number == 0 else "researcher",
            function="management" if number == 0 else "engineering", is_full_time=number < 10 * part,
            began_on=date(2026, 4, 1),
        )  # fmt: skip
    for firm in firms[: round(len(firms) * part)]:
        serve_again(center, firm)


def _results(row: dict[str, Any], part: float, center: Center) -> None:
    for number in range(round(12 * part)):
        result = Result.objects.create(
            **row, title=f"刀圈制造方法{number}", kind="invention", owners=center.lead.name,
            number=f"ZL2027{center.pk:04d}{number:03d}", filed_on=date(2026, 9, 1), granted_on=DAY,
            technology_type="key_common", origin="own",
        )  # fmt: skip
        if number < 5:
            StageMove.objects.create(**row, result=result, stage="pilot", moved_on=DAY, place="中试平台")
        if number < 2:
            Transfer.objects.create(
                **row, result=result, mode="incubated_firm", recipient_name="示例孵化企业", fen=0, on=DAY
            )


def _contracts(row: dict[str, Any], part: float, center: Center) -> None:
    contract = TechnologyContract.objects.create(
        **row, number=f"HT-{center.pk}", title="刀具寿命提升委托开发", type="development",
        agreed_fen=1000 * WAN, counterparty_name="示例外省企业", signed_on=date(2027, 2, 1),
    )  # fmt: skip
    ContractReceipt.objects.create(**row, contract=contract, fen=round(1000 * part) * WAN, received_on=DAY)


def _owe_report(center: Center, *, fulfilled: bool) -> None:
    at = clock.now() if fulfilled else None
    assert at is None or isinstance(at, datetime)
    Obligation.objects.create(
        case=center.founding_case, organization=center.lead, kind=ANNUAL_REPORT, period=2026,
        due_on=date(2027, 2, 1), nominal_due_on=date(2027, 1, 31), clause="5.4-2", fulfilled_at=at,
    )  # fmt: skip
