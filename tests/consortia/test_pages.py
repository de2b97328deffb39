"""The pages of consortium, funding and positioning: who opens them, what they say, at what cost."""

from itertools import pairwise

import pytest

from tests.consortia.world import WAN, ConsortiumWorld
from tests.factories.registers import OrganizationFactory, valid_uscc
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.consortia import registers
from xiangchuang.consortia.consortium_graph import MOST, draw
from xiangchuang.consortia.contribution_balance import balances_of

PAGES = (
    "consortium/contributions/", "funding/income/", "funding/investment/", "positioning/", "spin-offs/",
    "chapters/overview/", "chapters/consortium/", "chapters/support/",
)  # fmt: skip


def fill(world: ConsortiumWorld) -> None:
    """Record one more row of everything."""
    member = world.row(
        registers.MEMBERS,
        organization=OrganizationFactory(),
        role="member",
        joined_on=world.center.approved_on,
    )
    world.deliver(world.promise(member=member))
    world.income("product_sales", 5)
    world.receipt("local_finance", 20)
    number = world.center.pk * 10 + len(world.findings())
    firm = world.spin_off(uscc=valid_uscc(800_000 + number))
    world.row(registers.SPIN_OFF_YEARS, spin_off=firm, year=2025, revenue=WAN, staff=3)


def addresses(world: ConsortiumWorld) -> list[str]:
    return [f"/center-files/{world.center.pk}/{page}" for page in PAGES]


def test_readers_open_every_page_and_its_workbook_strangers_none(world: ConsortiumWorld) -> None:
    fill(world)
    pages = addresses(world)
    for name, reader in world.readers().items():
        client = signed_in(reader)
        assert [client.get(page).status_code for page in pages] == [200] * len(pages), name
    for stranger in world.strangers().values():
        if stranger != Actor.anonymous():
            client = signed_in(stranger)
            assert [client.get(page).status_code for page in pages] == [404] * len(pages)
            assert "产品销售" not in read(client, "/center-files/positioning/")
    officer = signed_in(world.officer)
    for page in pages[:5]:
        sheet = officer.get(page, {"format": "xlsx"})
        assert sheet.content.startswith(b"PK"), page
    assert world.center.name in read(officer, "/center-files/positioning/")


def test_pages_ask_as_much_for_three_rows_as_for_one(world: ConsortiumWorld) -> None:
    fill(world)
    client, pages = signed_in(world.officer), [*addresses(world), "/center-files/positioning/"]
    once = [queries_of(client, page) for page in pages]
    fill(world)
    fill(world)
    assert [queries_of(client, page) for page in pages] == once


def test_registers_name_members_and_promises_without_asking_for_each(world: ConsortiumWorld) -> None:
    fill(world)
    client, base = signed_in(world.staff), f"/center-files/{world.center.pk}/registers"
    pages = [
        f"{base}/{code}/{page}"
        for code in ("promised-contributions", "made-contributions", "agreement-parties")
        for page in ("", "new/")
    ]
    once = [queries_of(client, page) for page in pages]
    fill(world)
    fill(world)
    assert [queries_of(client, page) for page in pages] == once


def test_a_promise_is_found_by_its_members_name(world: ConsortiumWorld) -> None:
    world.promise(title="首期出资")
    world.promise(title="平台共用", member=world.lead_terms)

    address = f"/center-files/{world.center.pk}/registers/promised-contributions/"
    told = text_of(read(signed_in(world.officer), f"{address}?q={world.university.organization.name}"))
    assert "首期出资" in told and "平台共用" not in told


@pytest.mark.clause("4.2-1")
def test_the_page_marks_what_is_overdue_and_narrows_to_it(world: ConsortiumWorld) -> None:
    world.promise(title="逾期的出资")
    world.deliver(world.promise(title="到位的出资"), amount=100 * WAN)

    told = text_of(read(signed_in(world.officer), f"{addresses(world)[0]}?state=overdue"))
    lines = told.split("逐项", 1)[1]
    assert "逾期的出资" in lines and "到位的出资" not in lines


@pytest.mark.clause("4.6-2")
def test_a_center_without_income_is_told_that_there_is_no_share(world: ConsortiumWorld) -> None:
    told = text_of(read(signed_in(world.officer), addresses(world)[1]))

    assert "没有收入的年度没有市场份额" in told and "0.00%" not in told


def test_a_drawing_names_thirty_members_and_says_how_many_it_leaves_out(world: ConsortiumWorld) -> None:
    for _ in range(MOST + 2):
        world.row(
            registers.MEMBERS, organization=OrganizationFactory(), role="member",
            joined_on=world.center.approved_on,
        )  # fmt: skip

    balances = balances_of(world.center, world.center.cycle_starts_on)
    graph = draw(str(world.center.lead), balances)
    ys = [spoke.y for group in graph.groups for spoke in group.spokes]
    assert len(ys) == MOST and graph.left_out == 3
    assert all(later - sooner >= 30 for sooner, later in pairwise(ys))
    assert max(ys) < graph.height
