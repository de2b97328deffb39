"""What links a platform and a center, on which row it rests, and who may know."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.centers import CenterFactory
from tests.factories.registers import OrganizationFactory, actor_as
from tests.network.world import NetworkWorld
from tests.research import keeping
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.centers.registers.keep import record_entry
from xiangchuang.governance import registers as governance
from xiangchuang.network.founding import convert_platforms
from xiangchuang.network.gaps import centers_without_laboratory, fields_without_center
from xiangchuang.network.graph import MOST_NODES, around, draw, key_of
from xiangchuang.network.links import PUBLIC, Link, LinkKind, links_among
from xiangchuang.network.queries import centers_going_on, platforms_working
from xiangchuang.platforms.convert import plan_conversion
from xiangchuang.platforms.queries import find_platform
from xiangchuang.procedure.packs import current_pack
from xiangchuang.research import registers as research


def found(actor: Actor | None = None) -> list[Link]:
    """Every link there is, as the actor may know it."""
    return links_among(list(centers_going_on()), list(platforms_working()), actor)


def kinds(actor: Actor | None = None) -> list[str]:
    return [link.kind.value for link in found(actor)]


@pytest.mark.clause("6.4-4")
def test_the_leads_platform_is_linked_by_its_host_and_a_members_by_the_membership(
    world: NetworkWorld,
) -> None:
    world.platform(world.center.lead, "示例装备工程技术研究中心", kind="engineering_technology_center")
    CenterMember.objects.create(center=world.center, organization=world.university, role="member")
    world.platform()

    assert kinds() == ["same_host", "member"]


@pytest.mark.clause("6.4-4")
def test_people_projects_and_instruments_link_for_those_who_may_open_the_file_alone(
    world: NetworkWorld,
) -> None:
    platform = world.platform()
    record_entry(
        governance.STAFF, actor=world.staff, center=world.center,
        values={
            "person": "示例兼职", "post": "staff", "function": "engineering", "is_full_time": False,
            "employer": world.university, "title": "", "began_on": date(2026, 4, 1), "ended_on": None,
        },
    )  # fmt: skip
    task = keeping.task(world)
    record_entry(
        research.TEAM, actor=world.staff, center=world.center,
        values={
            "task": task, "person": "示例兼职", "organization": world.university, "discipline": "机械工程",
            "function": "engineering", "from_on": date(2026, 4, 1), "to_on": None,
        },
    )  # fmt: skip

    links = found(world.officer)

    assert {link.kind for link in links} == {LinkKind.PEOPLE}
    assert [link.evidence for link in links] == ["在中心工作 1 人", "在攻关团队 1 人"]
    assert all(link.platform == platform and link.url for link in links)
    assert "示例兼职" not in str(links), "a name stays in the center's file"
    assert found() == found(world.firm) == found(world.other_staff) == []
    assert not {link.kind for link in links} & PUBLIC


def test_one_who_hosts_many_platforms_is_linked_by_those_of_the_centers_field_alone(
    world: NetworkWorld,
) -> None:
    CenterMember.objects.create(center=world.center, organization=world.university, role="member")
    near = world.platform()
    world.platform(name="示例育种重点实验室", field="biological_breeding")
    world.platform(name="示例医药重点实验室", field="biomedicine")

    assert [link.platform for link in found()] == [near]


@pytest.mark.clause("6.4-4")
def test_an_agreement_links_once_both_have_confirmed_it_and_until_it_ends(world: NetworkWorld) -> None:
    platform = world.platform()
    world.declared(platform, title="先提出的")
    assert found() == []

    world.agreed(platform)

    assert [(link.kind, link.evidence) for link in found()] == [
        (LinkKind.COOPERATION, "共享仪器设备：仪器共享协议")
    ]


def test_the_way_to_an_agreement_is_shown_to_those_who_may_read_it(world: NetworkWorld) -> None:
    agreement = world.agreed(world.platform())

    def ways(actor: Actor | None) -> set[str]:
        return {link.url for link in found(actor) if link.kind == LinkKind.COOPERATION}

    assert ways(world.university_staff) == ways(world.officer) == {f"/network/cooperations/{agreement.pk}/"}
    assert ways(actor_as(Role.LEAD)) == ways(None) == {""}


@pytest.mark.clause("3.1.3-1")
def test_the_founding_of_a_center_converts_the_platform_its_case_named(world: NetworkWorld) -> None:
    platform = world.platform(
        world.center.lead, "示例装备工程技术研究中心", kind="engineering_technology_center"
    )
    plan_conversion(
        actor=world.staff, rules=current_pack().platforms, platform=platform,
        case_number=world.center.founding_case.number, becomes="absorbed", remark="整体划入",
    )  # fmt: skip

    convert_platforms(world.center, current_pack())

    platform = find_platform(world.officer, platform.pk)
    assert platform.state == "converted"
    (link, *_others) = links_among([world.center], [platform])
    assert (link.kind, link.evidence) == (LinkKind.CONVERTED, "整体划入")


@pytest.mark.parametrize("rows", [1, 3])
def test_links_ask_a_fixed_number_of_questions(
    world: NetworkWorld, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        center = CenterFactory()
        world.platform(center.lead, f"示例实验室{number}")
    centers, platforms = list(centers_going_on()), list(platforms_working())
    with django_assert_num_queries(11):
        assert len(links_among(centers, platforms, world.officer)) == rows


def test_fields_with_laboratories_and_no_center_are_told_and_centers_with_none_near(
    world: NetworkWorld,
) -> None:
    world.platform(name="示例育种重点实验室", field="biological_breeding")
    far = OrganizationFactory(prefecture="430600")
    world.platform(far, "示例远方实验室")
    labs = current_pack().platforms.laboratories
    centers, platforms = list(centers_going_on()), list(platforms_working())

    assert [(gap.field, gap.laboratories) for gap in fields_without_center(centers, platforms, labs)] == [
        ("biological_breeding", 1)
    ]
    (gap,) = centers_without_laboratory(centers, platforms, labs)
    assert (gap.center, gap.elsewhere) == (world.center, 1)


def test_the_drawing_has_each_node_once_under_its_heading_and_each_pair_as_one_line(
    world: NetworkWorld,
) -> None:
    own = world.platform(world.center.lead, "示例装备工程技术研究中心", kind="engineering_technology_center")
    CenterMember.objects.create(center=world.center, organization=world.university, role="member")
    world.agreed(world.platform())

    drawing = draw(found(), lambda thing: "智能制造", {"key_laboratory": "square"}, key_of(own))

    assert [node.shape for node in drawing.nodes] == ["square", "diamond", "circle"]
    assert [edge.style for edge in drawing.edges] == ["own", "agreed"]
    assert [node.full_name for node in drawing.nodes if node.is_focus] == [own.name]
    assert all(0 < node.y < drawing.height for node in drawing.nodes)
    places = [(node.x, node.y) for node in drawing.nodes]
    assert len(set(places)) == len(places)


def test_a_node_and_its_neighbours_alone_and_never_more_nodes_than_a_person_reads(
    world: NetworkWorld,
) -> None:
    first = world.platform(world.center.lead, "示例甲实验室")
    other = CenterFactory()
    world.platform(other.lead, "示例乙实验室")
    links = found()

    assert [link.platform for link in around(links, key_of(first))] == [first]
    assert around(links, "p0") == links
    many = [
        Link(Center(pk=number, name=f"中心{number}"), first, LinkKind.SAME_HOST, "")
        for number in range(1, 90)
    ]
    drawing = draw(many, lambda thing: "", {})
    assert len(drawing.nodes) == MOST_NODES
    assert drawing.left_out == 89 - MOST_NODES + 1
