"""The calendar feed: read by a calendar program's own library, known to its owner alone."""

from datetime import date, time, timedelta
from types import ModuleType

import icalendar
import pytest
from django.test import Client

from tests.factories.registers import UserFactory, actor_as
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as the_clock
from xiangchuang.calendars.feed import FeedDay, write_feed
from xiangchuang.notify import calendar
from xiangchuang.notify.calendar import contribute_days, feed_token
from xiangchuang.notify.choose import renew_feed

pytestmark = pytest.mark.django_db
STAMP = the_clock.moment_on(date(2026, 3, 16), time(0))


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> list[FeedDay]:
    """The days of everybody."""
    monkeypatch.setattr(calendar, "_sources", [])
    found = [
        FeedDay("visit-1@xiangchuang", "现场考察：示例中心", date(2026, 3, 20), url="/cases/1/", place="长沙")
    ]
    contribute_days(lambda actor: found)
    return found


@pytest.fixture
def officer() -> Actor:
    return actor_as(Role.OFFICER)


def address(actor: Actor) -> str:
    """Where the person's calendar lies."""
    assert actor.user is not None
    return f"/messages/calendar/{feed_token(actor.user.pk)}.ics"


def events(text: bytes | str) -> list[icalendar.Event]:
    """What a calendar program finds."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_program_reads_days_titles_places_and_links(officer: Actor, days: list[FeedDay]) -> None:
    answer = Client().get(address(officer))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer.content)
    assert event["SUMMARY"] == "现场考察：示例中心"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 3, 20), date(2026, 3, 21))
    assert event["LOCATION"] == "长沙"
    assert event["URL"].endswith("/cases/1/")
    assert event.errors == []


def test_any_text_survives_and_no_line_is_too_long() -> None:
    title = "一，二；三\\四,五;六\n七：" + "很长" * 60 + "\x00\x07𠮷"
    text = write_feed(
        "湘创", [FeedDay("a@b", title, date(2026, 3, 20))], stamp=STAMP, refresh=timedelta(hours=2)
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert str(events(text)[0]["SUMMARY"]) == title.replace("\x00", "").replace("\x07", "")


def test_several_days_end_on_the_day_after_the_last() -> None:
    window = FeedDay("a@b", "公示期", date(2026, 3, 20), date(2026, 3, 26))
    (event,) = events(write_feed("湘创", [window], stamp=STAMP, refresh=timedelta(hours=2)))
    assert event["DTEND"].dt == date(2026, 3, 27)


def test_an_unchanged_calendar_is_not_sent_again(
    officer: Actor, days: list[FeedDay], clock: ModuleType
) -> None:
    tag = Client().get(address(officer))["ETag"]
    clock.advance(timedelta(seconds=1))
    again = Client().get(address(officer), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    days.append(FeedDay("b@xiangchuang", "截止", date(2026, 4, 1)))
    assert Client().get(address(officer), headers={"If-None-Match": tag}).status_code == 200


def test_a_new_address_makes_the_old_one_worthless(officer: Actor, days: list[FeedDay]) -> None:
    old = address(officer)
    renew_feed(actor=officer)
    assert Client().get(old).status_code == 404
    assert Client().get(address(officer)).status_code == 200


@pytest.mark.parametrize("token", ["1-abc", "x", "-", "1-", "99999999999999999999-a", "1-é"])
def test_a_guess_finds_nothing(officer: Actor, token: str) -> None:
    assert Client().get(f"/messages/calendar/{token}.ics").status_code == 404


def test_one_owner_s_proof_opens_nobody_else_s(officer: Actor) -> None:
    other = UserFactory()
    assert officer.user is not None
    proof = feed_token(officer.user.pk).partition("-")[2]
    assert Client().get(f"/messages/calendar/{other.pk}-{proof}.ics").status_code == 404


def test_the_calendar_of_a_closed_account_is_gone(officer: Actor) -> None:
    here = address(officer)
    assert officer.user is not None
    officer.user.is_active = False
    officer.user.save()
    assert Client().get(here).status_code == 404


def test_its_page_shows_the_address_and_a_table_of_the_same_days(officer: Actor, days: list[FeedDay]) -> None:
    browser = signed_in(officer)
    page = read(browser, "/messages/settings/calendar/")
    assert address(officer) in page
    assert "现场考察：示例中心" in text_of(page)
    answer = browser.post("/messages/settings/calendar/renew/", follow=True)
    assert address(officer) in answer.content.decode()
