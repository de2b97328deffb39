"""A center that ended is wound up in order: no new business, what is under way finished, then closed."""

from datetime import timedelta

import pytest

from tests.adjustments.world import DAY, REASON, Adjusting
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.adjustments.models import WindUp
from xiangchuang.adjustments.open_business import open_business
from xiangchuang.adjustments.wind_up import close_wind_up
from xiangchuang.centers.models import CenterState
from xiangchuang.centers.obligations import operating_centers
from xiangchuang.centers.queries import standings_of
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.marketplace.carry_out_order import accept_delivery, close_order, deliver_order
from xiangchuang.marketplace.choose_answer import choose_answer
from xiangchuang.marketplace.models import JointLaboratory, Offering, Order, OrderKind
from xiangchuang.marketplace.registers import LABORATORIES
from xiangchuang.marketplace.search_index import search
from xiangchuang.notify.models import Message
from xiangchuang.support.propose_project import ProjectDraft, accept_project, draft_project, submit_project

pytestmark = pytest.mark.django_db


def finish(world: Adjusting, order: Order) -> None:
    deliver_order(actor=world.staff, order=order, seen=order.version, delivery="报告一份。")
    accept_delivery(actor=world.firm, order=order, seen=order.version)
    close_order(actor=world.staff, order=order, seen=order.version, reason="款项另议")


@pytest.mark.clause("6.5-1")
def test_a_wind_up_closes_only_when_nothing_is_open(world: Adjusting) -> None:
    order = world.market.agreed()
    wind_up = world.removed().wind_up
    assert [(line.kind, line.title.endswith(order.title)) for line in open_business(world.center)] == [
        ("order", True)
    ]
    with pytest.raises(Blocked, match="还有 1 项"):
        close_wind_up(actor=world.officer, wind_up=wind_up, seen=1, words="都办完了")
    with pytest.raises(NotPermitted):
        close_wind_up(actor=world.staff, wind_up=wind_up, seen=1, words="都办完了")
    with pytest.raises(NotFound):
        close_wind_up(actor=world.rival, wind_up=wind_up, seen=1, words="都办完了")
    finish(world, order)
    with pytest.raises(Invalid):
        close_wind_up(actor=world.officer, wind_up=wind_up, seen=1, words=" ")
    close_wind_up(actor=world.officer, wind_up=wind_up, seen=1, words="在办订单已办结")
    assert WindUp.objects.get().closed_by == world.officer.user
    assert Message.objects.filter(kind="adjustment_order_to_finish").exists()


@pytest.mark.clause("6.5-1", "4.4-1", "4.4-2")
def test_an_ended_center_takes_no_new_business_and_the_firm_is_shown_others_of_the_field(
    world: Adjusting,
) -> None:
    instrument = world.market.offering("instrument")
    other = type(world.center).objects.exclude(pk__in=[world.center.pk]).first()
    type(other).objects.filter(pk=other.pk).update(field=world.center.field)
    offered = world.market.answer(world.market.demand())
    world.removed()
    for attempt in (
        lambda: world.market.request(),
        lambda: world.market.book(instrument),
        lambda: world.market.answer(world.market.demand(title="又一个问题")),
    ):
        with pytest.raises(Blocked) as refused:
            attempt()
        assert "已退出" in refused.value.message
        assert other.name in refused.value.remedy
    with pytest.raises(Blocked):
        choose_answer(actor=world.firm, answer=offered, seen=offered.demand.version)
    assert world.center not in operating_centers(world.center.approved_on + timedelta(days=400))


def test_a_suspended_center_keeps_what_is_agreed_and_serves_again_after_resumption(world: Adjusting) -> None:
    order = world.market.agreed()
    world.decided("suspension")
    with pytest.raises(Blocked, match="暂停运行"):
        world.market.request()
    finish(world, order)
    world.decided("resumption")
    assert world.market.request().pk


@pytest.mark.clause("6.5-1")
def test_a_merger_moves_directory_and_laboratories_by_entries_that_name_their_origin(
    world: Adjusting,
) -> None:
    service = world.market.offering()
    order = world.market.agreed(OrderKind.JOINT_LABORATORY)
    today = world.center.approved_on
    laboratory = record_entry(
        LABORATORIES, actor=world.staff, center=world.center,
        values={"name": "滚刀联合实验室", "organization": world.market.firm, "order": order,
                "purpose": "耐磨材料", "began_on": today, "runs_until": today + 700 * DAY},
    )  # fmt: skip
    adjustment = world.removed("merger", into=world.other)
    moved = Offering.objects.standing().get(center=world.other)
    assert moved.name == f"{service.name}（自{world.center.name}并入）"
    assert not Offering.objects.standing().filter(center=world.center).exists()
    assert list(search(Offering.objects.all(), "滚刀")) == [moved]
    again = JointLaboratory.objects.standing().get()
    assert (again.center, again.organization, again.runs_until) == (
        world.other, world.market.firm, laboratory.runs_until,
    )  # fmt: skip
    pairs = adjustment.wind_up.handovers.values_list("from_row", "to_row")
    assert set(pairs) == {(service.pk, moved.pk), (laboratory.pk, again.pk)}
    change = adjustment.center.state_changes.get()
    assert (change.after, change.into) == (CenterState.MERGED, world.other)


def test_a_conversion_names_what_the_center_becomes(world: Adjusting) -> None:
    adjustment = world.removed("conversion", becomes="省工程技术研究中心（示例）")
    assert "省工程技术研究中心（示例）" in str(adjustment.document.content)
    assert adjustment.case.notices.get().content[-2] == ["转建为", "省工程技术研究中心（示例）"]
    assert not standings_of(world.center).filter(bars=True).exists()


@pytest.mark.clause("6.5-3", "6.2-3")
def test_a_standing_is_a_reference_and_bars_a_project_only_where_the_pack_says_so(world: Adjusting) -> None:
    project = draft_project(
        actor=world.staff, center=world.center,
        draft=ProjectDraft("滚刀项目", "攻关耐磨", "key_common", 100_00, _mode()),
    )  # fmt: skip
    submit_project(actor=world.staff, project=project, seen=project.version)
    world.decided()
    assert [s.effect for s in standings_of(world.center)] == ["reduced"]
    accept_project(
        actor=world.head,
        project=project,
        seen=project.version,
        reason=REASON,
        number="2026-1",
        granted_fen=None,
    )
    assert project.state == "accepted"


@pytest.mark.clause("6.5-3")
def test_a_project_of_a_center_that_exited_is_not_taken(world: Adjusting) -> None:
    project = draft_project(
        actor=world.staff, center=world.center,
        draft=ProjectDraft("滚刀项目", "攻关耐磨", "key_common", 100_00, _mode()),
    )  # fmt: skip
    submit_project(actor=world.staff, project=project, seen=project.version)
    world.removed()
    with pytest.raises(Blocked, match="不予支持"):
        accept_project(
            actor=world.head,
            project=project,
            seen=project.version,
            reason=REASON,
            number="1",
            granted_fen=None,
        )


def _mode() -> str:
    from xiangchuang.procedure.packs import current_pack

    return current_pack().support.organisation_modes[0].code
