"""A review is concluded on the statement that the panel has signed, and as it says."""

from dataclasses import replace

import pytest

from tests.reviews.meeting.steps import Meeting
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.reviews.conclude_review import OUTVOTED, conclude_review
from xiangchuang.reviews.meeting.second_scoring import SecondDraft
from xiangchuang.reviews.meeting.statement import statement_signed
from xiangchuang.reviews.models import Opinion, OpinionState, Severity
from xiangchuang.reviews.standpoint import standpoint_of

pytestmark = pytest.mark.clause("5.2-1")


def _conclude(meeting: Meeting, outcome: str) -> Case:
    """As the officer would, without holding a meeting first."""
    return conclude_review(
        actor=meeting.officer, case=meeting.case, seen=meeting.case.version, outcome=outcome, summary="意见。"
    )


def test_each_step_that_is_missing_is_named(heard: Meeting) -> None:
    def refused() -> str:
        with pytest.raises(Blocked) as refusal:
            _conclude(heard, "revise")
        assert refusal.value.clause == "5.2-1"
        return refusal.value.message

    assert "还没有召开论证会" in refused()
    heard.convene()
    assert "论证会还没有开始" in refused()
    heard.begin()
    assert "还没有提请专家签署论证意见" in refused()
    heard.keep().lay()
    assert "论证意见还差 7 位专家签署" in refused()
    for seat in heard.seats[:6]:
        heard.sign(seat)
    assert "论证意见还差 1 位专家签署" in refused()


def test_an_outcome_against_the_statement_is_refused_with_what_to_do(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign_all()

    with pytest.raises(Blocked, match="与专家组签署的论证意见（多数）不一致") as refusal:
        _conclude(talking, "revise")
    assert "撤回论证意见" in refusal.value.remedy
    assert refusal.value.kept == {"summary": "意见。"}


def test_a_majority_passes_over_what_one_member_demands_and_keeps_it(talking: Meeting) -> None:
    first, *others = talking.keep().seats
    talking.lay()
    talking.sign(first, dissent="出资承诺缺失，应先补充。")
    for seat in others:
        talking.sign(seat)
    talking.round_.find_all()

    assert _conclude(talking, "passed").stage_code == "site_visit"

    demand = Opinion.objects.get(case=talking.case)
    assert (demand.state, demand.rejoinder) == (OpinionState.CLOSED, OUTVOTED)
    assert demand.severity == Severity.MUST and demand.released_at is not None


def test_an_answer_nobody_has_checked_is_not_passed_over(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign_all()
    Opinion.objects.filter(case=talking.case).update(state=OpinionState.ANSWERED, number=1)

    with pytest.raises(Blocked, match="第 1 条意见的答复还没有核对"):
        _conclude(talking, "passed")


def test_without_a_conclusion_only_a_revision_is_left(talking: Meeting) -> None:
    for seat in talking.seats[1:4]:
        talking.change(seat, SecondDraft(verdict="reject", reason="经费来源不落实。"))
    talking.keep(talking.seats[0], *talking.seats[4:]).lay()
    talking.sign_all()

    with pytest.raises(Blocked, match="未形成结论"):
        _conclude(talking, "failed")
    assert _conclude(talking, "revise").stage_code == "revision"


def test_a_further_round_has_its_own_meeting(talking: Meeting) -> None:
    for seat in talking.seats[1:]:
        talking.change(seat, SecondDraft(verdict="revise", reason="同意先补充出资承诺。"))
    talking.keep(talking.seats[0]).lay()
    talking.sign_all()

    case = _conclude(talking, "revise")

    assert case.stage_code == "revision"
    assert case.panels.get().meeting.statement.outcome == "revise"


def test_the_second_province_concludes_without_a_meeting(minimal_pack: Pack, hunan_pack: Pack) -> None:
    assert minimal_pack.review.meeting is not None
    assert not minimal_pack.review.meeting.required
    assert hunan_pack.review.meeting is not None
    assert hunan_pack.review.meeting.required
    assert hunan_pack.review.meeting.is_default


def test_a_case_begun_before_meetings_were_asked_for_concludes_as_it_began(heard: Meeting) -> None:
    """Its pack has no such section: the running case keeps the version it began under."""
    at = standpoint_of(heard.case)
    old = replace(at.pack, review=at.pack.review.model_copy(update={"meeting": None}))

    assert statement_signed(at)
    assert statement_signed(replace(at, pack=old)) == []
