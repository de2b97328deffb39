"""The leadership meeting: recorded by the division head, carried out by the leadership."""

from datetime import timedelta

import pytest

from tests.decisions.world import World
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import DocumentKind
from xiangchuang.decisions.record_meeting import confirm_meeting, record_meeting
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.procedure.everywhere import resume
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.work_list import work_list


def test_the_division_head_is_asked_for_the_record_and_the_leadership_for_its_decision(world: World) -> None:
    case = world.case_at("meeting")
    assert [i.what for i in work_list(world.division_head).items] == ["record_meeting"]
    assert [i.what for i in work_list(world.leadership).items] == ["meeting"]
    record_meeting(actor=world.division_head, case=case, seen=case.version, draft=world.minutes())
    assert work_list(world.division_head).items == ()
    confirm_meeting(actor=world.leadership, case=case, seen=case.version)
    assert case.stage_code == "publicity"


@pytest.mark.clause("5.1-1")
def test_each_case_is_decided_for_itself_with_terms_of_its_own(world: World) -> None:
    """5.1-1 一事一议: terms of one case reach its own approval and no other's."""
    with_terms, without = world.case_at("meeting"), world.case_at("meeting", title="示例另一技术创新中心")
    world.meet(with_terms, terms="省市按1:1落实建设用房。")
    world.meet(without)
    for case in (with_terms, without):
        world.put(case, "approval")
        world.draft(case)
    assert "省市按1:1落实建设用房。" in str(with_terms.documents.get().content)
    assert "省市按1:1" not in str(without.documents.get().content)


@pytest.mark.clause("3.3-2")
def test_one_center_one_scheme_is_kept_with_the_center(world: World) -> None:
    """3.3-2 一中心一方案: what was agreed for this center alone stays with it."""
    case = world.case_at("meeting")
    world.meet(case, terms="本部设在高校，采用事业单位法人。")
    world.put(case, "approval")
    world.draft(case)
    assert world.approve(case).terms == "本部设在高校，采用事业单位法人。"


def test_a_refusal_ends_the_case_and_goes_out_as_a_numbered_letter_with_its_reasons(world: World) -> None:
    case = world.case_at("meeting")
    world.meet(case, "refuse", reasons="同一领域已有布局。")
    letter = case.documents.get()
    assert case.state == CaseState.REFUSED
    assert letter.kind == DocumentKind.REFUSAL
    assert letter.number == "湘科发〔2026〕1号"
    assert not letter.is_public
    assert "同一领域已有布局。" in str(letter.content["blocks"])


def test_a_deferral_is_a_letter_too_and_the_case_comes_back_to_a_new_meeting(world: World) -> None:
    case = world.case_at("meeting")
    world.meet(case, "defer", reasons="资金安排待落实。")
    assert case.state == CaseState.DEFERRED
    assert case.documents.get().kind == DocumentKind.DEFERRAL
    resume(actor=world.officer, case=case, seen=case.version)
    assert (case.stage_code, case.runs.filter(stage_code="meeting").count()) == ("meeting", 2)
    with pytest.raises(Blocked, match="会议记录还没有登记"):
        confirm_meeting(actor=world.leadership, case=case, seen=case.version)
    world.meet(case)
    assert case.stage_code == "publicity"


def test_nothing_is_carried_out_without_a_record(world: World) -> None:
    case = world.case_at("meeting")
    with pytest.raises(Blocked, match="会议记录还没有登记"):
        confirm_meeting(actor=world.leadership, case=case, seen=case.version)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "会议名称"),
        ({"attendees": ""}, "出席人员"),
        ({"reasons": " "}, "理由"),
        ({"decision": "maybe"}, "会议的决定"),
        ({"held_on": clock.day_of(clock.end_of_day(clock.today())) + timedelta(days=3650)}, "今天之后"),
        ({"held_on": clock.today() - timedelta(days=36500)}, "早于"),
    ],
)
def test_an_incomplete_record_is_refused_in_words(world: World, change: dict[str, object], says: str) -> None:
    case = world.case_at("meeting")
    with pytest.raises(Invalid, match=says):
        record_meeting(
            actor=world.division_head, case=case, seen=case.version, draft=world.minutes(**change)  # type: ignore[arg-type]
        )  # fmt: skip


def test_the_officer_does_not_record_and_the_division_head_does_not_decide(world: World) -> None:
    case = world.case_at("meeting")
    with pytest.raises(NotPermitted):
        record_meeting(actor=world.officer, case=case, seen=case.version, draft=world.minutes())
    record_meeting(actor=world.division_head, case=case, seen=case.version, draft=world.minutes())
    with pytest.raises(NotPermitted):
        confirm_meeting(actor=world.division_head, case=case, seen=case.version)


def test_the_leadership_confirms_only_the_record_it_saw(world: World) -> None:
    case = world.case_at("meeting")
    record_meeting(actor=world.division_head, case=case, seen=case.version, draft=world.minutes())
    seen = case.version
    record_meeting(actor=world.division_head, case=case, seen=seen, draft=world.minutes("refuse"))
    with pytest.raises(Stale):
        confirm_meeting(actor=world.leadership, case=case, seen=seen)
    assert case.stage_code == "meeting"
