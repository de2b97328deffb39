"""The officer sees how far each expert is and reminds in one press; what is done by then is not sent."""

from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round, as_person
from xiangchuang.notify.kinds import still_holds, words_of
from xiangchuang.notify.models import Message
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, NotPermitted
from xiangchuang.reviews.models import Panel
from xiangchuang.reviews.progress import REMINDER, RoundProgress, round_progress
from xiangchuang.reviews.reading import recuse
from xiangchuang.reviews.remind_experts import remind_experts
from xiangchuang.reviews.write_review import ReviewDraft
from xiangchuang.workbench.reminder_words import LATE, NEAR
from xiangchuang.workbench.reminders import remind_of_deadlines


def _progress(round_: Round) -> RoundProgress:
    return round_progress(Panel.objects.select_related("case", "run").get(pk=round_.panel.pk), round_.pack)


def _remind(round_: Round) -> int:
    return remind_experts(actor=round_.officer, case=round_.case, seen=round_.case.version)


def _page(round_: Round) -> str:
    client = Client()
    assert round_.officer.user is not None
    client.force_login(round_.officer.user)
    return client.get(reverse("reviews:progress", args=[round_.case.number])).content.decode()


def _to(round_: Round, seat: Any) -> list[Message]:
    return list(Message.objects.filter(kind=REMINDER, audience=f"user:{seat.expert.user_id}"))


def test_each_seat_shows_how_far_its_expert_is(reading: Round) -> None:
    legal, policy, finance = (reading.seat_of(kind) for kind in ("legal", "policy", "finance"))
    for seat in (legal, policy, finance):
        reading.declare(seat)
    reading.save(policy, ReviewDraft(summary="草稿里的话"))
    reading.submit(finance)

    course = {line.seat.pk: line.course for line in _progress(reading).seats}

    assert (course[legal.pk], course[policy.pk], course[finance.pk]) == ("reading", "drafting", "submitted")
    assert list(course.values()).count("invited") == 4
    page = _page(reading)
    assert "已动笔" in page
    assert "草稿里的话" not in page


def test_one_press_reminds_those_who_are_waited_for_and_nobody_else(reading: Round) -> None:
    finance = reading.declare(reading.seat_of("finance"))
    reading.submit(finance)

    assert _remind(reading) == 6

    assert _to(reading, finance) == []
    said = words_of(_to(reading, reading.seat_of("legal"))[0])
    assert "声明有无利益冲突" in said.title
    assert "24:00 截止" in said.detail
    names = [seat.expert.name for seat in reading.seats]
    assert not [name for name in names if name in said.title + said.detail]


def test_a_second_press_on_the_same_day_tells_nobody_twice(reading: Round, clock: ModuleType) -> None:
    _remind(reading)
    assert _remind(reading) == 0

    clock.advance(timedelta(days=1))

    assert _remind(reading) == 7
    assert all(line.reminded_at is not None for line in _progress(reading).seats)


def test_a_reminder_is_not_sent_to_who_has_submitted_or_left_meanwhile(reading: Round) -> None:
    legal, policy, other = (reading.seat_of(kind) for kind in ("legal", "policy", "management"))
    for seat in (legal, policy):
        reading.declare(seat)
    _remind(reading)
    reading.submit(legal)
    policy.refresh_from_db()
    recuse(actor=as_person(policy.expert), case=reading.case, seat_seen=policy.version, reason="曾任顾问")

    assert [still_holds(_to(reading, seat)[0]) for seat in (legal, policy, other)] == [False, False, True]


def test_when_all_have_submitted_there_is_nobody_to_remind(reading: Round) -> None:
    reading.hear_all()

    with pytest.raises(Blocked, match="没有要提醒的专家"):
        _remind(reading)
    assert "提醒未提交的" not in _page(reading)


def test_an_expert_reminds_nobody(reading: Round) -> None:
    expert = as_person(reading.seat_of("legal").expert)

    with pytest.raises(NotPermitted):
        remind_experts(actor=expert, case=reading.case, seen=reading.case.version)


def test_the_scheduled_reminders_reach_the_experts_too(
    reading: Round, clock: ModuleType, hunan_pack: Pack
) -> None:
    assert hunan_pack.correspondence.reminders is not None
    legal = reading.seat_of("legal")
    due = reading.run.due_on
    assert due is not None

    def told(kind: str) -> int:
        return Message.objects.filter(kind=kind, audience=f"user:{legal.expert.user_id}").count()

    for day, kind in ((due, NEAR), (due + timedelta(days=1), LATE)):
        with clock.at(clock.moment_on(day)):
            remind_of_deadlines(day)
            assert told(kind) == 1
    with clock.at(clock.moment_on(due + timedelta(days=1))):
        assert "已逾期" in _page(reading)


def test_the_page_asks_as_often_for_seven_seats_as_for_one(
    first_round: Round, django_assert_num_queries: Any
) -> None:
    first_round.seat(first_round.free("legal"), "legal")
    _page(first_round)
    with CaptureQueriesContext(connection) as one:
        _page(first_round)
    first_round.seat_all()

    with django_assert_num_queries(len(one)):
        _page(first_round)
