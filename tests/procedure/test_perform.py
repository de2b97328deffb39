"""One verb, one transaction: who may, at which version, in which stage, and what is left when refused."""

import pytest

from tests.factories.line import LineWorld
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.procedure.everywhere import resume, withdraw
from xiangchuang.procedure.models import Case, CaseState, FieldComment, Participant, WorkItem
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.stages import advance
from xiangchuang.proposals.formal_check import comment_field, pass_formal_check, return_from_formal_check


def test_a_verb_writes_one_entry_with_person_role_clause_and_version_seen(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    seen = case.version
    pass_formal_check(actor=world.actor("officer"), case=case, seen=seen)
    entry = entries_of_case(case.number).get(verb="pass_formal_check")
    assert (entry.actor, entry.role, entry.clause) == (
        world.actor("officer").ledger_name,
        "officer",
        "default",
    )
    assert entry.on_behalf_name == world.province.department.name
    assert entry.detail == {"stage": "formal_check", "round": 1, "seen": seen, "outcome": "passed"}


def test_the_second_of_two_officers_learns_that_the_first_was_faster(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    other_screen = Case.objects.get(pk=case.pk)
    comment_field(
        actor=world.actor("officer"),
        case=case,
        seen=case.version,
        anchor="direction",
        label="方向",
        text="写细。",
    )
    before = LedgerEntry.objects.count()
    with pytest.raises(Stale, match="内容已被更新"):
        pass_formal_check(actor=world.actor("officer"), case=other_screen, seen=other_screen.version)
    assert Case.objects.get(pk=case.pk).stage_code == "formal_check"
    assert LedgerEntry.objects.count() == before


def test_the_same_click_sent_twice_passes_once(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    seen = case.version
    pass_formal_check(actor=world.actor("officer"), case=case, seen=seen)
    with pytest.raises(Stale):
        pass_formal_check(actor=world.actor("officer"), case=case, seen=seen)
    assert case.runs.filter(stage_code="plan").count() == 1


def test_a_stranger_cannot_tell_the_case_from_one_that_does_not_exist(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    with pytest.raises(NotFound):
        pass_formal_check(actor=world.actor("other_city"), case=case, seen=case.version)


def test_who_sees_the_case_without_the_role_is_told_whose_step_it_is(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    with pytest.raises(NotPermitted, match="不由您办理"):
        pass_formal_check(actor=world.actor("lead"), case=case, seen=case.version)


def test_a_verb_of_another_stage_is_refused_whoever_asks(world: LineWorld) -> None:
    case = world.at_stage("plan")
    with pytest.raises(Blocked, match="现在的阶段不能办理"):
        pass_formal_check(actor=world.actor("officer"), case=case, seen=case.version)


def test_what_a_guard_holds_leaves_neither_change_nor_entry(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    officer = world.actor("officer")
    comment_field(actor=officer, case=case, seen=case.version, anchor="tasks", label="任务", text="太少。")
    before = (case.version, LedgerEntry.objects.count(), WorkItem.objects.count())
    with pytest.raises(Blocked, match="还有 1 条审查意见没有了结"):
        pass_formal_check(actor=officer, case=case, seen=case.version)
    case.refresh_from_db()
    assert (case.version, LedgerEntry.objects.count(), WorkItem.objects.count()) == before
    assert FieldComment.objects.get().resolved_at is None


def test_a_return_opens_the_earlier_stage_in_a_second_round(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    return_from_formal_check(
        actor=world.actor("officer"), case=case, seen=case.version, reason="重点任务太少。"
    )
    assert (case.stage_code, case.holder_organization) == ("intention", world.lead)
    assert [r.round for r in case.runs.filter(stage_code="intention")] == [1, 2]
    assert case.submitted_at is not None, "a returned case stays visible to the department"


def test_withdrawal_ends_the_case_and_every_wait(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    withdraw(actor=world.actor("lead"), case=case, seen=case.version, reason="与其他平台合并申报。")
    assert (case.state, case.holder_role, case.due_on) == (CaseState.WITHDRAWN, "", None)
    assert case.closed_at is not None
    assert not WorkItem.objects.filter(case=case, closed_at__isnull=True).exists()
    assert case.runs.get(stage_code="conditions").reason == "与其他平台合并申报。"


def test_only_the_lead_withdraws(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    for part in ("officer", "member", "city_bureau"):
        with pytest.raises(NotPermitted):
            withdraw(actor=world.actor(part), case=case, seen=case.version, reason="不应成功。")


def test_a_deferred_case_waits_for_nothing_until_the_officer_resumes_it(whole_world: LineWorld) -> None:
    case = whole_world.at_stage("meeting")
    run = case.runs.get(closed_at__isnull=True)
    advance(case, run, pack_of(case), outcome="deferred", reason="补充材料后再议。", closed_by="会议")
    assert (case.state, case.due_on) == (CaseState.DEFERRED, None)
    assert not WorkItem.objects.filter(case=case, closed_at__isnull=True).exists()
    with pytest.raises(NotPermitted):
        resume(actor=whole_world.actor("lead"), case=case, seen=case.version)
    resume(actor=whole_world.actor("officer"), case=case, seen=case.version)
    assert (case.state, case.stage_code) == (CaseState.OPEN, "meeting")
    assert case.runs.filter(stage_code="meeting").count() == 2


def test_who_left_the_consortium_no_longer_sees_the_case(world: LineWorld) -> None:
    case = world.at_stage("formal_check")
    Participant.objects.filter(case=case, organization=world.member).update(until=case.opened_at)
    with pytest.raises(NotFound):
        pass_formal_check(actor=world.actor("member"), case=case, seen=case.version)


def test_case_numbers_run_without_gaps(world: LineWorld) -> None:
    numbers = [world.new_line(f"示例中心{n}").begin().case.number for n in range(3)]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]
