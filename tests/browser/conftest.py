"""The moment these tests play at, and the plan that LibreOffice writes for them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.office_plan import write_office_plan
from tests.browser.person import Person
from xiangchuang.calendars import clock as the_clock
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.plan_reading import outline_sections

# A Wednesday after the Spring Festival of a year whose holidays are published.
BEGINNING = datetime(2026, 3, 4, 9, 30, tzinfo=the_clock.SHANGHAI)


@pytest.fixture
def moment() -> Iterator[ModuleType]:
    """The clock, set to the beginning of the story and running; the story moves it on by days."""
    the_clock.set_offset(BEGINNING - datetime.now(UTC))
    yield the_clock
    the_clock.set_offset(timedelta(0))


@pytest.fixture(scope="session")
def office_plan(tmp_path_factory: pytest.TempPathFactory, soffice_path: str, hunan_pack: Pack) -> Path:
    """The construction plan as LibreOffice writes it."""
    return write_office_plan(
        tmp_path_factory.mktemp("office") / "建设方案.docx",
        soffice=soffice_path,
        outline=outline_sections(hunan_pack.outline),
        first_year=BEGINNING.year + 1,
    )


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Person]]:
    """Seat a person before a browser of their own; at the end no browser may have complained."""
    people: list[Person] = []

    def come(*, javascript: bool = True) -> Person:
        people.append(Person(browser, live_server.url, javascript=javascript))
        return people[-1]

    yield come
    for person in people:
        person.leave()
