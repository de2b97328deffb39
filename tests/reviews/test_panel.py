"""The officer builds the panel: five kinds, odd, without conflicts, chosen by hand."""

from datetime import date

import pytest

from tests.reviews.steps import Round
from xiangchuang.calendars import clock
from xiangchuang.experts.models import ConflictDeclaration, Employment
from xiangchuang.policy.pack import ConflictRule, Label
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.offers import now_in
from xiangchuang.reviews.candidates import candidates
from xiangchuang.reviews.conflicts import conflicts_of
from xiangchuang.reviews.models import Panel, Seat, SeatState
from xiangchuang.reviews.panel import seat_expert, unseat_expert
from xiangchuang.reviews.reading import open_reading
from xiangchuang.reviews.write_review import OpinionDraft


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize("kind", ["technical", "management", "policy", "legal", "finance"])
def test_reading_does_not_open_while_one_of_the_five_kinds_is_missing(first_round: Round, kind: str) -> None:
    first_round.seat_all()
    for seat in [s for s in first_round.seats if s.kind == kind]:
        first_round.unseat(seat)
    label = first_round.pack.panel.kind(kind).label.zh

    with pytest.raises(Blocked, match=f"专家组缺{label}") as refusal:
        first_round.open()

    assert refusal.value.clause == "5.2-1"
    assert first_round.panel.reading_opened_at is None


def test_an_even_panel_is_refused(first_round: Round) -> None:
    first_round.seat_all()
    first_round.seat(first_round.free("technical"), "technical")

    with pytest.raises(Blocked, match="专家组应为单数，现有 8 人"):
        first_round.open()


def test_a_panel_below_the_pack_s_size_is_refused(first_round: Round) -> None:
    first_round.seat_all()
    first_round.unseat(first_round.seat_of("technical"))
    first_round.unseat(first_round.seat_of("technical"))

    with pytest.raises(Blocked, match="专家组至少 7 人，现有 5 人"):
        first_round.open()


def test_an_expert_of_the_lead_is_barred_with_rule_and_evidence(first_round: Round) -> None:
    expert = first_round.free("technical")
    expert.employer = first_round.world.lead
    expert.save()

    with pytest.raises(Blocked) as refusal:
        first_round.seat(expert, "technical")

    assert "与牵头单位属同一法人单位" in refusal.value.message
    assert first_round.world.lead.name in refusal.value.message
    assert not Seat.objects.exists()


def test_an_expert_of_an_organisation_merged_into_a_member_is_barred(first_round: Round) -> None:
    expert = first_round.free("technical")
    expert.employer.merged_into = first_round.world.member
    expert.employer.save()

    with pytest.raises(Blocked, match="在共建单位任职"):
        first_round.seat(expert, "technical")


@pytest.mark.parametrize(("years_ago", "is_barred"), [(2, True), (4, False)])
def test_past_employment_counts_within_the_pack_s_window(
    first_round: Round, years_ago: int, is_barred: bool
) -> None:
    expert = first_round.free("technical")
    left = clock.today().replace(year=clock.today().year - years_ago)
    Employment.objects.create(
        expert=expert, organization=first_round.world.lead, began_on=date(2015, 1, 1), ended_on=left
    )

    listed = candidates("technical", panel=first_round.panel, case=first_round.case, pack=first_round.pack)

    obstacle = next(c.obstacle for c in listed if c.expert == expert)
    assert ("近三年曾在牵头或共建单位任职" in obstacle) is is_barred


def test_a_conflict_that_arises_after_seating_holds_the_opening(first_round: Round) -> None:
    seat = first_round.seat_all().seat_of("legal")
    ConflictDeclaration.objects.create(
        expert=seat.expert, organization=first_round.world.member, reason="常年法律顾问",
        declared_on=clock.today(),
    )  # fmt: skip

    with pytest.raises(Blocked, match=r"应当回避：本人申明回避.*常年法律顾问"):
        first_round.open()


def test_two_seats_of_one_employer_conflict_where_the_pack_says_so(first_round: Round) -> None:
    seats = first_round.seat_all().seats
    seats[1].expert.employer = seats[0].expert.employer
    rule = ConflictRule(
        code="shared_employer",
        clause="default",
        origin="示例",
        label=Label(zh="同一单位", en="Same employer"),
    )
    panel = first_round.pack.panel.model_copy(update={"conflicts": (rule,)})
    pack = type(first_round.pack)(**{**vars(first_round.pack), "panel": panel})

    found = conflicts_of(
        [s.expert for s in seats], case=first_round.case, pack=pack, on=clock.today(), seated=seats[:2]
    )

    assert seats[0].expert.name in str(found[seats[1].expert_id][0])
    assert not found[seats[2].expert_id]


def test_an_expert_sits_only_as_a_kind_the_expert_has(first_round: Round) -> None:
    with pytest.raises(Blocked, match="不是财税专家"):
        first_round.seat(first_round.free("legal"), "finance")


def test_an_expert_sits_once(first_round: Round) -> None:
    expert = first_round.free("legal")
    first_round.seat(expert, "legal")

    with pytest.raises(Blocked, match="已在专家组中"):
        first_round.seat(expert, "legal")


def test_a_full_load_a_left_register_and_a_missing_account_are_obstacles(first_round: Round) -> None:
    busy, gone, unknown = [
        c.expert for c in candidates(
            "technical", panel=first_round.panel, case=first_round.case, pack=first_round.pack
        ) if not c.obstacle
    ][:3]  # fmt: skip
    gone.is_active = False
    gone.save()
    unknown.user = None
    unknown.save()
    busy.load_limit = 1
    busy.save()
    first_case = first_round.case
    first_round.seat(busy, "technical")
    first_round.world.at_stage("review", "示例第二个技术创新中心")
    assert first_round.case != first_case

    for expert, words in ((busy, "达到上限"), (gone, "已退出专家库"), (unknown, "没有登录账号")):
        with pytest.raises(Blocked, match=words):
            first_round.seat(expert, "technical")


def test_only_the_officer_builds_the_panel(first_round: Round) -> None:
    expert, case = first_round.free("legal"), first_round.case

    for part, refusal in (("lead", NotPermitted), ("other_city", NotFound), ("expert", NotFound)):
        actor = first_round.world.province.staff_of(first_round.world.lead) if part == "lead" else (
            first_round.world.actor(part)
        )  # fmt: skip
        with pytest.raises(refusal):
            seat_expert(actor=actor, case=case, seen=case.version, expert=expert, kind="legal")

    assert not Seat.objects.exists()


def test_a_stale_page_seats_nobody(first_round: Round) -> None:
    before = first_round.case.version
    first_round.seat(first_round.free("legal"), "legal")

    with pytest.raises(Stale):
        seat_expert(
            actor=first_round.officer, case=first_round.case, seen=before, expert=first_round.free("policy"),
            kind="policy",
        )  # fmt: skip

    assert Seat.objects.count() == 1


def test_no_panel_is_built_in_another_stage(first_round: Round) -> None:
    expert = first_round.free("legal")
    case = first_round.world.at_stage("formal_check", "示例另一技术创新中心")

    with pytest.raises(Blocked, match="现在的阶段不能办理"):
        seat_expert(actor=first_round.officer, case=case, seen=case.version, expert=expert, kind="legal")


def test_opening_twice_is_refused(reading: Round) -> None:
    with pytest.raises(Blocked, match="审阅已于"):
        open_reading(actor=reading.officer, case=reading.case, seen=reading.case.version)


def test_a_removal_keeps_its_reason_and_takes_the_case_away(reading: Round) -> None:
    seat = reading.seat_of("legal")

    with pytest.raises(Invalid, match="写明原因"):
        reading.unseat(seat, reason=" ")
    reading.unseat(seat, reason="出国，无法按期审阅")

    seat.refresh_from_db()
    assert (seat.state, seat.leaving_reason) == (SeatState.REMOVED, "出国，无法按期审阅")
    assert not reading.case.participants.filter(user=seat.expert.user, until=None).exists()


def test_a_submitted_review_keeps_its_seat(reading: Round) -> None:
    seat = reading.declare(reading.seat_of("legal"))
    reading.submit(seat)

    with pytest.raises(Blocked, match="已提交评审意见，不能撤换"):
        reading.unseat(seat)


def test_a_seat_of_another_case_is_not_found(reading: Round) -> None:
    foreign = reading.seat_of("legal")
    case = reading.world.at_stage("review", "示例另一技术创新中心")

    with pytest.raises(NotFound):
        unseat_expert(actor=reading.officer, case=case, seen=case.version, seat=foreign, reason="误选")


def test_what_the_panel_lacks_is_said_on_the_case_page(first_round: Round) -> None:
    now = now_in(first_round.case, first_round.officer)

    said = [str(b.message) for b in now.blockers]
    assert "专家组缺财税专家：需要 1 人，现有 0 人" in said
    remedies = {b.remedy for b in now.blockers}
    assert remedies == {"seat_expert", "ask_department", "open_reading", "find_for_panel"}


def test_a_further_round_proposes_the_experts_of_the_last_one(reading: Round) -> None:
    experts = {seat.expert_id for seat in reading.seats}
    reading.hear_all(OpinionDraft("A.7.2", "补充资金来源。")).conclude("revise")
    reading.world.on_to("review")

    assert Panel.objects.filter(case=reading.case).count() == 2
    assert {seat.expert_id for seat in reading.seats} == experts
    assert {seat.state for seat in reading.seats} == {SeatState.CHOSEN}
