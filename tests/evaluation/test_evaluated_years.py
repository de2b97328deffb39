"""Whether a center that is evaluated in a year still owes its report on that year: the pack says (5.4-1)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.world import EvaluationWorld, subjects_of
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.obligations import ANNUAL_REPORT, owe_reports
from xiangchuang.evaluation.models import Subject
from xiangchuang.procedure.models import Case, Obligation
from xiangchuang.procedure.packs import current_policy, forget_packs

PACKS = Path(__file__).resolve().parents[1] / "packs"


def reports_of(center: Center) -> list[int]:
    """The years on which the center owes a report, as 2 January 2029 finds them."""
    with clock.at(clock.moment_on(date(2029, 1, 2))):
        owe_reports(clock.today())
    rows = Obligation.objects.filter(case=center.founding_case, kind=ANNUAL_REPORT)
    return sorted(rows.values_list("period", flat=True))


@pytest.fixture
def second_province(settings: Any, request: pytest.FixtureRequest) -> Any:
    """Let a center's case run under the fictional notice: no report in the year of an evaluation."""
    # The test rolls its policy back, and a later one gets the same id for another.
    request.addfinalizer(forget_packs)

    def move(center: Center) -> None:
        settings.POLICY_DIRECTORIES = [PACKS]
        settings.POLICY_PACK = "minimal-province"
        forget_packs()
        Case.objects.filter(pk=center.founding_case_id).update(policy_version=current_policy())

    return move


@pytest.mark.clause("5.4-1")
def test_under_hunans_notice_a_center_reports_on_every_year(world: EvaluationWorld) -> None:
    world.commissioned()
    assert reports_of(world.centers[0]) == [2026, 2027, 2028]


def test_where_the_pack_permits_it_the_year_of_the_evaluation_is_left_out(
    world: EvaluationWorld, second_province: Any
) -> None:
    world.commissioned()
    second_province(world.centers[0])
    assert 2027 in reports_of(world.centers[0]) and 2028 not in reports_of(world.centers[0])


def test_a_center_whose_evaluation_was_put_off_reports_all_the_same(
    world: EvaluationWorld, second_province: Any
) -> None:
    subject = subjects_of(world.commissioned())[0]
    Subject.objects.filter(pk=subject.pk).update(
        state="deferred", state_reason="当年承担应急任务", state_by=world.officer.user
    )
    second_province(subject.center)
    assert 2028 in reports_of(subject.center)
