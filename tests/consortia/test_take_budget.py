"""The budget of the approved plan becomes the investment plan (A.7.2), members bring their terms."""

import pytest
from django.test import Client

from tests.consortia.world import ConsortiumWorld
from tests.factories.centers import CenterWorld
from tests.factories.plans import approved_plan
from xiangchuang.accounts.refusals import Blocked, NotPermitted
from xiangchuang.consortia.investment import investment_of
from xiangchuang.consortia.models import MemberTerms
from xiangchuang.consortia.standing_rows import standing
from xiangchuang.consortia.take_budget import budget_to_take, take_budget
from xiangchuang.consortia.take_members import take_members
from xiangchuang.ledger.queries import entries_of_case

WAN = 1_000_000


@pytest.mark.clause("A.7.2")
def test_sources_and_uses_come_in_by_year_and_kind(world: ConsortiumWorld) -> None:
    approved_plan(world.center)
    assert take_budget(actor=world.staff, center=world.center) == 18
    found = investment_of(world.center, 2026)
    planned = {line.code: line.planned for line in found.sources}
    assert planned == {"agreement": 6_000 * WAN, "other": 600 * WAN, "local_finance": 600 * WAN}
    assert found.received.planned == found.spent.planned == 7_200 * WAN
    assert entries_of_case(world.center.ledger_key).filter(verb="take_budget").count() == 1


def test_the_second_time_there_is_nothing_left(world: ConsortiumWorld) -> None:
    approved_plan(world.center)
    take_budget(actor=world.staff, center=world.center)
    assert budget_to_take(world.center).count == 0
    with pytest.raises(Blocked):
        take_budget(actor=world.staff, center=world.center)


def test_who_does_not_keep_the_register_takes_nothing(world: ConsortiumWorld) -> None:
    approved_plan(world.center)
    with pytest.raises(NotPermitted):
        take_budget(actor=world.officer, center=world.center)


def test_the_page_offers_it_and_one_press_does_it(world: ConsortiumWorld, client: Client) -> None:
    approved_plan(world.center)
    assert world.staff.user is not None
    client.force_login(world.staff.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/center-files/{world.center.pk}/funding/investment/").content.decode()
    assert "18 项分年度预算还没有登记" in page
    answer = client.post(f"/center-files/{world.center.pk}/funding/take-budget/", follow=True)
    assert "已带入 18 项预算。" in answer.content.decode()


@pytest.mark.clause("4.1-3")
def test_members_come_in_with_the_rights_and_duties_of_the_plan(db: None) -> None:
    world = CenterWorld()
    approved_plan(world.center)
    take_members(actor=world.staff, center=world.center)
    terms = standing(MemberTerms).filter(center=world.center)
    assert {term.rights for term in terms} == {"按约定共享知识产权；优先使用中试平台"}
    assert all("派驻研发人员" in term.duties for term in terms)
