"""The statistics are counted once for all readers, and again when something public or the day has changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import get_language

from tests.decisions.world import OPENING, World
from tests.workbench.browser import counted, queries_of, read, signed_in, text_of
from xiangchuang.calendars import clock
from xiangchuang.pages.parts import ListTable
from xiangchuang.portal import kept_statistics
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack

ADDRESS = "/statistics/"


@pytest.fixture
def keeping(settings: object) -> Iterator[None]:
    settings.PUBLIC_FIGURES_SECONDS = 60  # type: ignore[attr-defined]
    kept_statistics.forget_statistics()
    yield
    kept_statistics.forget_statistics()


def apply(world: World, number: int) -> list[Case]:
    """Submit so many applications more."""
    cases = [world.case_at("publicity", f"示例{n}号中心") for n in range(number)]
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(submitted_at=clock.now())
    return cases


def applied(client: Client) -> str:
    """Return the last column of the totals by year: how many applied."""
    table = text_of(read(client, ADDRESS)).split("按领域")[0]
    return table.rsplit("合计", 1)[1].split()[-2] if "合计" in table else "0"


def test_the_page_asks_as_much_for_three_applications_as_for_one(world: World, client: Client) -> None:
    apply(world, 1)
    one = queries_of(client, ADDRESS)
    apply(world, 2)
    assert queries_of(client, ADDRESS) == one


def test_readers_after_the_first_ask_for_the_version_and_not_for_the_cases(
    world: World, keeping: None
) -> None:
    apply(world, 3)
    counted_anew = queries_of(Client(), "/open-data/statistics.json")
    first, officer = read(Client(), ADDRESS), signed_in(world.officer)
    with counted() as queries:
        second = read(Client(), ADDRESS)
    assert text_of(second) == text_of(first)
    assert not [q for q in queries.captured_queries if "procedure_case" in q["sql"]]
    assert text_of(read(officer, ADDRESS)).split("按申报年度")[1] == text_of(first).split("按申报年度")[1]
    assert queries_of(Client(), "/open-data/statistics.json") <= counted_anew


def test_what_changes_nothing_public_is_counted_within_the_minute(
    world: World, keeping: None, client: Client
) -> None:
    apply(world, 3)
    assert applied(client) == "3"
    apply(world, 1)
    assert applied(client) == "3"
    with clock.at(OPENING + timedelta(seconds=60)):
        assert applied(client) == "4"


def test_what_is_published_is_counted_at_once(world: World, keeping: None, client: Client) -> None:
    apply(world, 3)
    assert applied(client) == "3"
    case, *_others = apply(world, 1)
    world.publish(case)
    assert applied(client) == "4"


def test_nothing_is_kept_over_midnight(world: World, keeping: None, client: Client, settings: object) -> None:
    settings.PUBLIC_FIGURES_SECONDS = 10**6  # type: ignore[attr-defined]
    apply(world, 3)
    assert applied(client) == "3"
    apply(world, 1)
    with clock.at(clock.end_of_day(clock.today())):
        assert applied(client) == "4"


def test_each_language_is_counted_in_its_own_words(
    world: World, keeping: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = ListTable((), (), "")
    monkeypatch.setattr(
        kept_statistics, "statistics_tables", lambda pack: [("years", get_language() or "", table)]
    )
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            assert kept_statistics.kept_statistics(current_pack()) == [("years", language, table)]
