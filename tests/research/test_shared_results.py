"""A result in a center's register shows whom an expert has worked with, whoever told it."""

from datetime import date

import pytest

from tests.factories.centers import CenterWorld
from tests.factories.registers import ExpertFactory, OrganizationFactory
from tests.research.keeping import result
from xiangchuang.experts.models import ExpertWork
from xiangchuang.reviews.joint_work import joint_work_of


@pytest.mark.clause("5.2-1")
@pytest.mark.parametrize(
    ("title", "number", "is_shared"),
    [
        ("主轴承 密封结构", "", True),
        ("另一名称", "CN202410123456.7", True),
        ("另一名称", "CN202419999999.9", False),
    ],
)
def test_the_same_title_or_number_is_shared_with_who_builds_the_center(
    world: CenterWorld, title: str, number: str, is_shared: bool
) -> None:
    result(world, kind="invention", number="ZL 2024 1 0123456.7")
    expert = ExpertFactory()
    ExpertWork.objects.create(
        expert=expert, kind="patent", title=title, number=number, began_on=date(2026, 3, 10)
    )
    lead, stranger = world.center.lead_id, OrganizationFactory().pk

    found = joint_work_of([expert], [lead, stranger])[expert.pk]

    assert [work.organization_id for work in found] == ([lead] if is_shared else [])
