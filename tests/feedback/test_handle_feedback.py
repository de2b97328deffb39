"""Given out, handed over, answered, brought up: by whom, and with what trace."""

import pytest

from tests.feedback.world import FeedbackWorld, days_later, fresh, user_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.delegate import delegate
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.feedback.answer_feedback import answer_feedback, record_change
from xiangchuang.feedback.assign_feedback import assign_feedback, hand_over_feedback
from xiangchuang.feedback.escalate_feedback import escalate_feedback, escalate_late
from xiangchuang.feedback.models import Feedback, Level
from xiangchuang.feedback.open_contact import open_contact
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.notify.kinds import still_holds
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errands import errands_of


def told(kind: str) -> list[str]:
    """To whom messages of a kind went."""
    return sorted(Message.objects.filter(kind=kind).values_list("audience", flat=True))


def whats(actor: Actor) -> list[str]:
    """What waits for somebody."""
    return [errand.what for errand in errands_of(actor)]


def test_an_officer_takes_it_and_it_waits_for_that_officer(world: FeedbackWorld) -> None:
    row = world.file().feedback
    assert whats(world.officer) == ["分办反馈 1 件"]

    assign_feedback(actor=world.colleague, feedback=row, seen=row.version, to=user_of(world.officer))

    assert whats(world.officer) == ["答复反馈"]
    assert whats(world.colleague) == []
    assert told("feedback_assigned") == [f"user:{user_of(world.officer).pk}"]


def test_only_an_officer_of_today_can_have_it(world: FeedbackWorld) -> None:
    row = world.file().feedback
    with pytest.raises(Invalid, match="不是经办"):
        assign_feedback(actor=world.officer, feedback=row, seen=row.version, to=user_of(world.head))


def test_a_stranger_knows_of_no_foreign_feedback(world: FeedbackWorld) -> None:
    row = world.file().feedback
    with pytest.raises(NotFound):
        assign_feedback(actor=world.stranger, feedback=row, seen=row.version, to=user_of(world.officer))


def test_who_filed_it_does_not_answer_it(world: FeedbackWorld) -> None:
    row = world.assigned(actor=world.staff)
    with pytest.raises(NotPermitted):
        answer_feedback(actor=world.staff, feedback=row, seen=row.version, answer="好。")


def test_handing_over_keeps_the_day_and_says_why(world: FeedbackWorld) -> None:
    row = world.assigned()
    due = row.due_on
    hand_over_feedback(
        actor=world.officer, feedback=row, seen=row.version, to=user_of(world.colleague),
        reason="属于年报业务。",
    )  # fmt: skip
    assert (row.owner, row.due_on) == (user_of(world.colleague), due)
    assert row.steps.get(verb="hand_over_feedback").text.endswith("属于年报业务。")
    assert (whats(world.officer), whats(world.colleague)) == ([], ["答复反馈"])


def test_a_colleague_does_not_take_what_is_anothers_but_the_head_may_give_it(world: FeedbackWorld) -> None:
    row = world.assigned()
    given = {"feedback": row, "seen": row.version, "to": user_of(world.colleague), "reason": "忙不过来。"}
    with pytest.raises(NotPermitted):
        hand_over_feedback(actor=world.colleague, **given)  # type: ignore[arg-type]
    hand_over_feedback(actor=world.head, **given)  # type: ignore[arg-type]
    assert row.owner == user_of(world.colleague)


@pytest.mark.clause("0-3")
def test_the_answer_says_what_was_changed_and_the_filer_is_told(world: FeedbackWorld) -> None:
    row = world.answered(actor=world.staff)
    assert (row.state, row.change_url) == ("answered", "/policy/5.4-2/")
    assert row.change
    assert told("feedback_answered") == [f"user:{user_of(world.staff).pk}"]
    assert LedgerEntry.objects.get(verb="answer_feedback").subject == f"feedback:{row.pk}"


def test_it_is_answered_once(world: FeedbackWorld) -> None:
    row = world.answered()
    with pytest.raises(Blocked, match="不能改写"):
        answer_feedback(actor=world.officer, feedback=row, seen=row.version, answer="另一个答复。")


def test_two_who_saw_the_same_page_do_not_overwrite_each_other(world: FeedbackWorld) -> None:
    row = world.assigned()
    seen = row.version
    escalate_feedback(actor=world.officer, feedback=row, seen=seen, reason="涉及全省。")
    with pytest.raises(Stale) as refused:
        answer_feedback(actor=world.officer, feedback=row, seen=seen, answer="好。")
    assert refused.value.kept == {"text": "好。"}


@pytest.mark.parametrize(
    ("change", "url", "says"),
    [
        ("", "/policy/", "没有写改了什么"),
        ("改了。", "javascript:alert(1)", "链接写得不对"),
        ("改了。", "//evil.example.cn/", "链接写得不对"),
        ("请致电 13800138000。", "", "手机号码"),
        ("改" * 1001, "", "超过 1000 个字"),
    ],
)
def test_a_change_that_cannot_be_shown_is_refused_in_words(
    world: FeedbackWorld, change: str, url: str, says: str
) -> None:
    row = world.assigned()
    with pytest.raises(Invalid, match=says):
        answer_feedback(
            actor=world.officer, feedback=row, seen=row.version, answer="好。", change=change, change_url=url
        )
    assert not row.is_answered


def test_a_change_can_come_after_the_answer_and_the_earlier_words_stay(world: FeedbackWorld) -> None:
    row = world.answered()
    record_change(actor=world.head, feedback=row, seen=row.version, change="系统自动顺延截止日。")
    assert (row.change, row.change_url) == ("系统自动顺延截止日。", "")
    assert row.steps.filter(verb="record_feedback_change").count() == 1


@pytest.mark.clause("6.1-3")
def test_a_major_matter_is_brought_up_level_by_level_with_the_reason(world: FeedbackWorld) -> None:
    row = world.assigned()
    escalate_feedback(actor=world.officer, feedback=row, seen=row.version, reason="涉及三个市州的土地政策。")
    assert row.level == Level.DIVISION_HEAD
    assert "督办反馈 1 件" in whats(world.head)
    escalate_feedback(actor=world.head, feedback=row, seen=row.version, reason="需要厅领导协调。")
    assert row.level == Level.LEADERSHIP
    assert told("feedback_escalated") == ["role:division_head", "role:leadership"]
    assert set(LedgerEntry.objects.filter(verb="escalate_feedback").values_list("clause", flat=True)) == {
        "6.1-3"
    }
    with pytest.raises(Blocked, match="已经报厅领导"):
        escalate_feedback(actor=world.head, feedback=row, seen=row.version, reason="再报。")


@pytest.mark.clause("6.1-3")
def test_what_nobody_answers_in_time_comes_to_the_head_then_to_the_leadership(world: FeedbackWorld) -> None:
    row = world.assigned()
    with days_later(21):  # the day itself, 14 December
        assert escalate_late(clock.today()) == ""
    with days_later(22):
        assert escalate_late(clock.today()) == "逾期未答复的反馈：报送 1 件"
        assert escalate_late(clock.today()) == ""
        row.refresh_from_db()
        assert row.level == Level.DIVISION_HEAD
        assert told("feedback_late") == ["role:division_head", f"user:{user_of(world.officer).pk}"]
        assert whats(fresh(world.head)) == ["督办反馈 1 件"]
    with days_later(28):
        escalate_late(clock.today())
        row.refresh_from_db()
        assert row.level == Level.LEADERSHIP
        assert whats(fresh(world.leader)) == ["督办反馈 1 件"]
    assert LedgerEntry.objects.filter(verb="escalate_late_feedback", actor="system").count() == 2


def test_a_form_opened_before_the_night_lifts_a_feedback_no_second_time(world: FeedbackWorld) -> None:
    row = world.assigned()
    opened_at = row.version
    with days_later(22):
        escalate_late(clock.today())
        with pytest.raises(Stale):
            escalate_feedback(actor=fresh(world.head), feedback=row, seen=opened_at, reason="需要协调。")
    row.refresh_from_db()
    assert row.level == Level.DIVISION_HEAD


def test_after_a_long_silence_of_the_clock_the_leadership_is_told_at_once(world: FeedbackWorld) -> None:
    world.file()
    with days_later(60):
        escalate_late(clock.today())
    assert told("feedback_late") == ["role:leadership"]


def test_what_is_answered_is_pressed_no_more(world: FeedbackWorld) -> None:
    row = world.assigned()
    with days_later(22):
        escalate_late(clock.today())
        late = Message.objects.filter(kind="feedback_late")
        assert all(still_holds(message) for message in late)
        row.refresh_from_db()
        answer_feedback(actor=fresh(world.officer), feedback=row, seen=row.version, answer="已顺延。")
        assert not any(still_holds(message) for message in late)
        assert escalate_late(clock.today()) == ""
        assert whats(fresh(world.head)) == []


def test_who_handed_it_over_is_not_pressed_for_it(world: FeedbackWorld) -> None:
    row = world.assigned()
    with days_later(22):
        escalate_late(clock.today())
        own = Message.objects.get(kind="feedback_late", audience=f"user:{user_of(world.officer).pk}")
        row.refresh_from_db()
        hand_over_feedback(
            actor=fresh(world.officer), feedback=row, seen=row.version, to=user_of(world.colleague),
            reason="转年报业务。",
        )  # fmt: skip
        assert not still_holds(own)


def test_who_stands_in_for_an_officer_on_leave_answers(world: FeedbackWorld) -> None:
    row = world.assigned()
    house = Appointment.objects.get(user=world.officer.user).organization
    Appointment.objects.create(
        user=user_of(world.head), organization=house, role=Role.DIVISION_HEAD, valid_from=clock.today()
    )
    delegate(
        actor=fresh(world.officer), user=user_of(world.head), organization=house, role=Role.OFFICER,
        valid_to=clock.today(),
    )  # fmt: skip
    stand_in = fresh(world.head)
    assert "答复反馈" in whats(stand_in)

    answer_feedback(actor=stand_in, feedback=row, seen=row.version, answer="已顺延。")

    entry = LedgerEntry.objects.get(verb="answer_feedback")
    assert entry.detail["delegated_by"] == f"user:{user_of(world.officer).pk}"


def test_contact_is_for_the_handlers_and_each_opening_is_written_down(world: FeedbackWorld) -> None:
    row = world.assigned()
    for outsider in (world.colleague, world.leader):
        with pytest.raises(NotPermitted):
            open_contact(actor=outsider, feedback=row)
    for handler in (world.officer, world.head):
        assert open_contact(actor=handler, feedback=row).contact == "0731-80000001"
    assert LedgerEntry.objects.filter(verb="open_feedback_contact").count() == 2
    assert "0731" not in str(list(LedgerEntry.objects.values_list("detail", flat=True)))


def test_contacts_cannot_be_exchanged_between_rows(world: FeedbackWorld) -> None:
    from xiangchuang.decisions.sealed_identity import UnopenableIdentityError

    first, second = world.assigned(), world.assigned(contact="0731-80000002")
    Feedback.objects.filter(pk=first.pk).update(sealed_contact=second.sealed_contact)
    first.refresh_from_db()
    with pytest.raises(UnopenableIdentityError):
        open_contact(actor=world.officer, feedback=first)


def test_who_left_no_contact_has_none_to_open(world: FeedbackWorld) -> None:
    row = world.assigned(name="", contact="")
    with pytest.raises(Blocked, match="没有留联系方式"):
        open_contact(actor=world.officer, feedback=row)
