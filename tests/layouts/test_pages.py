"""The pages of the layout, as officer, city, firm and strangers find them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.layouts.world import HEALTH, LayoutWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.layouts.models import Demand, DemandState, Direction, LayoutReply, LayoutState, LayoutVersion

AREA = "economic_battlefield/intelligent_manufacturing"


def post(client: Client, name: str, args: list[int], version: int = 0, **data: object) -> Any:
    return client.post(reverse(f"layouts:{name}", args=args), {"version": version, **data}, follow=True)


def test_from_a_demand_to_a_published_layout_by_the_pages(world: LayoutWorld) -> None:
    firm, officer, city = signed_in(world.staff), signed_in(world.officer), signed_in(world.city)
    post(
        firm, "new-demand", [], organization=world.firm.pk, title="主轴承", text="寿命", users="本单位",
        area=AREA, bottleneck="依赖进口",
    )  # fmt: skip
    demand = Demand.objects.get()
    assert "归类技术需求 1 项" in read(officer, reverse("workbench:work-list"))
    post(
        officer, "new-version", [], title="总体布局", about="补齐空白", period_from="2026-01-01",
        period_to="2028-12-31", cap="5",
    )  # fmt: skip
    layout = LayoutVersion.objects.get()
    begin = f"{reverse('layouts:new-direction', args=[layout.pk])}?demand={demand.pk}"
    assert 'value="主轴承"' in read(officer, begin)
    officer.post(
        begin,
        {
            "version": layout.version, "title": "盾构主轴承", "category": "field_specific", "area": AREA,
            "technology_type": "key_common", "need": "寿命", "cap": "1",
        },
    )  # fmt: skip
    layout.refresh_from_db()
    units = [world.changsha.pk]
    post(officer, "circulate", [layout.pk], layout.version, units=units)
    reply = LayoutReply.objects.get()
    assert "征求本单位意见" in read(city, reverse("layouts:version", args=[layout.pk]))
    post(city, "reply", [reply.pk], reply.version, stance="changes", text="写明产业链")
    reply.refresh_from_db()
    post(officer, "reply", [reply.pk], reply.version, handling="adopted", text="已写明")
    layout.refresh_from_db()
    post(signed_in(world.leader), "confirm", [layout.pk], layout.version, text="审议通过")
    layout.refresh_from_db()
    answer = post(officer, "publish", [layout.pk], layout.version)

    assert "文号 湘科发〔2026〕1号" in answer.content.decode()
    page = text_of(read(firm, reverse("layouts:demand", args=[demand.pk])))
    assert "已纳入方向：盾构主轴承" in page
    board = text_of(read(firm, reverse("layouts:board")))
    assert "新建上限 5 个，布局期内已批准 0 个，还可批准 5 个；开放方向共 1 个名额，余 1 个。" in board
    assert "按这个方向申报" in read(firm, reverse("layouts:direction", args=[Direction.objects.get().pk]))
    paper = officer.get(reverse("layouts:version-pdf", args=[layout.pk]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


@pytest.mark.clause("1.2-2")
def test_the_board_shows_crowding_gaps_and_what_stands_where(world: LayoutWorld) -> None:
    layout = world.layout()
    for number in range(3):
        world.direction(layout, f"方向{number}")
    world.demand(place=HEALTH, reasons=[])
    page = text_of(read(signed_in(world.officer), reverse("layouts:board")))
    assert "名额 3" in page
    marks = page[page.index("拥挤（中心、在办、名额合计 3 个以上）") :]
    assert marks.index("智能制造") < marks.index("有需求、无布局")
    assert marks.index("有需求、无布局") < marks.index("医疗器械")
    by_area = text_of(read(signed_in(world.officer), f"{reverse('layouts:board')}?by=prefecture"))
    assert "湘西" in by_area
    # A firm sees its own demands, and no plan of the department.
    assert "名额 3" not in text_of(read(signed_in(world.other_staff), reverse("layouts:board")))


@pytest.mark.parametrize("name", ["board", "directions", "demands", "versions"])
def test_a_list_asks_as_much_for_three_rows_as_for_one(world: LayoutWorld, name: str) -> None:
    client, page = signed_in(world.officer), reverse(f"layouts:{name}")
    layout = world.layout()
    world.demand()
    world.direction(layout)
    one = queries_of(client, page)
    for _more in range(2):
        world.demand()
        world.direction(layout)
    assert queries_of(client, page) == one
    for wanted in ("csv", "xlsx"):
        if name != "versions":
            assert client.get(page, {"format": wanted}).status_code == 200


def test_to_strangers_no_page_of_a_matter_exists(world: LayoutWorld) -> None:
    layout, demand = world.layout(), world.demand()
    direction = world.direction(layout)
    pages = [
        reverse("layouts:version", args=[layout.pk]),
        reverse("layouts:version-pdf", args=[layout.pk]),
        reverse("layouts:direction", args=[direction.pk]),
        reverse("layouts:demand", args=[demand.pk]),
        reverse("layouts:withdraw-demand", args=[demand.pk]),
    ]
    for stranger in (world.other_staff, world.other_city, world.expert):
        client = signed_in(stranger)
        assert {client.get(page).status_code for page in pages} == {404}
    for act in ("sort-demand", "edit-version", "new-direction"):
        args = [demand.pk if act == "sort-demand" else layout.pk]
        assert signed_in(world.staff).get(reverse(f"layouts:{act}", args=args)).status_code == 403


def test_an_overtaken_page_keeps_what_was_typed(world: LayoutWorld) -> None:
    demand = world.demand()
    answer = post(
        signed_in(world.officer), "decline-demand", [demand.pk], demand.version - 1, reason="已有中心承担"
    )
    assert answer.status_code == 409
    assert "已有中心承担" in answer.content.decode()
    assert Demand.objects.get().state == DemandState.FILED


def test_each_form_of_a_version_direction_and_demand_opens_for_its_people(world: LayoutWorld) -> None:
    layout, demand = world.layout(), world.demand()
    direction = world.direction(layout)
    officer = signed_in(world.officer)
    for name, pk in {
        "edit-version": layout.pk, "circulate": layout.pk, "new-direction": layout.pk,
        "edit-direction": direction.pk, "choose-mode": direction.pk, "close-direction": direction.pk,
        "reopen-direction": direction.pk, "sort-demand": demand.pk, "merge-demand": demand.pk,
        "link-demand": demand.pk, "decline-demand": demand.pk, "reconsider-demand": demand.pk,
    }.items():  # fmt: skip
        page = read(officer, reverse(f"layouts:{name}", args=[pk]))
        assert "<form" in page
        assert post(officer, name, [pk], 1).status_code in (409, 422), name
    for name in ("edit-demand", "withdraw-demand"):
        read(signed_in(world.staff), reverse(f"layouts:{name}", args=[demand.pk]))
    for name in ("confirm", "return-version"):
        read(signed_in(world.leader), reverse(f"layouts:{name}", args=[layout.pk]))
    assert LayoutVersion.objects.get().state == LayoutState.DRAFT
