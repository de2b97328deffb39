"""What waits outside of cases: an app is asked only while there is anything of its kind."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.registers import OrganizationFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.layouts.models import Demand, DemandState
from xiangchuang.organizations.models import Organization
from xiangchuang.platforms.models import Platform
from xiangchuang.procedure import errands
from xiangchuang.procedure.errands import Errand, Matter, contribute_errands, errands_of

pytestmark = pytest.mark.django_db
ZHUZHOU = Matter(lambda: Organization.objects.filter(prefecture="430200", name__startswith="株洲%"))


@pytest.fixture(autouse=True)
def no_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "_sources", [])


def test_a_source_is_asked_only_while_one_of_its_matters_is_there() -> None:
    asked: list[Actor] = []

    def visits(actor: Actor) -> Iterator[Errand]:
        asked.append(actor)
        yield Errand("走访株洲企业", "", "/visits/", date(2026, 12, 1))

    contribute_errands([Role.OFFICER], visits, [ZHUZHOU, Matter(Platform.objects.all)])
    officer = actor_as(Role.OFFICER)
    assert errands_of(officer) == [] and asked == []
    # A percent sign in a value is a value.
    OrganizationFactory(name="株洲%示例公司", prefecture="430200")
    assert [errand.what for errand in errands_of(officer)] == ["走访株洲企业"]
    assert errands_of(actor_as(Role.CITY_BUREAU)) == []


def test_a_part_of_a_source_whose_matter_is_not_there_is_left_out() -> None:
    demands = Matter(lambda: Demand.objects.filter(state=DemandState.FILED))

    def parts(actor: Actor) -> Iterator[Errand]:
        if ZHUZHOU.is_there():
            yield Errand("走访株洲企业", "", "/visits/")
        if demands.is_there():
            yield Errand("归类技术需求", "", "/demands/")

    contribute_errands([Role.OFFICER], parts, [ZHUZHOU, demands])
    OrganizationFactory(name="株洲%示例公司", prefecture="430200")
    officer = actor_as(Role.OFFICER)
    assert [errand.what for errand in errands_of(officer)] == ["走访株洲企业"]
    # Whoever asks the source itself has looked for nothing beforehand.
    assert [errand.what for errand in parts(officer)] == ["走访株洲企业", "归类技术需求"]


def test_one_query_asks_for_the_matters_of_all_sources(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for matter in (ZHUZHOU, Matter(Platform.objects.all), Matter(Demand.objects.all)):
        contribute_errands([Role.OFFICER], lambda actor: [Errand("看一看", "", "/")], [matter])
    officer = actor_as(Role.OFFICER)
    with django_assert_num_queries(1):
        assert errands_of(officer) == []
