"""The three-year cycle: mid-term check, acceptance, extension; who does what, and by when."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.centers import CenterWorld
from tests.factories.registers import StoredFileFactory
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.calendars import clock as the_clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.holidays import load_holidays
from xiangchuang.research.extend_cycle import answer_extension, ask_extension
from xiangchuang.research.hand_in_step import REPORT_PURPOSE, hand_in_step
from xiangchuang.research.judge_step import judge_step
from xiangchuang.research.models import CycleStep, StepState
from xiangchuang.research.open_cycle import lay_down_cycle, open_cycle


@pytest.fixture
def steps(world: CenterWorld, hunan_pack: Pack) -> dict[str, CycleStep]:
    return {step.code: step for step in lay_down_cycle(world.center, hunan_pack)}


def hand_in(world: CenterWorld, step: CycleStep, summary: str = "任务按期完成") -> None:
    report = StoredFileFactory(purpose=REPORT_PURPOSE, uploaded_by=world.staff.user)
    hand_in_step(actor=world.staff, step=step, seen=step.version, summary=summary, report=report)


def judge(world: CenterWorld, step: CycleStep, finding: StepState, opinion: str = "") -> None:
    judge_step(actor=world.officer, step=step, seen=step.version, finding=finding, opinion=opinion)


@pytest.mark.clause("3.3-3", "A.7.1")
def test_the_cycle_begins_with_its_dates_on_working_days(
    world: CenterWorld, steps: dict[str, CycleStep]
) -> None:
    """3.3-3 一般以三年为建设周期; A.7.1 dates start it: 2026-03-02 to 2029-03-01.

    18 months after the start is 2027-09-02, a Thursday; 3 months after the end 2029-06-01, a Friday.
    """
    owed = {code: step.obligation for code, step in steps.items()}
    assert owed["mid_term"].due_on == date(2027, 9, 2)
    assert owed["acceptance"].due_on == date(2029, 6, 1)
    assert owed["mid_term"].due_provisional
    load_holidays(
        [(date(2027, 9, 2), False), (date(2027, 9, 3), False), (date(2027, 10, 1), False)], source="虚构通知"
    )
    owed["mid_term"].refresh_from_db()
    assert (owed["mid_term"].due_on, owed["mid_term"].due_provisional) == (date(2027, 9, 6), False)


def test_every_step_and_the_extension_say_which_practice_they_come_from(
    hunan_pack: Pack, minimal_pack: Pack
) -> None:
    rules = [*hunan_pack.research.cycle_steps, hunan_pack.research.extension, hunan_pack.research.rework]
    assert all(rule and rule.is_default and rule.origin and rule.interprets == "3.3-3" for rule in rules)
    assert minimal_pack.research.cycle_steps == ()


def test_a_step_is_handed_in_returned_handed_in_again_and_passed(
    world: CenterWorld, steps: dict[str, CycleStep], on_15_june: None
) -> None:
    step = steps["mid_term"]
    with pytest.raises(Blocked, match="没有待审查的材料"):
        judge(world, step, StepState.PASSED)
    hand_in(world, step)
    step.obligation.refresh_from_db()
    assert step.obligation.fulfilled_at is not None
    with pytest.raises(Blocked, match="已经提交"):
        hand_in(world, step)
    with pytest.raises(Invalid, match="审查意见没有填写"):
        judge(world, step, StepState.RETURNED)
    judge(world, step, StepState.RETURNED, "补充经费决算")
    step.obligation.refresh_from_db()
    # 20 working days after Monday 15 June 2026, with no holidays known: four weeks.
    assert (step.obligation.fulfilled_at, step.rework_by) == (None, date(2026, 7, 13))
    hand_in(world, step)
    judge(world, step, StepState.PASSED)
    assert step.state == StepState.PASSED
    verbs = LedgerEntry.objects.filter(case_number=world.center.ledger_key).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "hand_in_cycle_step", "return_cycle_step", "hand_in_cycle_step", "pass_cycle_step",
    ]  # fmt: skip


def test_the_center_hands_in_the_department_finds_and_strangers_learn_nothing(
    world: CenterWorld, steps: dict[str, CycleStep]
) -> None:
    step = steps["mid_term"]
    report = StoredFileFactory(purpose=REPORT_PURPOSE, uploaded_by=world.staff.user)
    for person in (world.officer, world.bureau, world.member):
        with pytest.raises(NotPermitted):
            hand_in_step(actor=person, step=step, seen=1, summary="自评", report=report)
    with pytest.raises(NotFound):
        hand_in_step(actor=world.other_staff, step=step, seen=1, summary="自评", report=report)
    hand_in(world, step)
    for person in (world.staff, world.bureau, world.member):
        with pytest.raises(NotPermitted):
            judge_step(actor=person, step=step, seen=2, finding=StepState.PASSED, opinion="")
    with pytest.raises(NotFound):
        judge_step(actor=world.firm, step=step, seen=2, finding=StepState.PASSED, opinion="")
    with pytest.raises(Stale):
        judge_step(actor=world.officer, step=step, seen=1, finding=StepState.PASSED, opinion="")


def test_a_step_wants_a_summary_and_a_report(world: CenterWorld, steps: dict[str, CycleStep]) -> None:
    with pytest.raises(Invalid, match="没有附报告"):
        hand_in_step(actor=world.staff, step=steps["mid_term"], seen=1, summary="自评")
    with pytest.raises(Invalid, match="自评没有填写"):
        hand_in(world, steps["mid_term"], summary=" ")


def test_acceptance_follows_the_mid_term_check_and_may_fail_with_a_reason(
    world: CenterWorld, steps: dict[str, CycleStep]
) -> None:
    with pytest.raises(Blocked, match="中期检查还没有通过"):
        hand_in(world, steps["acceptance"])
    hand_in(world, steps["mid_term"])
    with pytest.raises(Invalid, match="没有这种结论"):
        judge(world, steps["mid_term"], StepState.FAILED, "未完成")
    judge(world, steps["mid_term"], StepState.PASSED)
    hand_in(world, steps["acceptance"])
    judge(world, steps["acceptance"], StepState.FAILED, "主要任务未完成")
    assert steps["acceptance"].state == StepState.FAILED


def test_an_extension_moves_the_end_and_the_acceptance_once(
    world: CenterWorld, steps: dict[str, CycleStep], on_15_june: None
) -> None:
    late, fit = date(2030, 3, 2), date(2030, 3, 1)
    with pytest.raises(Invalid, match="不晚于 2030-03-01"):
        ask_extension(actor=world.staff, center=world.center, new_end_on=late, reason="试验场地推迟交付")
    for person, refusal in ((world.officer, NotPermitted), (world.firm, NotFound)):
        with pytest.raises(refusal):
            ask_extension(actor=person, center=world.center, new_end_on=fit, reason="推迟")
    asked = ask_extension(actor=world.staff, center=world.center, new_end_on=fit, reason="试验场地推迟交付")
    with pytest.raises(Blocked, match="等待答复"):
        ask_extension(actor=world.staff, center=world.center, new_end_on=fit, reason="再申请")
    with pytest.raises(NotPermitted):
        answer_extension(actor=world.staff, extension=asked, grants=True, answer="")
    answer_extension(actor=world.officer, extension=asked, grants=True, answer="同意")
    world.center.refresh_from_db()
    owed = CycleStep.objects.get(center=world.center, code="acceptance").obligation
    # 1 June 2030 is a Saturday: the acceptance rolls to Monday.
    assert (world.center.cycle_ends_on, owed.due_on) == (fit, date(2030, 6, 3))
    with pytest.raises(Blocked, match="最多延期 1 次"):
        ask_extension(actor=world.staff, center=world.center, new_end_on=date(2030, 9, 1), reason="再延")


def test_a_declined_wish_says_why_and_leaves_the_cycle_alone(
    world: CenterWorld, steps: dict[str, CycleStep]
) -> None:
    asked = ask_extension(
        actor=world.staff, center=world.center, new_end_on=date(2029, 9, 1), reason="试验场地推迟交付"
    )
    with pytest.raises(Invalid, match="答复没有填写"):
        answer_extension(actor=world.division_head, extension=asked, grants=False, answer="")
    answer_extension(actor=world.division_head, extension=asked, grants=False, answer="任务可按期完成")
    world.center.refresh_from_db()
    assert world.center.cycle_ends_on == date(2029, 3, 1)
    with pytest.raises(Blocked, match="已经答复"):
        answer_extension(actor=world.officer, extension=asked, grants=True, answer="")


def test_a_center_founded_before_cycles_were_kept_gets_its_steps_from_the_department(
    world: CenterWorld,
) -> None:
    with pytest.raises(NotPermitted):
        open_cycle(actor=world.staff, center=world.center)
    client = signed_in(world.officer)
    assert "建立周期节点" in read(client, reverse("research:cycle", args=[world.center.pk]))
    assert client.post(reverse("research:lay-down", args=[world.center.pk])).status_code == 302
    with pytest.raises(Blocked, match="已经建立"):
        open_cycle(actor=world.officer, center=world.center)


def test_both_sides_see_on_one_page_whose_turn_it_is(world: CenterWorld, steps: dict[str, CycleStep]) -> None:
    address = reverse("research:cycle", args=[world.center.pk])
    with the_clock.at(the_clock.moment_on(date(2027, 9, 1))):
        assert "还剩 1 个工作日" in text_of(read(signed_in(world.staff), address))
    assert "提交中期检查材料" in read(signed_in(world.staff), address)
    assert "提交中期检查材料" not in read(signed_in(world.officer), address)
    hand_in(world, steps["mid_term"])
    assert "审查中期检查" in read(signed_in(world.officer), address)
    assert "审查中期检查" in read(signed_in(world.officer), reverse("workbench:work-list"))
    assert "待审查" in text_of(read(signed_in(world.staff), address))
    form = reverse("research:judge", args=[world.center.pk, "mid_term"])
    assert "还没有到期的里程碑" in read(signed_in(world.officer), form)
    answer = signed_in(world.officer).post(form, {"finding": "passed", "opinion": "", "version": "2"})
    assert answer.status_code == 302
    assert "通过" in text_of(read(signed_in(world.bureau), address))
