"""Publicity: what a notice says and does not say, how long it stands, and that it is never shortened."""

from datetime import date, timedelta

import pytest

from tests.decisions.world import CONTACT, World, at
from xiangchuang.calendars import clock
from xiangchuang.decisions.publish_notice import (
    extend_notice,
    publish_notice,
    uphold_and_refuse,
)
from xiangchuang.decisions.queries import open_notices, public_notices
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.procedure.everywhere import withdraw
from xiangchuang.procedure.models import Case

ONE_SECOND = timedelta(seconds=1)


def test_a_notice_says_only_what_the_whitelist_holds(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    assert notice.title == "关于拟组建示例地下空间智能装备技术创新中心的公示"
    assert notice.content == [
        ["中心名称", "示例地下空间智能装备技术创新中心"],
        ["类别", "领域类"],
        ["领域", "智能制造"],
        ["牵头单位", "示例掘进装备股份有限公司"],
        ["共建单位", "示例理工大学"],
        ["所在市州", "长沙市"],
    ]


def test_the_contact_person_of_the_applicant_is_not_in_it(world: World) -> None:
    case = world.case_at("publicity")
    proposal = case.proposal
    proposal.contact_name, proposal.contact_phone = "孙某某", "13900001111"
    proposal.save()
    notice = world.publish(case)
    assert "孙某某" not in str(notice.content)
    assert "13900001111" not in str(notice.content)


@pytest.mark.parametrize(
    "leak", ["（张三 13800138000）", "１３８　００１３　８０００", "岳麓大道658号3栋501室"]
)
def test_personal_data_that_got_into_a_field_keeps_the_notice_from_being_published(
    world: World, leak: str
) -> None:
    case = world.case_at("publicity")
    Case.objects.filter(pk=case.pk).update(title=f"示例中心{leak}")
    case.refresh_from_db()
    with pytest.raises(Invalid, match="属于个人信息，不能公开") as refusal:
        world.publish(case)
    assert leak not in refusal.value.message
    assert not public_notices().exists()


def test_the_departments_own_telephone_is_meant_to_be_public(world: World) -> None:
    case = world.case_at("publicity")
    assert world.publish(case).contact == CONTACT
    with pytest.raises(Invalid, match="部门和办公电话"):
        publish_notice(
            actor=world.officer, case=world.case_at("publicity"), seen=1, contact=" "
        )  # fmt: skip


@pytest.mark.clause("5.3-1")
def test_five_working_days_count_the_first_and_skip_the_weekend(world: World) -> None:
    """5.3-1 经公示: from Wednesday 4 November to Tuesday 10 November 2026."""
    notice = world.publish(world.case_at("publicity"))
    assert (notice.opens_on, notice.closes_on) == (date(2026, 11, 4), date(2026, 11, 10))


def test_the_windows_of_hunans_own_practice_come_out(world: World) -> None:
    """2018-09-18 to 25 over 中秋, 2021-07-05 to 09."""
    for opens, closes in (
        (date(2018, 9, 18), date(2018, 9, 25)),
        (date(2021, 7, 5), date(2021, 7, 9)),
    ):
        with at(clock.moment_on(opens)):
            case = world.case_at("publicity")
            assert world.publish(case).closes_on == closes


@pytest.mark.clause("5.3-1")
def test_nothing_is_approved_before_the_window_has_run_to_its_last_second(world: World) -> None:
    """5.3-1 经公示无异议: at 24:00 of the last day, not one second earlier."""
    case = world.case_at("publicity")
    over = world.publish(case).closes_at
    with at(over - ONE_SECOND), pytest.raises(Blocked, match="公示期未满"):
        world.close(case)
    with at(over):
        world.close(case)
    assert case.stage_code == "approval"


def test_the_stage_is_due_on_the_first_working_day_after_the_window(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    case.refresh_from_db()
    assert case.due_on is not None
    assert case.due_on > notice.closes_on
    assert work_calendar().working_days_between(notice.closes_on, case.due_on) == 1
    assert {item.due_on for item in case.work_items.filter(closed_at=None)} == {case.due_on}


def test_it_is_not_closed_before_it_is_published(world: World) -> None:
    case = world.case_at("publicity")
    with pytest.raises(Blocked, match="还没有发布"):
        world.close(case)


def test_a_case_has_one_notice_and_a_double_click_makes_no_second(world: World) -> None:
    case = world.case_at("publicity")
    seen = case.version
    world.publish(case)
    with pytest.raises(Stale):
        publish_notice(actor=world.officer, case=case, seen=seen, contact=CONTACT)
    with pytest.raises(Blocked, match="已经发布"):
        world.publish(case)
    assert case.notices.count() == 1


@pytest.mark.parametrize("days", [0, -1, -6])
def test_the_window_is_never_shortened(world: World, days: int) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    earlier = notice.closes_on + timedelta(days=days)
    with pytest.raises(Invalid, match="只能延长"):
        extend_notice(actor=world.officer, case=case, seen=case.version, closes_on=earlier, reason="系统停机")
    notice.refresh_from_db()
    assert notice.closes_on == date(2026, 11, 10)


def test_an_extension_is_one_act_with_a_reason_the_public_reads(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    later = notice.closes_on + timedelta(days=2)
    with pytest.raises(Invalid, match="原因"):
        extend_notice(actor=world.officer, case=case, seen=case.version, closes_on=later, reason="")
    extend_notice(
        actor=world.officer, case=case, seen=case.version, closes_on=later, reason="11月9日系统停机"
    )
    with at(clock.end_of_day(date(2026, 11, 10))), pytest.raises(Blocked, match="2026-11-12"):
        world.close(case)
    notice.refresh_from_db()
    assert notice.extension_reason == "11月9日系统停机"


def test_no_one_but_the_officer_publishes_or_closes(world: World) -> None:
    case = world.case_at("publicity")
    for actor in (world.leadership, world.division_head, world.applicant, world.city):
        with pytest.raises(NotPermitted):
            publish_notice(actor=actor, case=case, seen=case.version, contact=CONTACT)


def test_it_is_not_refused_for_objections_that_were_never_upheld(world: World) -> None:
    case = world.case_at("publicity")
    world.publish(case)
    with pytest.raises(Blocked, match="没有成立的异议"):
        uphold_and_refuse(actor=world.officer, case=case, seen=case.version, reason="有人反映")


def test_a_withdrawn_case_takes_its_notice_down(world: World) -> None:
    case = world.case_at("publicity")
    world.publish(case)
    assert open_notices(clock.today()).count() == 1
    withdraw(actor=world.applicant, case=case, seen=case.version, reason="联合体调整")
    assert not public_notices().exists()
    assert not open_notices(clock.today()).exists()
