"""A version of the layout: drafted, circulated, answered, confirmed, published, superseded (5.1-2, 6.1-1)."""

from datetime import date, timedelta

import pytest

from tests.layouts.world import HEALTH, LayoutWorld
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.calendars import clock
from xiangchuang.layouts.circulate_layout import answer_reply, reply_to_layout
from xiangchuang.layouts.draft_layout import LayoutDraft, amend_layout
from xiangchuang.layouts.models import DirectionState, LayoutState
from xiangchuang.layouts.plan_direction import drop_direction
from xiangchuang.layouts.publish_layout import confirm_layout, number_of, publish_layout, return_layout
from xiangchuang.layouts.queries import find_version, layout_in_force, versions_visible_to
from xiangchuang.layouts.render_layout import layout_bytes
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.notify.models import Message


@pytest.mark.clause("5.1-2")
def test_the_department_drafts_the_leadership_confirms_and_the_layout_is_published_with_a_number(
    world: LayoutWorld,
) -> None:
    layout = world.layout()
    direction = world.direction(layout)
    with pytest.raises(Blocked, match="还没有征求意见"):
        confirm_layout(actor=world.leader, layout=layout, seen=layout.version, text="通过")
    world.published(layout)
    direction.refresh_from_db()

    assert layout.state == LayoutState.PUBLISHED
    assert number_of(layout) == "湘科发〔2026〕1号"
    assert direction.state == DirectionState.OPEN
    assert layout.content is not None
    assert [d["title"] for d in layout.content["directions"]] == ["盾构关键部件"]
    assert layout_in_force() == layout
    assert [entry.verb for entry in entries_of_case(layout.ledger_key)][-2:] == [
        "confirm_layout",
        "publish_layout",
    ]


@pytest.mark.clause("6.1-1")
def test_departments_and_cities_reply_within_a_term_and_are_answered_before_confirmation(
    world: LayoutWorld,
) -> None:
    layout = world.layout()
    world.direction(layout)
    world.circulated(layout)
    # Ten working days from Monday 23 November.
    assert layout.replies_due_on == date(2026, 12, 7)
    assert Message.objects.filter(kind="layout_reply_asked").count() == 4  # a department has two roles
    own, other = (layout.replies.get(organization=unit) for unit in (world.changsha, world.zhuzhou))
    with pytest.raises(Invalid, match="具体意见没有填写"):
        reply_to_layout(actor=world.city, reply=own, seen=own.version, stance="changes")
    reply_to_layout(actor=world.city, reply=own, seen=own.version, stance="changes", text="增加医疗器械。")
    with pytest.raises(Blocked, match=r"还有 2 个单位没有反馈.*还有 1 份意见没有答复"):
        confirm_layout(actor=world.leader, layout=layout, seen=layout.version, text="通过")

    answer_reply(actor=world.officer, reply=own, seen=own.version, handling="adopted", text="已增加方向。")
    assert Message.objects.filter(kind="layout_reply_handled").count() == 1
    reply_to_layout(actor=world.other_city, reply=other, seen=other.version, stance="agrees")
    with clock.at(clock.moment_on(date(2026, 12, 7))), pytest.raises(Blocked, match="1 个单位没有反馈"):
        confirm_layout(actor=world.leader, layout=layout, seen=layout.version, text="通过")
    # Silence counts as agreement once the term has passed (default of the pack).
    with clock.at(clock.moment_on(date(2026, 12, 8))):
        confirm_layout(actor=world.leader, layout=layout, seen=layout.version, text="通过")
    assert layout.state == LayoutState.CONFIRMED


@pytest.mark.clause("6.1-1")
def test_a_unit_reads_the_draft_it_was_asked_about_and_no_other(world: LayoutWorld) -> None:
    layout = world.layout()
    world.direction(layout)
    assert not versions_visible_to(world.city).exists()
    world.circulated(layout)
    assert find_version(world.city, layout.pk) == layout
    for stranger in (world.staff, world.expert):
        with pytest.raises(NotFound):
            find_version(stranger, layout.pk)
    reply = layout.replies.get(organization=world.zhuzhou)
    with pytest.raises(NotFound):
        reply_to_layout(actor=world.city, reply=reply, seen=reply.version, stance="agrees")


@pytest.mark.clause("3.1-1")
def test_few_and_fine_a_layout_has_a_cap_and_its_places_stay_within_it(world: LayoutWorld) -> None:
    with pytest.raises(Invalid, match="高于通常的 10 个"):
        world.layout(cap=11)
    layout = world.layout(cap=1)
    world.direction(layout)
    world.direction(layout, "医用影像", place=HEALTH)
    with pytest.raises(Blocked, match="合计 2 个，超过新建上限 1 个"):
        world.circulated(layout)
    with pytest.raises(Invalid, match="名额 2 不在 1 至 1 之间"):
        world.direction(layout, "储能材料", cap=2)


def test_only_one_version_is_under_way_and_the_next_takes_the_open_directions_along(
    world: LayoutWorld,
) -> None:
    first = world.layout()
    kept, left_out = world.direction(first), world.direction(first, "医用影像", place=HEALTH)
    with pytest.raises(Blocked, match="第 1 版还在办理"):
        world.layout()
    world.published(first)
    second = world.layout(title="总体布局（修订）")
    assert {entry.direction for entry in second.entries.all()} == {kept, left_out}
    drop_direction(actor=world.officer, layout=second, seen=second.version, direction=left_out)
    world.published(second)
    for row in (first, kept, left_out):
        row.refresh_from_db()

    assert (first.state, second.state) == (LayoutState.SUPERSEDED, LayoutState.PUBLISHED)
    assert (kept.state, left_out.state) == (DirectionState.OPEN, DirectionState.CLOSED)
    assert left_out.closed_reason == "第2版布局不再列入"
    assert (number_of(first), number_of(second)) == ("湘科发〔2026〕1号", "湘科发〔2026〕2号")


def test_each_step_belongs_to_its_people(world: LayoutWorld) -> None:
    layout = world.layout()
    world.direction(layout)
    draft = LayoutDraft("另一个名称", "考虑", date(2026, 1, 1), date(2027, 1, 1), 5)
    for actor in (world.leader, world.expert, world.staff):
        with pytest.raises((NotPermitted, NotFound)):
            amend_layout(actor=actor, layout=layout, seen=layout.version, draft=draft)
    with pytest.raises(NotPermitted):
        confirm_layout(actor=world.head, layout=layout, seen=layout.version, text="通过")
    with pytest.raises(Stale):
        amend_layout(actor=world.officer, layout=layout, seen=layout.version - 1, draft=draft)
    with pytest.raises(Blocked, match="不能发布"):
        publish_layout(actor=world.officer, layout=layout, seen=layout.version)


def test_a_confirmed_version_is_not_written_until_it_is_returned(world: LayoutWorld) -> None:
    layout = world.layout()
    world.direction(layout)
    world.agreed(world.circulated(layout))
    confirm_layout(actor=world.leader, layout=layout, seen=layout.version, text="通过")
    draft = LayoutDraft("另一个名称", "考虑", date(2026, 1, 1), date(2027, 1, 1), 5)
    with pytest.raises(Blocked, match="不能修改"):
        amend_layout(actor=world.officer, layout=layout, seen=layout.version, draft=draft)
    return_layout(actor=world.leader, layout=layout, seen=layout.version, reason="压缩名额")
    amend_layout(actor=world.officer, layout=layout, seen=layout.version, draft=draft)
    assert (layout.state, layout.cap) == (LayoutState.CIRCULATING, 5)


def test_the_published_layout_is_set_as_pdf_and_word(world: LayoutWorld) -> None:
    layout = world.published()
    assert layout_bytes(layout, "pdf").startswith(b"%PDF")
    assert layout_bytes(layout, "docx").startswith(b"PK")
    assert layout.verification_code


def test_a_period_ends_after_it_begins(world: LayoutWorld) -> None:
    begins = date(2026, 1, 1)
    with pytest.raises(Invalid, match="早于开始日"):
        world.layout(period_from=begins, period_to=begins - timedelta(days=1))
