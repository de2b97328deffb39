"""The invariants of research hold after its verbs, and tell when someone went round them."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.factories.centers import CenterWorld
from tests.factories.registers import StoredFileFactory
from tests.research.keeping import move, result
from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.keep import withdraw_entry
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Obligation
from xiangchuang.research.extend_cycle import answer_extension, ask_extension
from xiangchuang.research.hand_in_step import REPORT_PURPOSE, hand_in_step
from xiangchuang.research.invariants import (
    a_granted_extension_is_the_end_of_the_cycle,
    every_result_stands_where_its_moves_brought_it,
    what_is_owed_of_a_cycle_follows_its_steps,
)
from xiangchuang.research.models import Result
from xiangchuang.research.open_cycle import lay_down_cycle
from xiangchuang.research.registers import STAGE_MOVES

CASES: dict[Callable[[], Iterator[str]], Callable[[], object]] = {
    every_result_stands_where_its_moves_brought_it: lambda: Result.objects.update(stage="industrialised"),
    what_is_owed_of_a_cycle_follows_its_steps: lambda: Obligation.objects.update(fulfilled_at=None),
    a_granted_extension_is_the_end_of_the_cycle: lambda: Center.objects.update(
        cycle_ends_on=date(2029, 12, 31)
    ),
}


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.__name__)
def test_it_holds_after_the_verbs_and_tells_what_was_damaged(
    world: CenterWorld, hunan_pack: Pack, rule: Callable[[], Iterator[str]]
) -> None:
    moved, back = result(world, "密封结构"), result(world, "主轴承")
    move(world, moved, "pilot", date(2026, 4, 1))
    undone = move(world, back, "pilot", date(2026, 4, 1))
    withdraw_entry(STAGE_MOVES, actor=world.staff, entry=undone, seen=1, reason="登记错误")
    step = lay_down_cycle(world.center, hunan_pack)[0]
    report = StoredFileFactory(purpose=REPORT_PURPOSE, uploaded_by=world.staff.user)
    hand_in_step(actor=world.staff, step=step, seen=1, summary="自评", report=report)
    asked = ask_extension(actor=world.staff, center=world.center, new_end_on=date(2029, 9, 1), reason="推迟")
    answer_extension(actor=world.officer, extension=asked, grants=True, answer="")
    assert list(rule()) == []
    CASES[rule]()
    assert len(list(rule())) >= 1
