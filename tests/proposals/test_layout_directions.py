"""An application on a direction: its window, its cap, its queue, its mode (5.1-2, 3.1-1, 3.1.3-1, 3.3-2)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo.line import Line
from xiangchuang.layouts.board import board_of, items_of
from xiangchuang.layouts.choose_mode import choose_mode
from xiangchuang.layouts.circulate_layout import circulate_layout, reply_to_layout
from xiangchuang.layouts.draft_layout import LayoutDraft, draft_layout
from xiangchuang.layouts.later_stages import Taken, new_builds, occupants_for, places_taken
from xiangchuang.layouts.models import Direction, LayoutState, LayoutVersion
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.plan_direction import DirectionDraft, add_direction, close_direction
from xiangchuang.layouts.publish_layout import confirm_layout, publish_layout
from xiangchuang.layouts.rules import planning
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.platforms.convert import plan_conversion
from xiangchuang.platforms.register_platform import PlatformDraft, register_platform
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.direction_queue import queue_of
from xiangchuang.proposals.intention import IntentionDraft, begin_intention, save_intention, submit_intention
from xiangchuang.proposals.invite import invite
from xiangchuang.proposals.models import Proposal
from xiangchuang.workbench.invariants_of_apps import invariants

DEEP = Place("major_needs", "deep_equipment", technology_type="key_common", prefecture="430100")


@pytest.fixture
def world(db: None) -> Iterator[LineWorld]:
    """The small province on a Monday that stands still."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield LineWorld.build(enterprises=16)


@pytest.fixture
def expert_world(db: None) -> Iterator[LineWorld]:
    """The same with experts enough for a panel, and days that pass between the steps."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield LineWorld.build(enterprises=16, experts=ALL_EXPERTS, days_pass=True)


def published(world: LineWorld, **changes: Any) -> Direction:
    """One direction of a layout in force: circulated to Changsha, agreed, confirmed, published."""
    officer, cap = world.actor("officer"), changes.pop("layout_cap", 10)
    layout = draft_layout(
        actor=officer,
        draft=LayoutDraft("总体布局", "补齐空白", date(2026, 1, 1), date(2028, 12, 31), cap),
    )
    asked: dict[str, Any] = {"category": "field_specific", "place": DEEP, "need": "主轴承"}
    direction = add_direction(
        actor=officer, layout=layout, seen=layout.version,
        draft=DirectionDraft("盾构关键部件", **asked | changes),
    )  # fmt: skip
    circulate_layout(actor=officer, layout=layout, seen=layout.version, to=[world.bureau])
    reply = layout.replies.get()
    reply_to_layout(actor=world.actor("city_bureau"), reply=reply, seen=reply.version, stance="agrees")
    confirm_layout(actor=world.actor("leadership"), layout=layout, seen=layout.version, text="通过")
    publish_layout(actor=officer, layout=layout, seen=layout.version)
    direction.refresh_from_db()
    return direction


def line_of(world: LineWorld, number: int, title: str = "") -> Line:
    """A line of the enterprise of that number; 0 and 14 work in the direction's field."""
    return world.new_line(title or f"示例第{number}技术创新中心", world.province.enterprises[number]).begin()


def saved(line: Line, **changes: Any) -> None:
    """Save the line's whole intention with these changes."""
    draft = line.draft()
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__} | changes
    save_intention(actor=line.staff, case=line.case, seen=line.case.version, draft=IntentionDraft(**values))


def handed_in(line: Line, **changes: Any) -> Proposal:
    """Save and submit."""
    saved(line, **changes)
    submit_intention(actor=line.staff, case=line.case, seen=line.case.version)
    return Proposal.objects.get(case=line.case)


def refused(line: Line, **changes: Any) -> Blocked:
    """Save, try to submit, return the refusal."""
    saved(line, **changes)
    with pytest.raises(Blocked) as caught:
        submit_intention(actor=line.staff, case=line.case, seen=line.case.version)
    return caught.value


def test_before_a_layout_is_published_nobody_is_asked_for_a_direction(world: LineWorld) -> None:
    proposal = handed_in(line_of(world, 0))
    assert (proposal.layout_direction, proposal.undirected_reason) == (None, "")
    page = read(signed_in(world.actor("lead")), reverse("proposals:begin"))
    assert "布局方向" not in page


@pytest.mark.clause("5.1-2")
def test_an_intention_names_the_open_direction_it_answers(world: LineWorld) -> None:
    direction = published(world)
    lead = world.actor("lead")
    client = signed_in(lead)
    client.post(
        f"{reverse('proposals:begin')}?direction={direction.pk}", {"lead": world.lead.pk, "title": "示例中心"}
    )
    proposal = Proposal.objects.get()
    assert (proposal.layout_direction, proposal.field, proposal.category) == (
        direction, "deep_equipment", "field_specific",
    )  # fmt: skip
    page = read(client, reverse("proposals:intention", args=[proposal.case.number]))
    assert f"{direction.number} 盾构关键部件（深海深地深空装备，余 1 个名额）" in page
    line = world.new_line("示例中心")
    line.case = proposal.case
    assert handed_in(line).layout_direction == direction
    noted = entries_of_case(proposal.case.number).get(verb="submit_intention")
    assert noted.detail["direction"] == direction.number
    shown = text_of(
        read(signed_in(world.actor("officer")), reverse("workbench:case", args=[proposal.case.number]))
    )
    assert f"{direction.number} 盾构关键部件" in shown


@pytest.mark.clause("3.2-2")
def test_outside_of_all_directions_an_intention_gives_its_reason(world: LineWorld) -> None:
    published(world)
    line = line_of(world, 1)
    why = refused(line, layout_direction_id=None, undirected_reason="")
    assert (why.clause, "布局方向以外" in str(why)) == ("5.1-2", True)
    assert handed_in(line, layout_direction_id=None, undirected_reason="市场急需").handed_in_at


def test_a_direction_of_another_field_or_category_is_not_answered(world: LineWorld) -> None:
    direction = published(world)
    assert "属于领域类、深海深地深空装备" in str(refused(line_of(world, 1), layout_direction_id=direction.pk))


def test_nothing_is_handed_in_outside_the_window_nor_after_the_closing(world: LineWorld) -> None:
    direction = published(world, opens_on=date(2026, 12, 1), closes_on=date(2026, 12, 31))
    line = line_of(world, 0)
    assert "不在受理时间内（2026-12-01 至 2026-12-31）" in str(
        refused(line, layout_direction_id=direction.pk)
    )
    with clock.at(clock.moment_on(date(2026, 12, 1))):
        close_direction(
            actor=world.actor("officer"), direction=direction, seen=direction.version, reason="名额已满"
        )
        with pytest.raises(Blocked, match="已关闭：换一个开放的方向"):
            submit_intention(actor=line.staff, case=line.case, seen=line.case.version)


def test_what_was_handed_in_goes_on_when_its_direction_closes(world: LineWorld) -> None:
    direction = published(world)
    line = line_of(world, 0)
    handed_in(line)
    line.advance_to("formal_check")
    close_direction(
        actor=world.actor("officer"), direction=direction, seen=direction.version, reason="不再新收"
    )
    from xiangchuang.proposals.formal_check import return_from_formal_check

    return_from_formal_check(actor=line.officer, case=line.case, seen=line.case.version, reason="写细任务")
    assert line.case.stage_kind == "intake"
    assert handed_in(line, layout_direction_id=direction.pk).layout_direction == direction


@pytest.mark.clause("3.1-1")
def test_places_taken_hold_a_new_application_with_the_numbers(expert_world: LineWorld) -> None:
    world = expert_world
    direction = published(world)
    founded = line_of(world, 0)
    founded.advance_to("publicity")
    assert places_taken([direction])[direction.pk] == Taken(approved=0, decided=1)
    late = line_of(world, 14)
    why = refused(late, layout_direction_id=direction.pk)
    assert "名额已满（名额 1 个：已批准 0 个，已过会 1 个，其余在办 0 个）" in str(why)
    assert why.clause == "3.1-1"


@pytest.mark.clause("3.1-1")
def test_so_many_applications_are_under_way_for_one_place_and_no_more(world: LineWorld) -> None:
    direction = published(world)
    competition = planning().competition
    assert competition is not None
    for number in range(competition.per_place):
        handed_in(line_of(world, 0, f"示例第{number}份"), layout_direction_id=direction.pk)
    why = refused(line_of(world, 14), layout_direction_id=direction.pk)
    assert "其余在办 3 个，最多同时办理 3 份" in str(why)


@pytest.mark.clause("3.1-1")
def test_the_cap_of_the_period_holds_all_and_no_approval_goes_beyond_a_direction(
    expert_world: LineWorld,
) -> None:
    world = expert_world
    direction = published(world, layout_cap=1)
    one, two = line_of(world, 0), line_of(world, 0, "示例又一技术创新中心")
    for line in (one, two):
        handed_in(line, layout_direction_id=direction.pk)
    # While the facts of the year are still those that conditions ask for.
    two.advance_to("formal_check")
    one.advance_to_end()
    layout = LayoutVersion.objects.get()
    assert new_builds(layout.period_from, layout.period_to) == 1
    assert places_taken([direction])[direction.pk] == Taken(approved=1)
    assert "新建上限 1 个已用完" in str(
        refused(line_of(world, 1), layout_direction_id=None, undirected_reason="市场急需")
    )
    two.advance_to("approval")
    with pytest.raises(Blocked, match="名额 1 个已全部批准"):
        two.step()


@pytest.mark.clause("3.1.3-1")
def test_a_conversion_of_an_engineering_center_goes_first_and_the_queue_says_why(world: LineWorld) -> None:
    direction, officer = published(world), world.actor("officer")
    early, converting = line_of(world, 14), line_of(world, 0)
    handed_in(early, layout_direction_id=direction.pk)
    with clock.at(clock.now() + timedelta(hours=1)):
        handed_in(converting, layout_direction_id=direction.pk)
    in_order = [one.proposal.lead for one in queue_of(direction, current_pack())]
    assert in_order == [early.lead, converting.lead]
    pack = current_pack()
    platform = register_platform(
        actor=officer, rules=pack.platforms,
        draft=PlatformDraft(
            name="示例盾构省工程技术研究中心", kind="engineering_technology_center", level="provincial",
            host=converting.lead, field="deep_equipment", approved_by="示例省科学技术厅",
            approved_on=date(2020, 1, 1), source="文件",
        ),
    )  # fmt: skip
    convert(officer, platform, converting)
    queue = queue_of(direction, pack)
    assert [one.proposal.lead for one in queue] == [converting.lead, early.lead]
    assert (queue[0].wins_tie, queue[1].wins_tie) == (True, False)
    page = text_of(read(signed_in(officer), reverse("layouts:direction", args=[direction.pk])))
    assert "由已有工程技术研究中心转建的在前" in page
    converting.advance_to("formal_check")
    check = text_of(
        read(signed_in(officer), reverse("proposals:formal-check", args=[converting.case.number]))
    )
    assert "在这一方向的 2 份在办申报中排第 1" in check
    own = text_of(read(signed_in(early.staff), reverse("layouts:direction", args=[direction.pk])))
    assert early.case.number in own
    assert converting.case.number not in own


def convert(officer: Actor, platform: Any, line: Line) -> None:
    """Let the line's center be built from the platform."""
    plan_conversion(
        actor=officer, rules=current_pack().platforms, platform=platform, case_number=line.case.number,
        becomes="absorbed", remark="整体并入",
    )  # fmt: skip


@pytest.mark.clause("3.3-2")
def test_another_mode_than_the_directions_needs_a_reason_and_stands_in_page_and_ledger(
    world: LineWorld,
) -> None:
    direction = published(world)
    choose_mode(
        actor=world.actor("officer"), direction=direction, seen=direction.version, mode="university_led"
    )
    line = line_of(world, 0)
    why = refused(line, layout_direction_id=direction.pk, mode_reason="")
    assert (why.clause, "与方向建议的“高校院所牵头”不同" in str(why)) == ("3.3-2", True)
    handed_in(line, layout_direction_id=direction.pk, mode_reason="企业已掌握关键技术")
    page = text_of(
        read(signed_in(world.actor("officer")), reverse("workbench:case", args=[line.case.number]))
    )
    assert "企业已掌握关键技术" in page
    assert "方向建议的是“高校院所牵头”" in page
    noted = entries_of_case(line.case.number).get(verb="submit_intention")
    assert (noted.detail["mode"], noted.detail["mode_reason"]) == ("lead_enterprise", "企业已掌握关键技术")


def test_an_invitation_and_a_forged_form_meet_the_same_window(world: LineWorld) -> None:
    direction = published(world, opens_on=date(2026, 12, 1))
    with pytest.raises(Blocked, match="现在不受理申报"):
        invite(
            actor=world.actor("officer"), organization=world.lead, title="示例中心", reason="空白",
            direction=direction,
        )  # fmt: skip
    with pytest.raises(Blocked, match="现在不受理申报"):
        begin_intention(actor=world.actor("lead"), lead=world.lead, title="示例中心", direction=direction)
    with pytest.raises(Invalid, match="没有开放"):
        saved(line_of(world, 0), layout_direction_id=direction.pk + 1)


@pytest.mark.clause("1.2-4")
def test_cases_centers_and_platforms_stand_on_the_board(world: LineWorld) -> None:
    direction, officer = published(world), world.actor("officer")
    handed_in(line_of(world, 0))
    pack = current_pack()
    items = items_of(occupants_for(officer), [direction], places_taken([direction]), [])
    board = board_of(
        items, pack, [("field_specific", "领域类")], by="category", crowded_from=planning().crowded.occupants
    )
    line = next(line for line in board.lines if line.field == "deep_equipment")
    assert line.total.counts["case"] == 1
    assert line.total.counts["direction"] == 1
    page = text_of(read(signed_in(officer), reverse("layouts:board")))
    assert "在办 1" in page


@pytest.mark.clause("1.2-6")
def test_a_case_that_wants_the_same_elsewhere_is_brought_up_at_the_formal_check(world: LineWorld) -> None:
    here, there = line_of(world, 0, "示例盾构主轴承中心"), line_of(world, 1, "示例超大盾构主轴承中心")
    other = line_of(world, 5, "示例油茶良种选育中心")
    for line in (there, other):
        handed_in(line, direction=f"{line.title}的研发和中试")
    handed_in(here, direction="刀盘刀具")
    here.advance_to("formal_check")
    page = text_of(
        read(signed_in(world.actor("officer")), reverse("proposals:formal-check", args=[here.case.number]))
    )
    assert "示例超大盾构主轴承中心" in page
    assert "不同市州、不同领域" in page
    assert "示例油茶良种选育中心" not in page


def test_what_must_hold_of_layouts_and_applications_holds(world: LineWorld) -> None:
    direction = published(world)
    proposal = handed_in(line_of(world, 0))
    kept = {
        name: rule for name, rule in invariants().items() if name.split(".")[0] in ("layouts", "proposals")
    }
    assert len(kept) == 6
    # A layout takes a number of the agency's own series, as its other papers do.
    kept["numbers"] = invariants()["decisions.every_number_is_given_once_and_none_is_left_out"]
    assert not [fault for rule in kept.values() for fault in rule()]
    LayoutVersion.objects.update(state=LayoutState.SUPERSEDED, content={"title": "另一版"})
    Proposal.objects.filter(pk=proposal.pk).update(category="comprehensive")
    told = {name for name, rule in kept.items() if "." in name and list(rule())}
    assert {name.split(".")[1] for name in told} == {
        "a_published_layout_is_what_was_published", "an_open_direction_stands_in_the_layout_in_force",
        "an_application_is_of_the_category_of_its_direction",
    }  # fmt: skip
    assert direction.state == "open"
