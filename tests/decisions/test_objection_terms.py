"""An objection has a day for its answer: told to both sides, escalated when it is late; windows only grow."""

from datetime import date, timedelta

import pytest

from tests.decisions.world import CONTACT, World, at, signed_in
from xiangchuang.calendars import clock
from xiangchuang.decisions.invariants import no_window_was_shortened
from xiangchuang.decisions.models import Objection
from xiangchuang.decisions.object_to_notice import handle_objection
from xiangchuang.decisions.objection_terms import late_errands, tell_late
from xiangchuang.decisions.publish_notice import extend_notice, publish_notice
from xiangchuang.notify.queries import visible_to as messages_of
from xiangchuang.procedure.errors import Invalid
from xiangchuang.procedure.holidays import load_holidays
from xiangchuang.procedure.models import CalendarDay
from xiangchuang.procedure.work_list import work_list

# 15 working days after Wednesday 4 November 2026 (no holiday lies between).
ANSWER_BY = date(2026, 11, 25)


@pytest.mark.clause("5.3-1")
def test_the_objector_reads_the_day_under_the_receipt_and_the_officer_in_the_work_list(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    objection = world.object_to(notice)
    assert objection.answer_by == ANSWER_BY
    page = signed_in(world.stranger).get(f"/objections/{objection.receipt}/").content.decode()
    assert "答复期限" in page
    assert "2026年11月25日" in page
    (item,) = [i for i in work_list(world.officer).items if i.what == "handle_objection"]
    assert item.due_on == ANSWER_BY
    (message,) = messages_of(world.officer)
    assert (message.kind, message.values["answer_by"]) == ("objection_received", "2026-11-25")


def test_the_objector_reads_verdict_and_reasons_under_the_receipt(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=objection.pk, verdict="dismissed",
        reasons="经核实，研发平台在申报领域。",
    )  # fmt: skip
    page = signed_in(world.stranger).get(f"/objections/{objection.receipt}/").content.decode()
    assert "异议不成立" in page
    assert "经核实，研发平台在申报领域。" in page


def test_a_late_one_is_escalated_once_to_head_and_leadership(world: World) -> None:
    objection = world.object_to(world.publish(world.case_at("publicity")))
    with at(clock.moment_on(ANSWER_BY)):
        assert tell_late(clock.today()) == ""
    with at(clock.moment_on(ANSWER_BY + timedelta(days=1))):
        assert tell_late(clock.today()) == "逾期未答复的异议：告知 2 次"
        assert tell_late(clock.today()) == ""
        for actor in (world.division_head, world.leadership):
            assert [m.kind for m in messages_of(actor)] == ["objection_late"]
            assert [e.due_on for e in late_errands(actor)] == [ANSWER_BY]
        page = signed_in(world.stranger).get(f"/objections/{objection.receipt}/").content.decode()
        assert "已逾期，已转处室负责人督办" in page


def test_an_answered_one_is_not_late(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    handle_objection(
        actor=world.officer, case=case, seen=case.version, objection_id=objection.pk, verdict="dismissed",
        reasons="不属实。",
    )  # fmt: skip
    with at(clock.moment_on(date(2026, 12, 31))):
        assert tell_late(clock.today()) == ""


def provisional(world: World) -> tuple[object, date]:
    """A notice over days of 2027, whose holidays nobody has published."""
    CalendarDay.objects.filter(day__year=2027).delete()
    with at(clock.moment_on(date(2026, 12, 30))):
        notice = world.publish(world.case_at("publicity"))
    assert notice.closes_provisional
    return notice, notice.closes_on


def test_holidays_published_later_push_the_last_day_out(world: World) -> None:
    notice, announced = provisional(world)
    off = [(date(2027, 1, day), False) for day in range(1, 8)]
    with at(clock.moment_on(date(2026, 12, 31))):
        load_holidays(off, source="国务院办公厅通知")
    notice.refresh_from_db()  # type: ignore[attr-defined]
    assert notice.closes_on > announced  # type: ignore[attr-defined]


def test_holidays_published_later_never_pull_the_last_day_in(world: World) -> None:
    notice, announced = provisional(world)
    works = [(date(2027, 1, day), True) for day in range(1, 11)]
    with at(clock.moment_on(date(2026, 12, 31))):
        load_holidays(works, source="国务院办公厅通知")
    notice.refresh_from_db()  # type: ignore[attr-defined]
    assert notice.closes_on == announced  # type: ignore[attr-defined]
    assert list(no_window_was_shortened()) == []


@pytest.mark.parametrize(
    ("contact", "says"),
    [
        ("平台与基地处 13800138000", "手机号码"),
        ("岳麓区麓谷大道658号，0731-88888888", "详细住址"),
        ("湘A12345 0731-88888888", "车牌号"),
        ("平台与基地处", "办公电话"),
        ("0731-88888888", "办公电话"),
    ],
)
def test_the_contact_is_the_departments_own_and_nobodys_private_one(
    world: World, contact: str, says: str
) -> None:
    case = world.case_at("publicity")
    with pytest.raises(Invalid, match=says):
        publish_notice(actor=world.officer, case=case, seen=case.version, contact=contact)


@pytest.mark.parametrize(
    "contact", [CONTACT, "平台处 0731-88888888，ptc@example.gov.cn", "12345 热线，平台处"]
)
def test_an_office_its_line_and_its_mailbox_are_meant_to_be_public(world: World, contact: str) -> None:
    case = world.case_at("publicity")
    notice = publish_notice(actor=world.officer, case=case, seen=case.version, contact=contact)
    assert notice.contact == contact


def test_an_extension_says_why_without_a_private_number(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    later = notice.closes_on + timedelta(days=3)
    with pytest.raises(Invalid, match="手机号码"):
        extend_notice(
            actor=world.officer, case=case, seen=case.version, closes_on=later, reason="致电13800138000。"
        )
    assert Objection.objects.count() == 0
