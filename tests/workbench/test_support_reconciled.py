"""What givers recorded as given beside what the center recorded as received, to the fen."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.support.world import WAN, SupportWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.consortia.registers import INCOMES, RECEIPTS
from xiangchuang.support.registers import GRANTED
from xiangchuang.workbench.support_reconciled import support_lines


@pytest.fixture
def world(db: None) -> SupportWorld:
    """A center, its city and the department."""
    return SupportWorld()


@pytest.fixture(autouse=True)
def in_november() -> Any:
    """The day on which the tests stand."""
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield


def give(world: SupportWorld, wan: int | None, on: date = date(2026, 5, 1), kind: str = "funds") -> Any:
    """The city records what it gave."""
    values = {
        "title": f"补助{on}", "kind": kind, "given_by": world.city, "granted_on": on,
        "amount_fen": None if wan is None else wan * WAN,
    }  # fmt: skip
    return record_entry(GRANTED, actor=world.bureau, center=world.center, values=values)


def receive(world: SupportWorld, wan: int, on: date = date(2026, 6, 1), **payer: Any) -> Any:
    """The center's staff records what came."""
    values = {
        "purpose": "补助", "source": "local_finance", "form": "money", "received_on": on, "amount": wan * WAN,
        **(payer or {"payer": world.city, "payer_name": ""}),
    }  # fmt: skip
    return record_entry(RECEIPTS, actor=world.staff, center=world.center, values=values)


@pytest.mark.clause("6.2-2", "4.6-3")
def test_both_sides_of_the_same_money_stand_beside_each_other_by_year_and_giver(world: SupportWorld) -> None:
    """6.2-2 …给予资金支持: what a city says it gave, and what arrived."""
    give(world, 300), give(world, 200, date(2025, 12, 20))
    receive(world, 100), receive(world, 200, date(2026, 1, 5))
    receive(world, 50, payer_name="示例未登记区财政局")
    name = world.city.name
    lines = [(line.year, line.giver, line.given, line.received) for line in support_lines(world.center)]
    assert sorted(lines) == sorted([
        (2026, name, 300 * WAN, 300 * WAN), (2025, name, 200 * WAN, 0),
        (2026, "示例未登记区财政局", 0, 50 * WAN),
    ])  # fmt: skip
    assert [line.difference for line in support_lines(world.center) if line.year == 2025] == [-200 * WAN]


def test_a_giver_typed_by_name_is_the_registered_one_and_facilities_and_withdrawn_rows_are_no_money(
    world: SupportWorld,
) -> None:
    give(world, 300), give(world, 70, kind="project")
    give(world, None, kind="policy"), give(world, 500, kind="facilities")
    receive(world, 300, payer_name=world.city.name)
    values = {
        "title": "市级课题", "kind": "competitive_project", "payer": world.city.name,
        "received_on": date(2026, 7, 1), "amount": 70 * WAN,
    }  # fmt: skip
    record_entry(INCOMES, actor=world.staff, center=world.center, values=values)
    wrong = give(world, 999, date(2024, 5, 1))
    withdraw_entry(GRANTED, actor=world.bureau, entry=wrong, seen=1, reason="误记")
    (line,) = support_lines(world.center)
    assert (line.year, line.difference) == (2026, 0)


def test_the_chapter_says_how_many_differ_and_asks_as_much_for_three_lines_as_for_one(
    world: SupportWorld,
) -> None:
    chapter = reverse("centers:chapter", args=[world.center.pk, "funding"])
    client = signed_in(world.officer)
    assert "还没有登记支持资金" in text_of(read(client, chapter))
    give(world, 300), receive(world, 300)
    page = text_of(read(client, chapter))
    assert "支持资金对账" in page and "不一致" not in page.split("支持资金对账")[1][:8] and "一致" in page
    once = queries_of(client, chapter)
    give(world, 10, date(2024, 5, 1)), receive(world, 5, date(2023, 5, 1))
    assert "支持资金对账：2 处不一致" in text_of(read(client, chapter))
    assert queries_of(client, chapter) == once
    assert signed_in(world.other_city).get(chapter).status_code == 404
