"""The check of a plan, shared passages and the check of a receipt, at a browser and on a phone."""

from collections.abc import Callable
from types import ModuleType

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, faults_in_sight
from tests.factories.line import LineWorld
from tests.plan_checks.test_similarity import COPIED, plan, words
from tests.plan_checks.writing import paragraph, table, write
from xiangchuang.plan_checks.models import SimilarPlan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None, moment: ModuleType) -> LineWorld:
    return LineWorld.build()


def test_the_lead_reads_what_to_mend_and_goes_to_its_place(
    visit: Callable[..., Person], world: LineWorld
) -> None:
    case = world.at_stage("plan")
    budget = table(("项目", "金额（万元）"), ("设备", "4,000"), ("研发", "2,000"), ("合计", "6,500"))
    write(world, case, A_7_2=[budget], A_7_1=[paragraph("建设期自2029年12月至2027年1月。")])
    lead = visit().sign_in("qiantou").go(f"/cases/{case.number}/check-plan/")
    assert faults_in_sight(lead.page, "check-plan") == []
    lead.page.get_by_role("link", name="去看 A.7.2").first.click()
    expect(lead.page.locator(":target")).to_contain_text("6,500")


def test_an_officer_reads_passages_side_by_side_and_notes_what_they_come_to(
    visit: Callable[..., Person], world: LineWorld
) -> None:
    plan(world, "第一个示例技术创新中心", words(1), COPIED)
    second = plan(world, "第二个示例技术创新中心", COPIED, words(2))
    pair = SimilarPlan.objects.get(revision=second)
    home = f"/cases/{second.proposal.case.number}/plan/1/similar/"
    officer = visit().sign_in("jingban").go(home)
    assert faults_in_sight(officer.page, "similar") == []
    officer.go(f"{home}{pair.pk}/")
    assert faults_in_sight(officer.page, "passages") == []
    officer.page.get_by_role("textbox", name="查看意见").fill("同一团队的延续工作。")
    officer.page.get_by_role("button", name="记下查看意见").click()
    expect(officer.page.locator("#seen ~ p").first).to_contain_text("同一团队的延续工作。")


def test_anyone_asks_for_a_receipt(visit: Callable[..., Person], world: LineWorld) -> None:
    anyone = visit().go("/receipts/")
    assert faults_in_sight(anyone.page, "receipts") == []
