"""A second province: other stages, thresholds and outline, the same code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld, remembered_readings, sample_plan
from tests.line.visitor import Visitor, text_of
from tests.reviews.steps import Round
from xiangchuang.procedure.diagram import rail
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import forget_packs, pack_of
from xiangchuang.proposals.intention import intention_gaps
from xiangchuang.proposals.models import PlanRevision, Recommendation
from xiangchuang.proposals.queries import latest_decision
from xiangchuang.reviews.conclude_review import conclude_review
from xiangchuang.reviews.write_review import OpinionDraft

PACKS = Path(__file__).resolve().parents[1] / "packs"


@pytest.fixture
def fictional_policy(db: None, settings: Any) -> Iterator[None]:
    """New cases begin under the pack of the fictional province."""
    settings.POLICY_DIRECTORIES = [PACKS]
    settings.POLICY_PACK = "minimal-province"
    # Every test rolls its policy back, and the next one gets the same id for another.
    forget_packs()
    yield
    forget_packs()


@pytest.fixture
def world(fictional_policy: None) -> LineWorld:
    """The example organisations under that pack."""
    return LineWorld.build()


def drive(world: LineWorld, stage: str) -> Case:
    world.line = world.new_line("示例海洋装备中心")
    case = world.line.begin().case
    world.line.plan = sample_plan(pack_of(case).outline)
    with remembered_readings():
        return world.line.advance_to(stage)


def test_the_line_runs_without_recommendation_and_without_condition_check(world: LineWorld) -> None:
    case = drive(world, "review")
    assert case.number.split("-")[1] == "MS"
    assert [r.stage_code for r in case.runs.all()] == ["intention", "formal_check", "plan", "review"]
    assert not Recommendation.objects.exists() and latest_decision(case) is None
    assert case.submitted_at is not None


def test_its_own_outline_is_what_a_plan_must_have(world: LineWorld) -> None:
    case = drive(world, "review")
    outline = pack_of(case).outline
    revision = PlanRevision.objects.get()
    assert [s.code for s in revision.sections.all()] == [s.code for s in outline.sections]
    assert len(outline.sections) != 21


def test_its_rail_has_its_own_stages(world: LineWorld) -> None:
    case = drive(world, "formal_check")
    assert [step.stage.code for step in rail(case)] == [
        "intention", "formal_check", "plan", "review", "publicity", "approval",
    ]  # fmt: skip


def test_its_intention_asks_nothing_that_its_notice_does_not_ask(world: LineWorld) -> None:
    case = drive(world, "formal_check")
    assert intention_gaps(case.proposal, pack_of(case)) == []


@pytest.mark.parametrize(
    ("stage", "who", "page"),
    [
        ("intention", "lead", "intention"),
        ("intention", "lead", "submit-intention"),
        ("formal_check", "officer", "formal-check"),
        ("formal_check", "officer", "pass-formal-check"),
        ("plan", "lead", "upload-plan"),
        ("plan", "lead", "submit-plan"),
    ],
)
def test_the_pages_speak_of_its_own_policy(world: LineWorld, stage: str, who: str, page: str) -> None:
    case = drive(world, stage)
    answer = Visitor(world.user(who)).open(f"proposals:{page}", case)
    assert answer.status_code == 200
    if page == "intention":
        assert "海洋装备" in text_of(answer) and "深海深地深空装备" not in text_of(answer)


def test_the_whole_line_ends_in_an_approved_center(fictional_policy: None, clock: object) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS, days_pass=True)
    drive(world, "review")
    with remembered_readings():
        case = world.line.advance_to_end()
    assert case.state == CaseState.GRANTED
    stages = [run.stage_code for run in case.runs.all()]
    assert stages[-2:] == ["publicity", "approval"] and "site_visit" not in stages


@pytest.mark.clause("5.2-1")
def test_without_a_statement_a_plan_with_an_open_demand_is_not_mature(fictional_policy: None) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    case = drive(world, "review")
    section = pack_of(case).outline.sections[0].code
    heard = Round(world).seat_all().open().hear_all(OpinionDraft(section, "补充出资承诺。"))

    with pytest.raises(Blocked, match="还有 1 条“必须修改”的意见没有闭合"):
        conclude_review(
            actor=heard.officer, case=case, seen=case.version, outcome="passed", summary="方案成熟。"
        )

    assert case.stage_kind == "review"
