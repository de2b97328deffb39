"""A measure moved on a center: grounds, hearing, decision, and everything that follows in one transaction."""

import pytest

from tests.adjustments.world import DAY, REASON, Adjusting, publish_round
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.adjustments.decide_adjustment import decide_adjustment, drop_adjustment, foreseen
from xiangchuang.adjustments.hear_center import answer_hearing, close_hearing
from xiangchuang.adjustments.models import GroundKind, Rectification
from xiangchuang.adjustments.move_measure import (
    MotionDraft,
    amend_motion,
    grounds_at_hand,
    move_measure,
    withdraw_motion,
)
from xiangchuang.adjustments.queries import adjustments_visible_to
from xiangchuang.centers.models import CenterState, SupportStanding
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.marketplace.models import BookingState, OrderState
from xiangchuang.notify.models import Message
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.queries import can_view
from xiangchuang.proposals.models import RecommendationCut
from xiangchuang.proposals.recommend import quota_of

pytestmark = pytest.mark.django_db


@pytest.mark.clause("6.5-1", "6.5-3")
def test_a_light_measure_is_moved_heard_and_decided_by_the_division_head(world: Adjusting, clock) -> None:
    round_ = publish_round([(world.other, 90_00, "excellent"), (world.center, 50_00, "unqualified")])
    ticked = grounds_at_hand(world.center, current_pack())
    assert [g.kind for g in ticked] == [GroundKind.RESULT]
    adjustment = world.draft(grounds=[ticked[0].code], facts="")
    assert adjustment.grounds.get().score.subject.round == round_
    move_measure(actor=world.officer, case=adjustment.case, seen=adjustment.case.version)
    answer_hearing(actor=world.staff, adjustment=adjustment, agrees=True, words="同意整改。")
    close_hearing(actor=world.officer, case=adjustment.case, seen=adjustment.case.version)
    world.decide(adjustment, world.head)

    world.center.refresh_from_db()
    adjustment.refresh_from_db()
    assert world.center.state == CenterState.RECTIFYING
    change = world.center.state_changes.get()
    assert (change.case, change.reason) == (adjustment.case, REASON)
    assert Rectification.objects.get().due_on.year == clock.today().year + 1
    standing = SupportStanding.objects.in_force(clock.today()).get()
    assert (standing.effect, standing.bars, standing.clause) == ("reduced", False, "6.5-3")
    assert adjustment.document.number
    assert world.center.name in adjustment.document.title
    assert "unqualified" not in str(adjustment.document.content), "the paper speaks the pack's words"
    assert adjustment.case.state == "completed"


def test_the_paper_goes_to_center_lead_and_city(world: Adjusting) -> None:
    content = world.decided().document.content
    assert world.center.lead.name in content["addressee"]
    assert world.bureau.name in content["copies_to"]


def test_a_draft_is_the_departments_alone_and_a_motion_reaches_center_and_city(world: Adjusting) -> None:
    adjustment = world.draft()
    inside, outside = [world.officer, world.head], [world.staff, world.city, world.rival]
    assert all(adjustments_visible_to(a).exists() for a in inside)
    assert not any(adjustments_visible_to(a).exists() for a in outside)
    move_measure(actor=world.officer, case=adjustment.case, seen=adjustment.case.version)
    assert [adjustments_visible_to(a).exists() for a in outside] == [True, True, False]
    assert can_view(world.city, adjustment.case)
    assert not can_view(world.rival, adjustment.case)


@pytest.mark.clause("6.5-1")
def test_nothing_is_decided_before_the_center_was_heard_or_its_term_ran_out(world: Adjusting, clock) -> None:
    adjustment = world.moved()
    case = adjustment.case
    with pytest.raises(Blocked, match="还没有陈述"):
        close_hearing(actor=world.officer, case=case, seen=case.version)
    clock.advance((adjustment.hearing_by - clock.today()) + DAY)
    close_hearing(actor=world.officer, case=case, seen=case.version)
    assert case.stage_kind == "decision"


def test_the_center_is_heard_once_a_round_in_its_own_words(world: Adjusting) -> None:
    adjustment = world.moved()
    with pytest.raises(NotPermitted):
        answer_hearing(actor=world.city, adjustment=adjustment, agrees=True, words="同意")
    with pytest.raises(NotFound):
        answer_hearing(actor=world.rival, adjustment=adjustment, agrees=True, words="同意")
    with pytest.raises(Invalid):
        answer_hearing(actor=world.staff, adjustment=adjustment, agrees=True, words=" \u200b ")
    with pytest.raises(NotFound):
        answer_hearing(
            actor=world.staff, adjustment=adjustment, agrees=False, words="见附件",
            evidence=world.evidence(world.rival),
        )  # fmt: skip
    answer_hearing(
        actor=world.staff,
        adjustment=adjustment,
        agrees=False,
        words="见附件",
        evidence=world.evidence(world.staff),
    )
    with pytest.raises(Blocked, match="已经提交"):
        answer_hearing(actor=world.staff, adjustment=adjustment, agrees=False, words="再说一次")
    assert Message.objects.filter(kind="adjustment_heard").exists()


def test_only_the_right_people_move_and_decide(world: Adjusting) -> None:
    for stranger in (world.head, world.city, world.staff):
        with pytest.raises(NotPermitted):
            world.draft(actor=stranger)
    with pytest.raises(NotFound):
        world.draft(actor=world.rival)
    adjustment = world.heard()
    for other in (world.officer, world.leadership):
        with pytest.raises(NotPermitted):
            world.decide(adjustment, other)
    with pytest.raises(Invalid):
        decide_adjustment(actor=world.head, case=adjustment.case, seen=adjustment.case.version, reason=" ")


def test_a_motion_needs_reason_and_grounds_and_a_measure_that_fits(world: Adjusting) -> None:
    for faulty in ({"reason": " "}, {"facts": ""}, {"grounds": ["result-999"]}, {"facts": "长" * 2000}):
        with pytest.raises(Invalid):
            world.draft(**faulty)
    with pytest.raises(Invalid):
        world.draft("no_such_measure")
    with pytest.raises(Blocked):
        world.draft("resumption")
    with pytest.raises(Invalid):
        world.draft("merger", into=world.center)
    with pytest.raises(Invalid):
        world.draft("conversion")
    with pytest.raises(Invalid):
        world.draft("rectification", becomes="省工程技术研究中心")
    world.draft()
    with pytest.raises(Blocked, match="正在办理"):
        world.draft("suspension")


def test_a_draft_can_be_amended_and_a_motion_taken_back(world: Adjusting) -> None:
    adjustment = world.draft()
    case = adjustment.case
    with pytest.raises(Blocked):
        amend_motion(
            actor=world.officer, case=case, seen=case.version, draft=MotionDraft("exit", "理由", (), "事实")
        )
    amend_motion(
        actor=world.officer, case=case, seen=case.version, draft=MotionDraft("suspension", "理由", (), "事实")
    )
    adjustment.refresh_from_db()
    assert adjustment.measure == "suspension"
    with pytest.raises(Invalid):
        withdraw_motion(actor=world.officer, case=case, seen=case.version, reason="")
    withdraw_motion(actor=world.officer, case=case, seen=case.version, reason="核实后不成立")
    assert case.state == "withdrawn"
    assert not adjustments_visible_to(world.staff).exists()


def test_dropping_a_motion_changes_nothing_and_says_why(world: Adjusting) -> None:
    adjustment = world.heard()
    case = adjustment.case
    drop_adjustment(actor=world.head, case=case, seen=case.version, reason="陈述成立")
    world.center.refresh_from_db()
    assert world.center.state == CenterState.OPERATING
    assert case.runs.last().reason == "陈述成立"
    assert not SupportStanding.objects.exists()


@pytest.mark.clause("6.5-1", "6.5-3", "5.3-1")
def test_a_heavy_measure_passes_meeting_and_publicity_before_leadership_decides(world: Adjusting) -> None:
    instrument = world.market.offering("instrument")
    booking = world.market.book(instrument)
    under_way, asked = world.market.agreed(), world.market.request(title="另一项")
    adjustment = world.heard("exit")
    world.met(adjustment)
    case = adjustment.case
    assert case.stage_kind == "publicity"
    world.published(adjustment)
    notice = case.notices.get()
    assert world.center.name in notice.title
    booking.refresh_from_db()
    expected = foreseen(adjustment)
    world.decide(adjustment, world.leadership)

    for row in (world.center, booking, under_way, asked):
        row.refresh_from_db()
    assert world.center.state == CenterState.EXITED
    assert under_way.state == OrderState.AGREED
    assert asked.state == OrderState.DECLINED
    # The window of publicity outlasted the booking: its hours were used, not cancelled.
    assert booking.state == BookingState.BOOKED
    assert (expected.declined, expected.orders) == (1, 1)
    cut = RecommendationCut.objects.get()
    assert (cut.bureau, cut.cut, cut.case) == (world.bureau, 1, case)
    assert quota_of(world.bureau.pk, cut.year, 4) == 3
    assert adjustment.wind_up.finish_by > adjustment.wind_up.opened_on


@pytest.mark.clause("6.5-1")
def test_a_booking_ahead_is_given_back_and_the_firm_is_told(world: Adjusting) -> None:
    booking = world.market.book(world.market.offering("instrument"))
    world.decided("suspension")
    booking.refresh_from_db()
    assert booking.state == BookingState.CANCELLED
    assert not booking.taken.exists()
    told = Message.objects.filter(kind="adjustment_booking_cancelled")
    assert {m.audience.split(":")[1] for m in told} == {"served_firm", "lead", "member"}
    assert all(m.audience.endswith(f":{world.market.firm.pk}") for m in told)


@pytest.mark.clause("6.5-1")
def test_what_was_decided_is_undone_only_by_a_new_decision_and_stays_in_the_history(world: Adjusting) -> None:
    first = world.decided("suspension")
    second = world.decided("resumption")
    world.center.refresh_from_db()
    assert world.center.state == CenterState.OPERATING
    assert [c.case for c in world.center.state_changes.all()] == [second.case, first.case]
    standing = SupportStanding.objects.get(case=first.case)
    assert (standing.lifted_by, standing.effect) == (second.case, "none")


def test_a_cut_is_lifted_by_a_new_decision(world: Adjusting, clock) -> None:
    adjustment = world.decided()
    year = clock.today().year + 1
    RecommendationCut.objects.create(
        bureau=world.bureau, year=year, cut=2, reason="示例", clause="6.5-3", case=adjustment.case
    )
    assert quota_of(world.bureau.pk, year, 4) == 2
    lifting = world.decided("lifting")
    assert quota_of(world.bureau.pk, year, 4) == 4
    assert RecommendationCut.objects.get().lifted_by == lifting.case


def test_every_act_is_in_the_ledger_once(world: Adjusting) -> None:
    adjustment = world.decided()
    verbs = LedgerEntry.objects.filter(case_number=adjustment.case.number).values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == [
        "draft_motion", "move_measure", "answer_hearing", "close_hearing", "decide_adjustment",
    ]  # fmt: skip
