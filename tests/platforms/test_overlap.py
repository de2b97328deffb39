"""Who may read what, and which platforms an application touches."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import OrganizationFactory, actor_as
from tests.platforms.world import RULES, PlatformWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.platforms.likeness import core_of, likeness
from xiangchuang.platforms.overlap import overlapping
from xiangchuang.platforms.permissions import knows_leader
from xiangchuang.platforms.queries import alike, can_view, public_texts, visible_to
from xiangchuang.policy.platforms import PlatformRules


@pytest.mark.parametrize(
    ("one", "other", "grade"),
    [
        ("湖南省先进涂层重点实验室", "先进涂层工程技术研究中心", 100),
        ("先进涂层", "先进涂料", 66),
        ("先进涂层", "生物育种", 0),
        ("省重点实验室", "省重点实验室", 100),
    ],
)
def test_names_are_compared_by_what_they_say_beside_stock_words(one: str, other: str, grade: int) -> None:
    assert likeness(one, other) == likeness(other, one) == grade


def test_the_core_of_a_name_is_never_empty() -> None:
    assert core_of("重点实验室") == "重点实验室"


@pytest.mark.clause("1.2-4")
def test_an_application_meets_the_platforms_it_touches_each_with_reasons(world: PlatformWorld) -> None:
    own = world.confirmed(field="biomedicine")
    other_host = OrganizationFactory(prefecture="430200")
    divided = world.confirmed(
        name="示例新材料制造业创新中心", kind="manufacturing_center", host=other_host, prefecture="430200"
    )
    near = world.confirmed(name="示例薄膜重点实验室", kind="key_laboratory", host=OrganizationFactory())
    world.confirmed(name="示例育种实验室", field="biological_breeding", host=other_host, prefecture="430200")

    found = overlapping(RULES, organization=world.host, field="new_materials", title="先进涂层技术创新中心")

    assert [overlap.platform for overlap in found] == [own, divided, near]
    assert found[0].reasons == ("牵头单位已依托或共建这个平台", "名称相近（相似度 100%）")
    assert (found[0].clause, found[1].clause) == ("3.1.3-1", "1.2-4")
    assert found[1].advice == "写明与它的分工。"
    assert found[2].advice == "写明怎样与它衔接、相互支撑。"


def test_a_pack_that_knows_no_platforms_finds_nothing(world: PlatformWorld) -> None:
    world.confirmed()
    rules = PlatformRules()
    assert not overlapping(rules, organization=world.host, field="new_materials", title="先进涂层")
    assert not alike(rules, "先进涂层")


@pytest.mark.parametrize("rows", [1, 3])
def test_overlap_asks_a_fixed_number_of_questions(
    world: PlatformWorld, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        world.confirmed(name=f"示例涂层{number}")
    with django_assert_num_queries(2):
        assert len(overlapping(RULES, organization=world.host, field="", title="无关")) == rows


def test_the_unconfirmed_is_read_by_its_house_its_area_and_the_department_alone(world: PlatformWorld) -> None:
    partner = OrganizationFactory(prefecture="430600")
    platform = world.register(partners=[partner])
    readers: dict[str, Actor] = {
        "officer": world.officer, "staff": world.staff, "bureau": world.bureau,
        "partner": actor_as(Role.LEAD, partner), "stranger": world.stranger,
        "far bureau": world.far_bureau, "public": Actor.anonymous(),
    }  # fmt: skip
    seeing = {name for name, actor in readers.items() if can_view(actor, platform)}
    assert seeing == {"officer", "staff", "bureau", "partner"}
    assert seeing == {name for name, actor in readers.items() if platform in visible_to(actor)}


def test_a_leaders_name_is_for_those_who_know_the_platform_and_never_for_the_public(
    world: PlatformWorld,
) -> None:
    platform = world.confirmed()
    assert knows_leader(world.staff, platform)
    assert knows_leader(world.bureau, platform)
    assert not knows_leader(world.stranger, platform)
    assert not knows_leader(world.far_bureau, platform)
    (text,) = public_texts()
    assert platform.leader not in text.body
    assert text.title == platform.name


def test_platforms_with_like_names_are_told_the_most_alike_first(world: PlatformWorld) -> None:
    one = world.register()
    other = world.register(name="示例先进涂料工程技术研究中心")
    assert alike(RULES, "先进涂层重点实验室") == [one, other]
    assert alike(RULES, one.name, apart_from=one.pk) == [other]
