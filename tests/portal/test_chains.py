"""Centers along the industry chains: who serves which link, and where the layout waits for one (1.1-2)."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.centers import CenterFactory, CenterWorld
from tests.factories.registers import OrganizationFactory
from tests.layouts.world import LayoutWorld
from tests.research import keeping
from tests.workbench.browser import queries_of, read, text_of
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterState
from xiangchuang.centers.registers.keep import record_entry, withdraw_entry
from xiangchuang.layouts.models import Direction
from xiangchuang.portal.industry_chains import chains_of, industry_chains
from xiangchuang.proposals.models import Proposal
from xiangchuang.research.models import ChainPlace
from xiangchuang.research.registers import CHAIN_PLACES, TRANSFERS


@pytest.fixture
def world(db: None) -> Iterator[CenterWorld]:
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield CenterWorld()


def stands(world: CenterWorld, chain: str, link: str = "整机", supplies: str = "") -> ChainPlace:
    """The center's staff write down a link that it serves."""
    told = {"chain": chain, "link": link, "supplies": supplies}
    made = record_entry(CHAIN_PLACES, actor=world.staff, center=world.center, values=told)
    assert isinstance(made, ChainPlace)
    return made


def another_center() -> CenterWorld:
    return CenterWorld(CenterFactory(prefecture="430200"))


def answered(center: Center, direction: Direction) -> None:
    """The center's founding proposal answered a direction of the layout."""
    Proposal.objects.create(
        case=center.founding_case, lead=center.lead, category=center.category, field=center.field,
        layout_direction=direction,
    )  # fmt: skip


def page(name: str = "chains", *args: object) -> str:
    return text_of(read(Client(), reverse(f"portal:{name}", args=list(args))))


def test_before_any_center_has_said_so_the_page_says_where_it_is_written_down(world: CenterWorld) -> None:
    assert "还没有中心登记产业链环节" in page()


@pytest.mark.clause("1.1-2")
def test_a_citizen_sees_which_centers_serve_which_link_of_a_chain(world: CenterWorld) -> None:
    stands(world, "工程机械", "关键零部件", "盾构主轴承的寿命试验")
    stands(another_center(), "工程机械 ", "整机")
    stands(another_center(), "先进储能材料", "正极材料")
    shown = page()
    assert "中心服务 2 条产业链" in shown and "长沙市、株洲市" in shown
    chain = page("chain", "工程机械")
    assert "关键零部件" in chain and "盾构主轴承的寿命试验" in chain and world.center.name in chain
    assert "正极材料" not in chain
    assert "工程机械 · 关键零部件" in page("center", world.center.pk)


@pytest.mark.clause("1.1-2")
def test_results_handed_to_firms_outside_the_consortium_are_counted_on_the_chain(world: CenterWorld) -> None:
    stands(world, "工程机械")
    result = keeping.result(world)
    keeping.transfer(world, result)
    keeping.transfer(world, result, recipient=world.center.lead)
    gone = keeping.transfer(world, result, recipient=OrganizationFactory())
    withdraw_entry(TRANSFERS, actor=world.staff, entry=gone, seen=gone.version, reason="登记重复")
    assert [chain.transfers for chain in industry_chains()] == [1]
    assert "向联盟外转化 1 件" in page("chain", "工程机械")


@pytest.mark.clause("1.1-2")
def test_a_chain_that_the_layout_names_and_no_center_serves_is_told_as_a_gap(world: CenterWorld) -> None:
    layouts = LayoutWorld()
    layouts.published()
    direction = Direction.objects.get()
    Direction.objects.update(industry_chain="航空动力")
    assert "还没有中心的产业链" in page() and "航空动力" in page()
    assert direction.title in page("chain", "航空动力")
    answered(world.center, direction)
    assert "还没有中心的产业链" not in page()
    assert "环节未说明" in page("chain", "航空动力")


def test_what_the_center_says_itself_goes_before_the_direction_it_answered(world: CenterWorld) -> None:
    layouts = LayoutWorld()
    layouts.published()
    Direction.objects.update(industry_chain="航空动力")
    answered(world.center, Direction.objects.get())
    stands(world, "工程机械", "整机")
    assert chains_of(world.center) == [("工程机械", "工程机械", "整机")]


def test_a_center_that_has_left_serves_no_chain(world: CenterWorld) -> None:
    stands(world, "工程机械")
    Center.objects.update(state=CenterState.EXITED)
    assert industry_chains() == []
    # Its own page leads to no page of a chain on which it no longer stands.
    assert reverse("portal:chain", args=["工程机械"]) not in read(
        Client(), reverse("portal:center", args=[world.center.pk])
    )


def test_the_same_link_twice_and_a_name_without_letters_are_refused_with_a_reason(world: CenterWorld) -> None:
    stands(world, "工程机械", "整机")
    with pytest.raises(Invalid, match="已登记过"):
        stands(world, "工程机械", "整 机")
    with pytest.raises(Invalid, match="请用文字或字母写出名称"):
        stands(world, "——")


def test_a_chain_that_nobody_named_is_not_found(world: CenterWorld) -> None:
    assert Client().get(reverse("portal:chain", args=["不存在的链"])).status_code == 404


def test_a_direction_whose_chain_is_a_dash_stands_on_no_chain(world: CenterWorld) -> None:
    LayoutWorld().published()
    Direction.objects.update(industry_chain="——")
    assert "还没有中心登记产业链环节" in page()
    answered(world.center, Direction.objects.get())
    assert chains_of(world.center) == [] and industry_chains() == []


def test_a_sample_direction_on_a_chain_is_marked_as_one(world: CenterWorld) -> None:
    LayoutWorld().published()
    Direction.objects.update(industry_chain="航空动力", is_sample=False)
    assert "示例" not in page("chain", "航空动力").split("开放的布局方向")[1]
    Direction.objects.update(is_sample=True)
    assert "示例" in page("chain", "航空动力").split("开放的布局方向")[1]


def test_personal_data_in_the_name_of_a_chain_stands_in_no_address(world: CenterWorld) -> None:
    stands(world, "工程机械 13812345678")
    for name, args in (("chains", []), ("center", [world.center.pk])):
        assert "13812345678" not in read(Client(), reverse(f"portal:{name}", args=args))
    (chain,) = industry_chains()
    assert world.center.name in page("chain", chain.key)


def test_personal_data_in_what_a_center_supplies_is_not_shown(world: CenterWorld) -> None:
    stands(world, "工程机械", "整机", "联系人手机 13812345678")
    assert "13812345678" not in page("chain", "工程机械")


def test_three_centers_cost_as_many_questions_as_one(world: CenterWorld) -> None:
    stands(world, "工程机械")
    address = reverse("portal:chains")
    one = queries_of(Client(), address)
    for chain in ("先进储能材料", "工程机械"):
        stands(another_center(), chain)
    assert queries_of(Client(), address) == one
