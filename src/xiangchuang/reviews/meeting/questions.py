"""The applicant's presentation, and questions to the applicant, who never learns whose they are."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, claim, perform, stale
from xiangchuang.procedure.stages import add_work_item, close_work_items, holder_organization_id
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.meeting.convene import PRESENTATION_WORK
from xiangchuang.reviews.meeting.messages import tell_of_question
from xiangchuang.reviews.meeting.models import MeetingQuestion, PanelMeeting
from xiangchuang.reviews.meeting.standing_meeting import meeting_at, offered_when, seated_when
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.reading import own_seat

PRESENTATION_PURPOSE: Final = "panel_presentation"
PRESENTATION_KINDS: Final = ("pdf", "pptx")
ANSWER_WORK: Final = "answer_question"
LONGEST: Final = 4000


def is_open(meeting: PanelMeeting) -> bool:
    """Whether the discussion is still open: no statement has been laid before the members."""
    return getattr(meeting, "statement", None) is None


PRESENT = Verb(
    PRESENTATION_WORK, gettext_lazy("提交汇报材料"), role="lead", clause="5.2-1",
    page="reviews:present-to-panel", offered=offered_when(lambda meeting: meeting.began_at is None),
)  # fmt: skip
ASK = Verb(
    "ask_question", gettext_lazy("向申报单位提问"), role="expert", shared=True, page="reviews:ask-question",
    offered=seated_when(is_open),
)  # fmt: skip
# Which of the two: a member of the panel has no office in the stage.
ASK_FOR_PANEL = Verb("ask_question_for_panel", gettext_lazy("代专家组提问"), shared=True)
ANSWER = Verb(
    ANSWER_WORK, gettext_lazy("答复专家组的问题"), role="lead", joined_by=("member",), shared=True,
    clause="5.2-1", page="reviews:answer-questions",
    offered=offered_when(lambda meeting: is_open(meeting) and meeting.questions.exists()),
)  # fmt: skip
contribute("review", PRESENT, ASK, ASK_FOR_PANEL, ANSWER)


def present_to_panel(*, actor: Actor, case: Case, seen: int, file: StoredFile) -> PanelMeeting:
    """The lead hands in the presentation, or another in its place; raises Blocked once the meeting began.

    The earlier file stays in the store: the ledger names both.
    """
    with perform(PRESENT, actor=actor, case=case, seen=seen) as step:
        meeting = meeting_at(step)
        if meeting.began_at is not None:
            raise Blocked(_("论证会已经开始，汇报材料不能再换。"), clause="5.2-1")
        if file.purpose != PRESENTATION_PURPOSE:
            raise Invalid(_("这个文件不是汇报材料。"), remedy=_("在本页重新上传。"))
        meeting.presentation, meeting.presented_at = file, clock.now()
        meeting.save(update_fields=["presentation", "presented_at"])
        close_work_items(step.run, what=PRESENTATION_WORK, organization_id=step.standing.organization_id)
        step.subject = f"meeting:{meeting.pk}"
        step.note(sha256=file.sha256)
    return meeting


def ask_question(*, actor: Actor, case: Case, text: str) -> MeetingQuestion:
    """A member puts a question before or in the meeting; raises Blocked before the own declaration.

    Raises Stale for the same words a second time: a page sent twice.
    """
    with perform(ASK, actor=actor, case=case, seen=None) as step:
        seat = own_seat(step)
        if seat.declared_at is None:
            raise Blocked(_("先声明无利益冲突，再提问。"), clause="5.2-1")
        return _put(step, text, seat)


def ask_question_for_panel(*, actor: Actor, case: Case, text: str) -> MeetingQuestion:
    """The officer writes down a question that a member put aloud."""
    with perform(ASK_FOR_PANEL, actor=actor, case=case, seen=None) as step:
        return _put(step, text, None)


def _put(step: Step, text: str, seat: Seat | None) -> MeetingQuestion:
    meeting = meeting_at(step)
    _refuse_closed(meeting)
    said = _worded(text, _("写明要问的问题。"))
    if meeting.questions.filter(seat=seat, text=said).exists():
        raise stale()
    assert step.actor.user is not None
    question = MeetingQuestion.objects.create(
        meeting=meeting, seat=seat, asked_by=step.actor.user, asked_at=clock.now(), text=said
    )
    lead = holder_organization_id(step.case, "lead")
    if lead is not None:
        close_work_items(step.run, what=ANSWER_WORK, organization_id=lead)
        add_work_item(step.run, what=ANSWER_WORK, role="lead", organization_id=lead)
    tell_of_question(step.case, question, lead)
    step.subject = f"question:{question.pk}"
    return question


def answer_question(
    *, actor: Actor, case: Case, question_id: int, question_seen: int, answer: str
) -> MeetingQuestion:
    """Lead or member answers in writing; may be changed while the discussion is open.

    Raises NotFound for a question of another case, Stale when a colleague answered meanwhile.
    """
    with perform(ANSWER, actor=actor, case=case, seen=question_seen) as step:
        meeting = meeting_at(step)
        question = meeting.questions.filter(pk=question_id).first()
        if question is None:
            raise NotFound(_("没有这个问题，或者它不归您答复。"))
        claim(question, question_seen)
        question.refresh_from_db()
        _refuse_closed(meeting)
        question.answer = _worded(answer, _("写明答复。"))
        question.answered_at = clock.now()
        question.save(update_fields=["answer", "answered_at"])
        if not meeting.questions.filter(answer="").exists():
            lead = holder_organization_id(step.case, "lead")
            close_work_items(step.run, what=ANSWER_WORK, organization_id=lead)
        step.subject = f"question:{question.pk}"
    return question


def _worded(text: str, missing: str) -> str:
    said = normalise_text(text).strip()
    if not said:
        raise Invalid(missing)
    if len(said) > LONGEST:
        raise Invalid(_("超过 %(most)d 个字。") % {"most": LONGEST}, remedy=_("缩短后重新提交。"))
    return said


def _refuse_closed(meeting: PanelMeeting) -> None:
    if not is_open(meeting):
        raise Blocked(_("论证意见已提请签署，问答已经结束。"), clause="5.2-1")
