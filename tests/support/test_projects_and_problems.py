"""Projects that a center proposes and the department decides (6.2-3); problems brought up (6.1-3)."""

from datetime import date

import pytest

from tests.support.world import SupportWorld, days_later
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.support.models import Level, Problem, ProblemState, ProjectProposal, ProjectState
from xiangchuang.support.propose_project import (
    ProjectDraft,
    accept_project,
    close_project,
    draft_project,
    refuse_project,
    report_progress,
    return_project,
    submit_project,
)
from xiangchuang.support.queries import may_view
from xiangchuang.support.raise_problem import (
    ProblemDraft,
    answer_problem,
    assign_problem,
    close_problem,
    escalate_problem,
    raise_problem,
)
from xiangchuang.support.waiting import errands

WAN = 1_000_000
DRAFT = ProjectDraft("长寿命部件", "部件寿命短。", "key_common", 2000 * WAN, "center_organised")
PROBLEM = ProblemDraft("试验线跨两市", "两地环评口径不一。", "一次评价、两地互认。")


def proposed(world: SupportWorld) -> ProjectProposal:
    project = draft_project(actor=world.staff, center=world.center, draft=DRAFT)
    submit_project(actor=world.staff, project=project, seen=project.version)
    return project


@pytest.mark.clause("6.2-3")
def test_a_project_is_proposed_decided_with_a_reason_and_carried_out(
    world: SupportWorld,
) -> None:
    project = proposed(world)
    for actor in (world.staff, world.officer):
        with pytest.raises(NotPermitted):
            refuse_project(actor=actor, project=project, seen=project.version, reason="重复")
    with pytest.raises(Invalid, match="理由"):
        refuse_project(actor=world.division_head, project=project, seen=project.version, reason=" ")
    accept_project(
        actor=world.division_head, project=project, seen=project.version, reason="符合重点任务",
        number="2026-01", granted_fen=500 * WAN,
    )  # fmt: skip
    report_progress(actor=world.staff, project=project, seen=project.version, text="样件试制。")
    close_project(actor=world.officer, project=project, seen=project.version, text="目标完成。")

    assert project.state == ProjectState.CLOSED
    assert (project.granted_fen, project.decision_reason) == (500 * WAN, "符合重点任务")


def test_a_draft_is_the_centers_own_until_it_is_proposed_and_again_when_returned(world: SupportWorld) -> None:
    project = draft_project(actor=world.staff, center=world.center, draft=DRAFT)
    assert not may_view(world.officer, project)
    submit_project(actor=world.staff, project=project, seen=project.version)
    assert may_view(world.officer, project)
    return_project(actor=world.officer, project=project, seen=project.version, reason="补充指标")

    assert project.state == ProjectState.DRAFT
    for actor in (world.officer, world.bureau, world.other_staff, world.member):
        assert not may_view(actor, project)


@pytest.mark.parametrize(
    "change",
    [{"technology_type": "magic"}, {"organisation_mode": "alone"}, {"budget_fen": 0}, {"title": " "}],
)
def test_a_project_names_what_the_pack_knows(world: SupportWorld, change: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        draft_project(actor=world.staff, center=world.center, draft=ProjectDraft(**DRAFT.__dict__ | change))


@pytest.mark.clause("6.1-3")
def test_a_problem_left_lying_is_brought_to_the_division_head_and_the_leadership(world: SupportWorld) -> None:
    problem = raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
    # Fifteen working days after Monday, 23 November 2026.
    assert problem.due_on == date(2026, 12, 14)
    assign_problem(
        actor=world.officer, problem=problem, seen=problem.version, owner=world.city,
        parties=[world.house(world.other_city)],
    )  # fmt: skip
    with pytest.raises(Blocked, match="期限还没有过"):
        escalate_problem(actor=world.staff, problem=problem, seen=problem.version, reason="太慢")
    with clock.at(clock.moment_on(date(2026, 12, 14))), pytest.raises(Blocked):
        escalate_problem(actor=world.staff, problem=problem, seen=problem.version, reason="太慢")
    with clock.at(clock.moment_on(date(2026, 12, 15))):
        assert problem.is_overdue(clock.today())
        escalate_problem(actor=world.staff, problem=problem, seen=problem.version, reason="到期未答复")
        assert problem.level == Level.DIVISION_HEAD
        with pytest.raises(NotPermitted, match="处室负责人"):
            assign_problem(actor=world.officer, problem=problem, seen=problem.version, owner=world.industry)
        escalate_problem(
            actor=world.division_head, problem=problem, seen=problem.version, reason="需厅领导协调"
        )
        with pytest.raises(Blocked):
            escalate_problem(actor=world.division_head, problem=problem, seen=problem.version, reason="再上")
        assign_problem(actor=world.leader, problem=problem, seen=problem.version, owner=world.industry)
        answer_problem(actor=world.supervisor, problem=problem, seen=problem.version, text="两地互认。")
        close_problem(actor=world.staff, problem=problem, seen=problem.version, text="已互认。")

    assert (problem.level, problem.state) == (Level.LEADERSHIP, ProblemState.CLOSED)


def test_only_those_who_take_part_read_a_problem(world: SupportWorld) -> None:
    problem = raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)
    outside = {"its city": world.bureau, "another city": world.other_city, "member": world.member,
               "another center": world.other_staff}  # fmt: skip
    for name, actor in outside.items():
        assert not may_view(actor, problem), name
    assign_problem(
        actor=world.officer, problem=problem, seen=problem.version, owner=world.city,
        parties=[world.house(world.other_city)],
    )  # fmt: skip

    assert {name for name, actor in outside.items() if may_view(actor, problem)} == {
        "its city",
        "another city",
    }
    with pytest.raises(NotPermitted):
        answer_problem(actor=world.other_city, problem=problem, seen=problem.version, text="不归我")


def test_a_city_raises_a_problem_of_its_own(world: SupportWorld) -> None:
    problem = raise_problem(actor=world.bureau, center=None, draft=PROBLEM)

    assert may_view(world.bureau, problem)
    assert not may_view(world.staff, problem)
    with pytest.raises(NotPermitted):
        raise_problem(actor=world.firm, center=None, draft=PROBLEM)
    with pytest.raises(NotFound):
        raise_problem(actor=world.other_city, center=world.center, draft=PROBLEM)


def test_what_waits_stands_on_the_work_list_of_whom_it_waits_for(world: SupportWorld) -> None:
    world.promise(due_on=date(2026, 12, 23))
    world.promise(due_on=date(2026, 12, 24), text="一个月之后才到期")
    world.draft()
    proposed(world)
    raise_problem(actor=world.staff, center=world.center, draft=PROBLEM)

    def of(actor: object) -> list[str]:
        return sorted(work.what.split("：")[0] for work in errands(actor))  # type: ignore[arg-type]

    assert of(world.bureau) == ["履行支持承诺", "签署支持协议"]
    assert of(world.officer) == ["交办协调事项", "决定是否立项"]
    assert of(world.division_head) == ["决定是否立项", "签署支持协议"]
    assert of(world.staff) == of(world.other_city) == of(world.firm) == []
    with days_later(1):
        assert of(world.bureau) == ["履行支持承诺", "履行支持承诺", "签署支持协议"]
    with days_later(31):
        assert "核实逾期未履行的支持承诺 1 项" in of(world.officer)
    assert Problem.objects.get().owner is None
