"""The statement says what the votes say, and each member signs the very text with the own sign-in."""

import hashlib

import pytest

from tests.reviews.meeting.steps import Meeting, leave
from tests.reviews.steps import Round, as_person
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.kinds import still_holds
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Refusal, Stale
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.meeting.models import Conclusion, StatementSignature
from xiangchuang.reviews.meeting.second_scoring import SecondDraft
from xiangchuang.reviews.meeting.statement import remind_signers, reopen_discussion
from xiangchuang.reviews.meeting.statement_text import proposed_text
from xiangchuang.reviews.models import Seat

pytestmark = pytest.mark.clause("5.2-1")
REJECT = SecondDraft(verdict="reject", reason="经费来源不落实。")


def test_the_text_begins_with_votes_figures_and_demands(talking: Meeting) -> None:
    talking.keep()

    text = proposed_text(talking.case, talking.row, talking.round_.pack)

    for words in (
        f"{talking.case.title}建设方案专家论证意见", "专家组7人，到会7人", "修改完善后再论证1人", "不同意0人",
        "加权平均80.00分，最高与最低相差0.00分", "必须修改的1条，建议0条", "1. A.7.2：补充出资承诺。",
        "到会专家7人中6人认为：方案成熟，同意进入现场考察。",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize(
    ("rejecting", "conclusion", "outcome"),
    [(0, Conclusion.MAJORITY, "passed"), (1, Conclusion.MAJORITY, "passed"), (2, Conclusion.NONE, "")],
)
def test_two_of_three_of_those_present_make_a_conclusion(
    talking: Meeting, rejecting: int, conclusion: Conclusion, outcome: str
) -> None:
    """One of seven asked for a revision; with two who reject, four of seven are not two of three."""
    for seat in talking.seats[1 : 1 + rejecting]:
        talking.change(seat, REJECT)
    talking.keep(talking.seats[0], *talking.seats[1 + rejecting :])

    statement = talking.lay()

    assert (statement.conclusion, statement.outcome) == (conclusion, outcome)


def test_of_one_mind_is_a_consensus(reading: Round) -> None:
    statement = Meeting(reading.hear_all()).convene().begin().keep().lay()

    assert (statement.conclusion, statement.outcome) == (Conclusion.CONSENSUS, "passed")
    assert "到会专家7人一致认为" in statement.text


def test_without_quorum_there_is_no_statement(talking: Meeting) -> None:
    """Four of seven are fewer than two of three."""
    talking.absent(*talking.seats[:3]).keep(*talking.seats[3:])

    with pytest.raises(Blocked, match="到会 4 人，专家组 7 人，不到 2/3，不能作出结论") as refusal:
        talking.lay("到会专家4人一致认为：方案成熟，同意进入现场考察。")
    assert refusal.value.clause == "5.2-1"
    assert "另定时间再开会" in refusal.value.remedy


def test_two_absent_members_leave_a_quorum_and_do_not_sign(talking: Meeting) -> None:
    away = talking.seats[:2]
    talking.absent(*away).keep(*talking.seats[2:]).lay()

    with pytest.raises(Blocked, match="您没有到会"):
        talking.sign(away[0])
    for seat in talking.seats[2:]:
        talking.sign(seat)

    assert talking.statement.signed_at is not None


def test_an_absence_without_a_reason_is_asked_for_it(talking: Meeting) -> None:
    talking.absent(talking.seats[0], reason="").keep(*talking.seats[1:])

    with pytest.raises(Blocked, match="没有写明缺席原因"):
        talking.lay()


def test_everybody_present_scores_again_before_the_statement(talking: Meeting) -> None:
    talking.keep(*talking.seats[1:])
    name = talking.seats[0].expert.name

    with pytest.raises(Blocked, match=f"{name}讨论后还没有确认或者更改评分"):
        talking.lay()


def test_a_text_that_says_something_else_is_not_laid(talking: Meeting) -> None:
    talking.keep()

    with pytest.raises(Invalid, match="正文没有写明表决得出的结论") as refusal:
        talking.lay("专家组一致认为方案不成熟。")
    assert refusal.value.kept == {"text": "专家组一致认为方案不成熟。"}


def test_each_signs_the_hash_of_the_text_and_the_last_one_completes_it(talking: Meeting) -> None:
    statement = talking.keep().lay()
    assert statement.text_sha256 == hashlib.sha256(statement.text.encode()).hexdigest()
    first, *others = talking.seats
    assert "sign_statement" in {item.what for item in work_list(as_person(first.expert)).items}

    talking.sign(first)
    assert talking.statement.signed_at is None
    assert "sign_statement" not in {item.what for item in work_list(as_person(first.expert)).items}
    with pytest.raises(Stale):
        talking.sign(first)
    for seat in others:
        talking.sign(seat)

    assert talking.statement.signed_at is not None
    signed = LedgerEntry.objects.filter(verb="sign_statement")
    assert {entry.detail["sha256"] for entry in signed} == {statement.text_sha256}
    assert signed.count() == 7


def test_a_change_of_the_text_voids_every_signature(talking: Meeting) -> None:
    before = talking.keep().lay()
    talking.sign(talking.seats[1])

    talking.lay(before.text + "\n建议尽快启动。")

    assert not StatementSignature.objects.exists()
    with pytest.raises(Stale):
        talking.sign(talking.seats[1], seen=before.text_sha256)
    talking.sign(talking.seats[1])
    entry = LedgerEntry.objects.filter(verb="lay_statement").order_by("-pk")[0]
    assert entry.detail["voided"] == 1


def test_the_same_text_again_keeps_the_signatures(talking: Meeting) -> None:
    before = talking.keep().lay()
    talking.sign(talking.seats[1])

    with pytest.raises(Invalid, match="文字没有改动，签名都还有效"):
        talking.lay(before.text)
    assert StatementSignature.objects.count() == 1


def test_a_dissent_has_reasons_and_stays_with_the_signature(talking: Meeting) -> None:
    talking.keep().lay()
    seat = talking.seats[0]
    with pytest.raises(Invalid, match="持不同意见的，写明理由") as refusal:
        talking.sign(seat, dissent=" ")
    assert refusal.value.clause == "5.2-1"

    signature = talking.sign(seat, dissent="出资承诺缺失，应先补充。")

    assert signature.dissent == "出资承诺缺失，应先补充。"


def test_nobody_signs_for_another(talking: Meeting) -> None:
    talking.keep().lay()
    own, other = talking.seats[0], talking.seats[1]

    with pytest.raises(NotPermitted, match="不是同一人"):
        talking.sign(own, confirmed=other.expert.user)
    assert not StatementSignature.objects.exists()


def test_who_has_left_the_panel_does_not_sign(reading: Round) -> None:
    gone = reading.seat_of("technical")
    leave(reading, gone)
    meeting = Meeting(reading.hear_all()).convene().begin()
    meeting.keep().lay()

    with pytest.raises(Refusal) as refusal:
        meeting.sign(Seat.objects.select_related("expert__user").get(pk=gone.pk))
    assert refusal.value.status in (403, 404)
    assert not StatementSignature.objects.exists()


def test_a_statement_taken_back_opens_the_discussion_again(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign(talking.seats[1])
    with pytest.raises(Invalid, match="写明为何撤回"):
        reopen_discussion(actor=talking.officer, case=talking.case, seen=talking.case.version, reason=" ")

    reopen_discussion(
        actor=talking.officer, case=talking.case, seen=talking.case.version, reason="补充讨论经费。"
    )
    talking.change(talking.seats[2], REJECT)

    assert not StatementSignature.objects.exists()
    assert talking.lay().conclusion == Conclusion.MAJORITY


def test_who_is_missing_is_reminded_once_a_day(talking: Meeting) -> None:
    talking.keep().lay()
    talking.sign(talking.seats[0])
    Message.objects.all().delete()

    assert remind_signers(actor=talking.officer, case=talking.case) == 6
    assert remind_signers(actor=talking.officer, case=talking.case) == 0
    told = set(Message.objects.values_list("audience", flat=True))
    assert told == {f"user:{seat.expert.user_id}" for seat in talking.seats[1:]}


def test_a_message_is_sent_only_while_it_still_holds(called: Meeting) -> None:
    """A letter that left late would invite to a meeting that is over, or ask for what has been signed."""
    invitation = Message.objects.filter(kind="panel_meeting_called")[0]
    assert still_holds(invitation)
    called.begin().keep().lay()
    assert not still_holds(invitation)
    own, other = (
        Message.objects.get(kind="panel_statement_to_sign", audience=f"user:{seat.expert.user_id}")
        for seat in called.seats[:2]
    )
    called.sign(called.seats[0])

    assert (still_holds(own), still_holds(other)) == (False, True)
