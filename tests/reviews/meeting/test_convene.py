"""经办人 calls the panel together; who is invited learns of it, and nothing begins before its time."""

import pytest

from tests.reviews.meeting.steps import Meeting
from tests.reviews.steps import Round, as_person
from xiangchuang.notify.models import Message
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.work_list import work_list
from xiangchuang.reviews.meeting.convene import AgendaEntry, convene_meeting, reply_to_invitation
from xiangchuang.workbench.calendar_days import days_of_person

pytestmark = pytest.mark.clause("5.2-1")


def test_members_and_lead_are_invited_by_work_list_message_and_calendar(called: Meeting) -> None:
    expert = as_person(called.seats[0].expert)
    assert "reply_to_invitation" in {item.what for item in work_list(expert).items}
    assert "present_to_panel" in {item.what for item in work_list(called.lead).items}
    told = set(Message.objects.filter(kind="panel_meeting_called").values_list("audience", flat=True))
    assert told == {
        *(f"user:{seat.expert.user_id}" for seat in called.seats),
        f"house:lead:{called.round_.world.lead.pk}",
    }
    for actor in (expert, called.lead, called.officer):
        assert [day.place for day in days_of_person(actor) if "专家论证会" in day.title] == ["示例会议室"]
    stranger = called.round_.world.actor("stranger")
    assert not [day for day in days_of_person(stranger) if "专家论证会" in day.title]


def test_the_agenda_begins_with_that_of_the_policy(called: Meeting) -> None:
    rows = list(called.row.agenda.all())

    assert [row.minutes for row in rows] == [5, 20, 30, 40, 15]
    assert rows[1].speaker == "牵头单位"


def test_a_new_hour_asks_the_members_again_and_a_new_agenda_does_not(called: Meeting) -> None:
    seat = called.seats[0]
    reply_to_invitation(actor=as_person(seat.expert), case=called.case, seat_seen=seat.version, comes=True)

    called.agenda = [AgendaEntry("讨论", 60)]
    called.convene()
    assert called.row.attendances.get(seat=seat).comes is True

    called.convene(days=2)
    assert not called.row.attendances.exists()
    assert "reply_to_invitation" in {i.what for i in work_list(as_person(seat.expert)).items}


def test_who_stays_away_says_why(called: Meeting) -> None:
    seat = called.seats[0]
    with pytest.raises(Invalid, match="不能到会的写明原因"):
        reply_to_invitation(
            actor=as_person(seat.expert), case=called.case, seat_seen=seat.version, comes=False
        )

    reply_to_invitation(
        actor=as_person(seat.expert), case=called.case, seat_seen=seat.version, comes=False, reason="住院"
    )
    called.begin()

    assert called.row.attendances.get(seat=seat).present is False
    assert called.row.attendances.filter(present=True).count() == 6


@pytest.mark.parametrize(
    ("place", "rows", "days", "words"),
    [
        (" ", [AgendaEntry("讨论", 60)], 0, "写明会议地点"),
        ("示例会议室", [], 0, "议程写 1 到 30 项"),
        ("示例会议室", [AgendaEntry("讨论", 0)], 0, "每项议程写明内容和时长"),
        ("示例会议室", [AgendaEntry("讨论", 60)], -1, "会议日期已经过去"),
    ],
)
def test_an_incomplete_invitation_says_what_is_missing(
    heard: Meeting, place: str, rows: list[AgendaEntry], days: int, words: str
) -> None:
    heard.place, heard.agenda = place, rows

    with pytest.raises(Invalid, match=words):
        heard.convene(days)


def test_nobody_but_the_officer_calls_the_panel(heard: Meeting) -> None:
    for actor in (heard.lead, as_person(heard.seats[0].expert), heard.round_.world.actor("department")):
        with pytest.raises(NotPermitted):
            convene_meeting(
                actor=actor, case=heard.case, seen=heard.case.version, starts_at=heard.hour(), place="会议室",
                agenda=[AgendaEntry("讨论", 60)],
            )  # fmt: skip


def test_a_meeting_does_not_begin_while_a_review_is_missing(reading: Round) -> None:
    meeting = Meeting(reading).convene()

    with pytest.raises(Blocked, match="等待技术专家 3 人提交评审意见") as refusal:
        meeting.begin()

    assert refusal.value.clause == "5.2-1"
    assert meeting.row.began_at is None


def test_a_meeting_does_not_begin_before_its_day(heard: Meeting) -> None:
    with pytest.raises(Blocked, match=r"还没有到.*先更改会议通知"):
        heard.convene(days=1).begin()

    heard.convene().begin()
    with pytest.raises(Blocked, match="论证会已经开始"):
        heard.begin()
    with pytest.raises(Blocked, match="论证会已经开始"):
        heard.convene(days=3)
