"""The building cycle of the example's early centers: mid-term checks passed, acceptances, what targets reached."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.centers.models import CenterTarget
from xiangchuang.demo.early_centers import EarlyCenter, Years
from xiangchuang.demo.province import Province
from xiangchuang.demo.rounds import stored
from xiangchuang.research.hand_in_step import REPORT_KINDS, REPORT_PURPOSE, hand_in_step
from xiangchuang.research.judge_step import judge_step
from xiangchuang.research.models import CycleStep, StepState
from xiangchuang.research.record_actual import write_actual

_WAITING, _LEAVING, _WEAKEST = 3, 5, 6
_EARLY: Final = timedelta(days=20)
_SUMMARY: Final = "对照建设方案，主要任务和年度目标完成，经费使用合规；未完成的节点已说明原因和补做时间。"
_OPINION: Final = "材料齐全，主要任务完成，同意通过。"
_REPORTED: Final = 3
"""So many centers have recorded what became of their targets."""


def go_through_cycle(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    """Hand in each step before its day where that day is over; one acceptance still waits to be judged."""
    for place, one in enumerate(early):
        accepted = place not in (_LEAVING, _WEAKEST)
        _steps(province, one, accepted=accepted, is_judged=place != _WAITING)
    for one in early[:_REPORTED]:
        _actuals(one, years)


def _steps(province: Province, one: EarlyCenter, *, accepted: bool, is_judged: bool) -> None:
    steps = CycleStep.objects.filter(center=one.center).select_related(
        "obligation", "center__founding_case", "center__lead"
    )
    report = stored(one.staff, f"{one.center.name}建设工作报告", REPORT_KINDS, REPORT_PURPOSE)
    for step in steps.order_by("obligation__due_on"):
        day = step.obligation.due_on - _EARLY
        if day > clock.today() - _EARLY or (step.code == "acceptance" and not accepted):
            continue
        with clock.at(clock.moment_on(day)):
            hand_in_step(actor=one.staff, step=step, seen=step.version, summary=_SUMMARY, report=report)
            if step.code == "acceptance" and not is_judged:
                continue
            clock.advance(timedelta(days=12))
            judge_step(
                actor=province.actor("jingban"), step=step, seen=step.version, finding=StepState.PASSED,
                opinion=_OPINION,
            )  # fmt: skip


def _actuals(one: EarlyCenter, years: Years) -> None:
    """Say what was reached of the targets: the busiest center reached them, the others not quite."""
    reached = Decimal("1.1") if one.strength > 90 else Decimal("0.9")
    targets = CenterTarget.objects.filter(center=one.center, year__in=(years.first, years.second))
    for target in targets.select_related("center__founding_case", "center__lead"):
        value = (target.value * reached).quantize(Decimal(1))
        write_actual(actor=one.staff, target=target, value=value, source=f"{target.year} 年度登记册汇总")
