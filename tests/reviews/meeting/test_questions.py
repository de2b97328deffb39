"""Questions reach the applicant without an author and are answered in writing; minutes say who was there."""

import pytest

from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round, as_person
from xiangchuang.files.store import store_bytes
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.meeting.convene import begin_meeting
from xiangchuang.reviews.meeting.minutes import Came, keep_minutes
from xiangchuang.reviews.meeting.models import MeetingQuestion
from xiangchuang.reviews.meeting.questions import (
    PRESENTATION_PURPOSE,
    answer_question,
    ask_question,
    ask_question_for_panel,
    present_to_panel,
)

pytestmark = pytest.mark.clause("5.2-1")


def _ask(meeting: Meeting, text: str = "中试在哪里做？") -> MeetingQuestion:
    return ask_question(actor=as_person(meeting.seats[0].expert), case=meeting.case, text=text)


def _answer(meeting: Meeting, question: MeetingQuestion, answer: str, seen: int = 1) -> MeetingQuestion:
    return answer_question(
        actor=meeting.lead, case=meeting.case, question_id=question.pk, question_seen=seen, answer=answer
    )


def test_a_question_waits_for_the_lead_and_nothing_told_names_its_author(called: Meeting) -> None:
    question = _ask(called)

    assert "answer_question" in {item.what for item in work_list(called.lead).items}
    told = Message.objects.get(kind="panel_meeting_question")
    author = called.seats[0].expert
    assert author.name not in f"{told.subject}{told.values}"
    _answer(called, question, "在现有试验场。")
    assert "answer_question" not in {item.what for item in work_list(called.lead).items}


def test_the_officer_asks_for_the_panel(talking: Meeting) -> None:
    question = ask_question_for_panel(actor=talking.officer, case=talking.case, text="经费何时到位？")

    assert question.seat is None
    with pytest.raises(NotPermitted):
        ask_question_for_panel(actor=talking.lead, case=talking.case, text="经费何时到位？")


def test_an_answer_is_changed_while_the_discussion_is_open_and_never_over_a_colleague_s(
    talking: Meeting,
) -> None:
    question = _ask(talking)
    _answer(talking, question, "在现有试验场。")
    with pytest.raises(Stale):
        _answer(talking, question, "在新建试验场。")
    assert _answer(talking, question, "在现有试验场，二期新建。", seen=2).version == 3

    talking.keep().lay()
    with pytest.raises(Blocked, match="问答已经结束"):
        _answer(talking, question, "改口。", seen=3)
    with pytest.raises(Blocked, match="问答已经结束"):
        _ask(talking, "再问一句？")


def test_what_cannot_be_asked_or_answered_is_said(called: Meeting) -> None:
    with pytest.raises(Invalid, match="写明要问的问题"):
        _ask(called, " ")
    with pytest.raises(Invalid, match="写明答复"):
        _answer(called, _ask(called), " ")
    with pytest.raises(NotFound):
        answer_question(
            actor=called.lead, case=called.case, question_id=0, question_seen=1, answer="没有这个问题。"
        )
    with pytest.raises(Stale):
        _ask(called)


def test_who_has_not_declared_does_not_ask(reading: Round) -> None:
    meeting = Meeting(reading).convene()

    with pytest.raises(Blocked, match="先声明无利益冲突"):
        _ask(meeting)


def test_a_file_of_another_purpose_is_no_presentation(called: Meeting) -> None:
    def hand_in(purpose: str) -> None:
        file = store_bytes(
            actor=called.lead, content=b"%PDF-1.7", name="汇报.pdf", media_type="application/pdf",
            purpose=purpose,
        )  # fmt: skip
        present_to_panel(actor=called.lead, case=called.case, seen=called.case.version, file=file)

    with pytest.raises(Invalid, match="不是汇报材料"):
        hand_in("evidence")
    hand_in(PRESENTATION_PURPOSE)
    begin_meeting(actor=called.officer, case=called.case, seen=called.case.version)
    with pytest.raises(Blocked, match="汇报材料不能再换"):
        hand_in(PRESENTATION_PURPOSE)


def test_minutes_wait_for_the_meeting_and_are_fixed_with_the_last_signature(called: Meeting) -> None:
    def keep(minutes: str, came: dict[int, Came] | None = None) -> None:
        keep_minutes(
            actor=called.officer, case=called.case, minutes_seen=called.row.version, minutes=minutes,
            attendance=came or {},
        )  # fmt: skip

    with pytest.raises(Blocked, match="论证会还没有开始"):
        keep("主持人说明议程。")
    called.begin().keep().lay()
    keep("讨论经费。")
    with pytest.raises(Blocked, match="到会情况不能再改"):
        keep("讨论经费。", {called.seats[0].pk: Came(False, "早退")})
    called.sign_all()
    with pytest.raises(Blocked, match="会议记录已固定"):
        keep("补写。")
    assert called.row.minutes == "讨论经费。"
