"""The process rail: where a case has been, stands and has yet to go."""

from tests.factories.line import LineWorld
from xiangchuang.procedure.diagram import rail
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.proposals.formal_check import return_from_formal_check


def states(world: LineWorld) -> dict[str, str]:
    return {step.stage.code: step.state for step in rail(world.case)}


def test_a_case_in_the_middle_has_done_stages_behind_and_waiting_ones_ahead(world: LineWorld) -> None:
    world.at_stage("formal_check")
    found = states(world)
    assert [found[s] for s in ("intention", "recommendation", "conditions")] == ["done"] * 3
    assert found["formal_check"] == "current"
    assert {found[s] for s in ("plan", "review", "approval")} == {"waiting"}


def test_a_returned_case_stands_at_the_earlier_stage_in_its_second_round(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    return_from_formal_check(actor=world.actor("officer"), case=case, seen=case.version, reason="写细。")
    first = rail(case)[0]
    assert (first.stage.code, first.state, first.round) == ("intention", "current", 2)
    assert states(world)["formal_check"] == "waiting"


def test_a_withdrawn_case_stopped_where_it_stood(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    withdraw(actor=world.actor("lead"), case=case, seen=case.version, reason="合并申报。")
    assert states(world)["conditions"] == "stopped"


def test_a_revision_that_was_not_needed_is_skipped_and_the_end_is_done(whole_world: LineWorld) -> None:
    whole_world.at_stage("review")
    assert states(whole_world)["revision"] == "waiting"
    case = whole_world.on_to("site_visit")
    found = states(whole_world)
    needed = case.runs.filter(stage_code="revision").exists()
    assert found["revision"] == ("done" if needed else "skipped")
