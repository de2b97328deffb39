"""A meeting with several cases on its agenda: arranged, recorded case by case, printed before and after."""

import io

import pdfplumber
import pytest

from tests.decisions.test_render_document import fonts  # noqa: F401
from tests.decisions.world import World, signed_in
from xiangchuang.calendars import clock
from xiangchuang.decisions.call_sitting import (
    SittingDraft,
    amend_sitting,
    call_sitting,
    put_on_agenda,
    sittings_visible_to,
    take_off_agenda,
    waiting_runs,
)
from xiangchuang.decisions.meeting_papers import meeting_pdf, minutes_of_case, minutes_of_sitting
from xiangchuang.decisions.models import Sitting
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import StageRun


def draft(**changes: str) -> SittingDraft:
    values = {"title": "2026年第12次厅党组会议", "place": "厅一楼会议室", "chair": "厅长张某"} | changes
    return SittingDraft(held_on=clock.today(), **values)


def text_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages).replace(" ", "").replace("\n", "")


def waiting(world: World, title: str) -> StageRun:
    case = world.case_at("meeting", title=title)
    return case.runs.get(closed_at__isnull=True)


def with_two(world: World) -> tuple[Sitting, StageRun, StageRun]:
    sitting = call_sitting(actor=world.division_head, draft=draft(present="张某\n李某"))
    one, two = waiting(world, "示例第一技术创新中心"), waiting(world, "示例第二技术创新中心")
    put_on_agenda(actor=world.division_head, sitting=sitting, seen=1, run_id=one.pk)
    put_on_agenda(actor=world.division_head, sitting=sitting, seen=2, run_id=two.pk)
    sitting.refresh_from_db()
    return sitting, one, two


def test_two_cases_stand_on_one_agenda_and_each_is_decided_for_itself(world: World) -> None:
    sitting, one, two = with_two(world)
    world.meet(one.case, "approve", reasons="方案成熟。")
    world.meet(two.case, "refuse", reasons="同一领域已有布局。")
    said = text_of(meeting_pdf(minutes_of_sitting(sitting)))
    for expected in ("示例第一技术创新中心", "议定：同意。", "示例第二技术创新中心", "议定：不予通过。",
                     "同一领域已有布局。", "张某、李某", "厅一楼会议室"):  # fmt: skip
        assert expected in said
    assert sitting.decisions.count() == 2


def test_the_agenda_prints_before_anything_is_resolved(world: World) -> None:
    sitting, _one, _two = with_two(world)
    assert text_of(meeting_pdf(minutes_of_sitting(sitting))).count("议定：尚未议定。") == 2


def test_the_record_in_a_cases_file_says_nothing_of_the_other_cases(world: World) -> None:
    sitting, one, two = with_two(world)
    world.meet(one.case, "approve", reasons="方案成熟。", terms="省财政分三年支持。")
    world.meet(two.case, "refuse", reasons="同一领域已有布局。")
    meeting = sitting.decisions.get(case=one.case)
    said = text_of(meeting_pdf(minutes_of_case(meeting)))
    assert "专门约定：省财政分三年支持。" in said
    assert "示例第二" not in said
    address = f"/cases/{one.case.number}/minutes/{meeting.pk}.pdf"
    assert signed_in(world.leadership).get(address).status_code == 200
    assert signed_in(world.applicant).get(address).status_code == 404


def test_a_case_stands_on_one_agenda_only_and_only_while_it_waits(world: World) -> None:
    sitting, one, _two = with_two(world)
    other = call_sitting(actor=world.division_head, draft=draft(title="2026年第13次厅党组会议"))
    with pytest.raises(Blocked, match="第12次"):
        put_on_agenda(actor=world.division_head, sitting=other, seen=1, run_id=one.pk)
    world.meet(one.case)
    with pytest.raises(Blocked, match="已经登记"):
        take_off_agenda(actor=world.division_head, sitting=sitting, seen=sitting.version, run_id=one.pk)
    with pytest.raises(NotFound):
        put_on_agenda(
            actor=world.division_head, sitting=other, seen=other.version,
            run_id=world.case_at("integrity").runs.get(closed_at__isnull=True).pk,
        )  # fmt: skip
    assert one.pk not in waiting_runs(world.officer).values_list("pk", flat=True)


def test_taken_off_it_waits_again(world: World) -> None:
    sitting, one, _two = with_two(world)
    take_off_agenda(actor=world.division_head, sitting=sitting, seen=sitting.version, run_id=one.pk)
    assert waiting_runs(world.officer).filter(agenda_items=None).get() == one


def test_who_may_and_who_may_not(world: World) -> None:
    for actor in (world.officer, world.leadership, world.applicant):
        with pytest.raises(NotPermitted):
            call_sitting(actor=actor, draft=draft())
    with pytest.raises(Invalid, match="地点"):
        call_sitting(actor=world.division_head, draft=draft(place=" "))
    sitting = call_sitting(actor=world.division_head, draft=draft())
    assert not sittings_visible_to(world.applicant).exists()
    amend_sitting(actor=world.division_head, sitting=sitting, seen=1, draft=draft(chair="副厅长"))
    with pytest.raises(Stale):
        amend_sitting(actor=world.division_head, sitting=sitting, seen=1, draft=draft())


def test_the_pages_lead_from_the_desk_to_the_record(world: World) -> None:
    run = waiting(world, "示例第一技术创新中心")
    head = signed_in(world.division_head)
    form = {
        "title": "第12次会议",
        "held_on": "2026-11-04",
        "place": "会议室",
        "chair": "张某",
    }
    assert head.post("/meetings/new/", form).status_code == 302
    sitting = Sitting.objects.get()
    head.post(f"/meetings/{sitting.pk}/agenda/", {"version": "1", "put_on": str(run.pk)})
    page = head.get(f"/meetings/{sitting.pk}/").content.decode()
    assert "示例第一技术创新中心" in page
    assert "登记会议记录" in page
    record = head.get(f"/cases/{run.case.number}/record-meeting/").content.decode()
    assert "第12次会议" in record
    assert head.get(f"/meetings/{sitting.pk}/minutes.pdf").content.startswith(b"%PDF")
    assert "/meetings/" in head.get("/decisions/").content.decode()
    assert signed_in(world.applicant).get(f"/meetings/{sitting.pk}/").status_code == 404
    assert signed_in(world.applicant).get("/decisions/").status_code == 404
