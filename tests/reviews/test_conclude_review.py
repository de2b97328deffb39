"""The end of a round: opinions to the applicant, the plan improved by them, findings of the panel."""

import pytest

from tests.reviews.steps import Round, as_person
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.procedure.queries import can_view
from xiangchuang.proposals.plan import submit_plan
from xiangchuang.reviews.conclude_review import conclude_review, find_for_panel
from xiangchuang.reviews.models import Opinion, OpinionState
from xiangchuang.reviews.opinions import (
    answer_opinion,
    close_opinion,
    reopen_opinion,
    settle_own_opinion,
)
from xiangchuang.reviews.write_review import OpinionDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")
ADVICE = OpinionDraft("A.4.1", "任务分解到年度。", severity="advice")


def _revised(round_: Round) -> Round:
    """The first round asked for a revision; the lead stands in the plan stage again."""
    round_.hear_all(DEMAND, ADVICE).conclude("revise")
    return round_


def _answer(round_: Round, opinion: Opinion, answer: str = "已在 A.7.2 补充出资承诺函。") -> Opinion:
    return answer_opinion(
        actor=round_.world.province.staff_of(round_.world.lead), case=round_.case,
        seen=round_.case.version, opinion_id=opinion.pk, answer=answer,
    )  # fmt: skip


def test_no_conclusion_while_a_review_is_missing(reading: Round) -> None:
    for seat in reading.seats[1:]:
        reading.submit(reading.declare(seat))

    with pytest.raises(Blocked, match="等待技术专家 1 人提交评审意见"):
        reading.conclude("failed")


def test_a_revision_without_any_demand_is_refused(reading: Round) -> None:
    reading.hear_all(ADVICE)

    with pytest.raises(Blocked, match="申报单位不知道要改什么"):
        reading.conclude("revise")


def test_a_conclusion_says_why(reading: Round) -> None:
    reading.hear_all()

    with pytest.raises(Invalid, match="写明专家组的总体意见"):
        reading.conclude("failed", summary=" ")


def test_only_the_officer_concludes(reading: Round) -> None:
    reading.hear_all()
    lead = reading.world.province.staff_of(reading.world.lead)

    with pytest.raises(NotPermitted):
        conclude_review(
            actor=lead, case=reading.case, seen=reading.case.version, outcome="passed", summary="通过"
        )


def test_the_opinions_are_numbered_by_section_and_reach_the_lead_together(reading: Round) -> None:
    _revised(reading)

    released = Opinion.objects.filter(case=reading.case, released_at__isnull=False)
    assert [(o.number, o.section) for o in released] == [(1, "A.4.1"), (2, "A.7.2")]
    assert (reading.case.stage_code, reading.case.holder_role) == ("revision", "lead")


@pytest.mark.clause("5.2-1")
def test_the_lead_improves_the_plan_opinion_by_opinion(reading: Round) -> None:
    _revised(reading)
    lead = reading.world.province.staff_of(reading.world.lead)
    advice, demand = Opinion.objects.filter(case=reading.case)
    _answer(reading, demand)

    with pytest.raises(Blocked, match="第 1 条论证意见还没有答复"):
        submit_plan(actor=lead, case=reading.case, seen=reading.case.version)

    _answer(reading, advice, "已按年度分解。")
    reading.world.on_to("review")
    assert reading.run.round == 2


def test_an_empty_answer_is_refused(reading: Round) -> None:
    _revised(reading)

    with pytest.raises(Invalid, match="怎样改的"):
        _answer(reading, Opinion.objects.filter(case=reading.case)[0], " ")


def test_an_opinion_of_another_case_is_not_found(reading: Round) -> None:
    foreign = _revised(reading).case
    opinion = Opinion.objects.filter(case=foreign)[0]
    reading.world.at_stage("review", "示例另一技术创新中心")
    Round(reading.world).seat_all().open().hear_all(DEMAND).conclude("revise")

    with pytest.raises(NotFound):
        _answer(reading, opinion)


def _second_round(round_: Round) -> Opinion:
    """The lead answered, the panel reads again; returns the demand."""
    _revised(round_).world.on_to("review")
    round_.seat_all().open()
    for seat in round_.seats:
        round_.declare(seat)
    return Opinion.objects.get(case=round_.case, severity="must")


@pytest.mark.clause("5.2-1")
def test_after_the_answers_are_accepted_the_plan_goes_to_the_site_visit(reading: Round) -> None:
    demand = _second_round(reading)
    for seat in reading.seats:
        reading.submit(seat)
    close_opinion(actor=reading.officer, case=reading.case, seen=reading.case.version, opinion_id=demand.pk)
    reading.find_all().conclude("passed")

    assert reading.case.stage_kind == "visit"
    assert not any(can_view(as_person(seat.expert), reading.case) for seat in reading.seats)


def test_an_answer_must_be_judged_before_it_is_sent_back(reading: Round) -> None:
    demand = _second_round(reading)
    for seat in reading.seats:
        reading.submit(seat)

    with pytest.raises(Blocked, match="答复还没有核对"):
        reading.conclude("revise")
    with pytest.raises(Invalid, match="还缺什么"):
        reopen_opinion(
            actor=reading.officer, case=reading.case, seen=reading.case.version, opinion_id=demand.pk,
            rejoinder="",
        )  # fmt: skip
    reopen_opinion(
        actor=reading.officer, case=reading.case, seen=reading.case.version, opinion_id=demand.pk,
        rejoinder="承诺函没有金额。",
    )  # fmt: skip
    reading.conclude("revise")

    demand.refresh_from_db()
    assert (demand.state, demand.rejoinder) == (OpinionState.OPEN, "承诺函没有金额。")


def test_an_expert_settles_only_what_the_expert_demanded(reading: Round) -> None:
    demand = _second_round(reading)
    author = next(s for s in reading.seats if s.expert_id == demand.review.seat.expert_id)
    other = next(s for s in reading.seats if s.expert_id != author.expert_id)

    with pytest.raises(NotFound):
        settle_own_opinion(
            actor=as_person(other.expert), case=reading.case, seat_seen=other.version,
            opinion_id=demand.pk, state=OpinionState.CLOSED,
        )  # fmt: skip
    settle_own_opinion(
        actor=as_person(author.expert), case=reading.case, seat_seen=author.version,
        opinion_id=demand.pk, state=OpinionState.CLOSED,
    )  # fmt: skip

    demand.refresh_from_db()
    assert demand.state == OpinionState.CLOSED


def test_the_plan_does_not_pass_before_the_panel_found_what_only_it_can_judge(reading: Round) -> None:
    reading.hear_all()

    with pytest.raises(Blocked, match="“技术国内同行业领先”待专家组认定"):
        reading.conclude("passed")


def test_a_condition_found_unmet_keeps_the_plan_from_passing(reading: Round) -> None:
    reading.hear_all().find_all()
    find_for_panel(
        actor=reading.officer, case=reading.case, seen=reading.case.version, code="leading_talent",
        finding="unmet", reason="领军人才未到岗。",
    )  # fmt: skip

    with pytest.raises(Blocked, match="专家组认定不满足“高水平领军人才”"):
        reading.conclude("passed")


def test_the_panel_finds_only_what_waits_for_it(reading: Round) -> None:
    for code, refusal in (("rd_investment_front", NotPermitted), ("no_such", NotFound)):
        known = reading.case.condition_decisions.get().outcomes.exclude(explanation__judged_by="panel")
        target = known[0].code if refusal is NotPermitted else code
        with pytest.raises(refusal):
            find_for_panel(
                actor=reading.officer, case=reading.case, seen=reading.case.version, code=target,
                finding="met", reason="认定",
            )  # fmt: skip


def test_a_failed_review_ends_the_case_and_says_why(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("failed", "技术路线不成立。")

    assert reading.case.state == "refused"
    assert reading.case.runs.order_by("-pk")[0].reason == "技术路线不成立。"
