"""The layout without a sign-in: in force, before, its document, its directions, its goals (5.1-2, 1.3)."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.registers import OrganizationFactory, actor_as
from tests.layouts.world import HEALTH, LayoutWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.layouts.choose_mode import AdviceDraft, ReadingDraft, record_advice
from xiangchuang.layouts.models import Direction, LayoutState
from xiangchuang.layouts.permissions import may_file
from xiangchuang.layouts.plan_direction import close_direction
from xiangchuang.platforms.register_platform import PlatformDraft, confirm_platform, register_platform
from xiangchuang.procedure.packs import current_pack
from xiangchuang.search.models import PublicText


@pytest.fixture
def world(db: None) -> Iterator[LayoutWorld]:
    with clock.at(clock.moment_on(date(2026, 11, 23))):
        yield LayoutWorld()


def seen(name: str, *args: object) -> str:
    return text_of(read(Client(), reverse(f"portal:{name}", args=list(args))))


def test_before_the_first_layout_the_page_says_so_and_leads_to_demands(world: LayoutWorld) -> None:
    world.direction(world.layout())
    page = seen("layout")
    assert "还没有发布总体布局" in page
    assert "盾构关键部件" not in page
    assert reverse("layouts:new-demand") in read(Client(), reverse("portal:layout"))


@pytest.mark.clause("5.1-2")
def test_anyone_reads_the_layout_in_force_with_its_directions_and_places(world: LayoutWorld) -> None:
    world.published()
    page = seen("layout")
    for said in ("湘科发〔2026〕1号", "新建上限 10 个", "盾构关键部件", "补齐空白", "名额 1"):
        assert said in page
    direction = Direction.objects.get()
    shown = seen("direction", direction.number)
    assert "余 1" in shown
    assert "由已有工程技术研究中心转建的在前" in shown
    close_direction(
        actor=world.officer, direction=direction, seen=direction.version, reason="名额内的申报已在办"
    )
    assert "名额内的申报已在办" in seen("direction", direction.number)


def test_what_is_planned_or_circulated_is_nowhere_public(world: LayoutWorld) -> None:
    layout = world.layout()
    direction = world.direction(layout)
    world.circulated(layout)
    strange = Client()
    for name, args in (
        ("direction", [direction.number]),
        ("layout-edition", [layout.edition]),
        ("layout-file", [layout.edition, "pdf"]),
    ):
        assert strange.get(reverse(f"portal:{name}", args=args)).status_code == 404
    assert not PublicText.objects.filter(kind__in=["layout", "direction"]).exists()


def test_both_files_and_the_verification_code_speak_of_the_same_content(world: LayoutWorld) -> None:
    layout = world.published()
    client = Client()
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(reverse("portal:layout-file", args=[layout.edition, form]))
        assert b"".join(answer.streaming_content).startswith(begins)  # type: ignore[attr-defined]
    assert client.get(reverse("portal:layout-file", args=[layout.edition, "exe"])).status_code == 404
    assert layout.verification_code
    page = seen("verified", layout.verification_code)
    assert "是省科技厅发出的文件" in page
    assert layout.content_sha256 in page


def test_an_earlier_version_stays_readable_as_it_was_published(world: LayoutWorld) -> None:
    first = world.published()
    second = world.layout(title="总体布局（第二版）")
    world.direction(second, "医疗器械核心部件", place=HEALTH)
    world.published(second)
    first.refresh_from_db()
    assert first.state == LayoutState.SUPERSEDED
    page = seen("layout-edition", 1)
    assert "这一版已被新版替代" in page
    assert "盾构关键部件" in page
    assert "医疗器械核心部件" not in page
    assert "总体布局（2026—2028年）" in seen("layout")


def test_search_finds_the_layout_and_its_directions(world: LayoutWorld) -> None:
    world.published()
    page = text_of(read(Client(), f"{reverse('portal:search')}?q=盾构关键部件"))
    assert "盾构关键部件" in page
    found = set(PublicText.objects.values_list("kind", flat=True))
    assert {"layout", "direction"} <= found


@pytest.mark.clause("3.3-4")
def test_the_advice_stands_with_its_figures_and_its_clause(world: LayoutWorld) -> None:
    world.published()
    direction = Direction.objects.get()
    advice = AdviceDraft(
        industry="C3511", year=2025, source="示例全国统计", data_as_of="2025-12-31", enterprises=42,
        readings=[ReadingDraft("cr4", 5200, 3000, "high", "贝恩分类"),
                  ReadingDraft("cr8", 7100, 4000, "high", "贝恩分类"),
                  ReadingDraft("hhi", 1900, 1800, "high", "审查惯例")],
        mode="lead_enterprise", clause="3.3-4",
    )  # fmt: skip
    record_advice(actor=world.officer, direction=direction, advice=advice)
    page = seen("direction", direction.number)
    for said in ("CR4", "52.00%", "CR8", "71.00%", "HHI", "1900", "建议：龙头企业牵头", "3.3-4"):
        assert said in page, said


@pytest.mark.clause("1.3-1")
def test_goals_stand_target_beside_actual_by_year(world: LayoutWorld) -> None:
    page = seen("goals")
    assert "布局建设省技术创新中心" in page
    assert "低于目标值" in page


@pytest.mark.parametrize("field", ["about", "cap_reason"])
def test_personal_data_is_refused_where_it_is_written(world: LayoutWorld, field: str) -> None:
    with pytest.raises(Invalid, match="手机号码") as refused:
        world.layout(**{field: "联系张三 13907310000"})
    assert "13907310000" not in str(refused.value)


def test_personal_data_is_refused_in_a_direction_and_in_a_reason(world: LayoutWorld) -> None:
    layout = world.layout()
    with pytest.raises(Invalid, match="手机号码"):
        world.direction(layout, need="联系张三 13907310000")
    direction = world.direction(layout)
    world.published(layout)
    direction.refresh_from_db()
    with pytest.raises(Invalid, match="手机号码"):
        close_direction(
            actor=world.officer, direction=direction, seen=direction.version, reason="问 13907310000"
        )


def test_whoever_answers_for_a_registered_organisation_may_file(world: LayoutWorld) -> None:
    filers = (
        Role.LEAD, Role.MEMBER, Role.SERVED_FIRM, Role.CENTER_STAFF, Role.CITY_BUREAU, Role.DEPARTMENT,
    )  # fmt: skip
    for role in filers:
        actor = actor_as(role, OrganizationFactory())
        assert may_file(actor), role
        assert reverse("layouts:board") in read(signed_in(actor), reverse("workbench:work-list")), role
    assert not may_file(world.expert)


@pytest.mark.clause("1.2-2")
def test_a_firm_reaches_the_form_of_demands_from_its_navigation_and_from_the_portal(
    world: LayoutWorld,
) -> None:
    client, form = signed_in(world.staff), reverse("layouts:new-demand")
    assert reverse("layouts:board") in read(client, reverse("workbench:work-list"))
    assert form in read(client, reverse("layouts:board"))
    assert form in read(client, reverse("portal:layout"))
    assert "<form" in read(client, form)
    turned_away = Client().get(form)
    assert turned_away.status_code == 302
    assert f"next={form}" in turned_away["Location"]


def test_the_page_asks_as_much_for_three_directions_as_for_one(world: LayoutWorld) -> None:
    layout = world.layout()
    world.direction(layout)
    world.published(layout)
    client = signed_in(world.expert)
    one = queries_of(client, reverse("portal:layout"))
    second = world.layout()
    for number in range(2):
        world.direction(second, f"又一方向{number}")
    world.published(second)
    assert queries_of(client, reverse("portal:layout")) == one


@pytest.mark.clause("1.2-4")
def test_the_public_board_shows_platforms_and_places_but_neither_demands_nor_cases(
    world: LayoutWorld,
) -> None:
    world.published()
    world.demand("谁也不该看到的需求")
    rules = current_pack().platforms
    draft = PlatformDraft(
        name="示例智能制造省重点实验室", kind="key_laboratory", level="provincial", host=world.firm,
        field="intelligent_manufacturing", approved_by="示例省科学技术厅", approved_on=date(2020, 1, 1),
        source="文件",
    )  # fmt: skip
    platform = register_platform(actor=world.staff, rules=rules, draft=draft)
    assert "示例智能制造省重点实验室" not in seen("layout")
    confirm_platform(actor=world.officer, platform=platform, seen=platform.version)
    page = text_of(read(signed_in(world.expert), reverse("portal:layout")))
    assert "示例智能制造省重点实验室" in page
    assert "平台 1" in page
    assert "谁也不该看到的需求" not in page
    by_area = text_of(read(signed_in(world.expert), f"{reverse('portal:layout')}?by=prefecture"))
    assert "湘西" in by_area


def test_the_directions_can_be_taken_as_data(world: LayoutWorld) -> None:
    world.published()
    direction = Direction.objects.get()
    lines = b"".join(
        Client().get(reverse("portal:dataset", args=["directions", "csv"]))  # type: ignore[attr-defined]
    ).decode("utf-8-sig")
    head, line = lines.strip().splitlines()
    assert head.startswith("number,title,category,field")
    assert line.startswith(f"{direction.number},盾构关键部件,field_specific,intelligent_manufacturing")
    assert f"/directions/{direction.number}/" in line
