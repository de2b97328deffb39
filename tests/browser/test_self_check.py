"""The self-check at a real browser: an anonymous visitor, and an applicant who adds evidence and passes."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.factories.line import LineWorld
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.organizations.models import FactRecord

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEAN = "#condition-rd_mean_of_three_years h3"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_visitor_learns_what_is_short_and_what_would_change_it(
    visit: Callable[..., Person], moment: ModuleType, javascript: bool
) -> None:
    visitor = visit(javascript=javascript).go("/")
    visitor.page.get_by_role("link", name="自评", exact=True).first.click()
    visitor.choose("企业")
    visitor.page.get_by_label("申报领域").select_option(label="人工智能")
    visitor.press("下一步：填数")
    years = visitor.page.get_by_role("group", name=re.compile("研发经费"))
    for year, amount in (("2023", "4,000.00"), ("2024", "４０００"), ("2025", "3999.999999")):
        years.get_by_label(f"{year} 年").fill(amount)
    visitor.press("看结果").sees("还差 0.01 元，达到 12,000 万元即满足。").sees("解读，不是条文")
    expect(visitor.page.locator(MEAN)).to_contain_text("不满足")
    visitor.shot("self-check", narrow=True)
    visitor.page.get_by_role("group", name=re.compile("研发经费")).get_by_label("2025 年").fill("4000")
    visitor.press("看结果")
    expect(visitor.page.locator(MEAN)).to_contain_text("满足")
    expect(visitor.page.locator(MEAN)).not_to_contain_text("不满足")
    if javascript:
        assert Axe().run(visitor.page).response["violations"] == []
    assert {cookie["name"] for cookie in visitor.context.cookies()} <= {"csrftoken"}


def test_a_failing_applicant_adds_evidence_and_passes(
    visit: Callable[..., Person], moment: ModuleType
) -> None:
    world = LineWorld.build()
    FactRecord.objects.filter(organization=world.lead, code="rd_expenditure", year=2024).delete()
    lead = visit().sign_in("qiantou").go("/intentions/begin/")
    lead.follow(f"{world.lead.name}：先按登记数据自评")
    lead.page.get_by_label("申报领域").select_option(label="人工智能")
    lead.press("看结果").sees("缺 2024 年")
    expect(lead.page.locator(MEAN)).to_contain_text("缺证据")
    lead.shot("self-check-register", narrow=True)
    address = lead.page.url
    lead.follow("补充登记数据和证据").follow("登记年度事实")
    lead.page.get_by_label("事实").select_option(label="研发经费（万元）")
    lead.page.get_by_label("年度").select_option(label="2024")
    lead.fill("数值", "9,000.00").fill("来源", "2024 年度审计报告第 12 页")
    evidence = letter_pdf("2024 年度审计报告")
    lead.page.get_by_label("证明材料").set_input_files(
        {"name": "2024 年度审计报告.pdf", "mimeType": "application/pdf", "buffer": evidence}
    )
    lead.main.locator("form button[type=submit]").click()
    lead.page.wait_for_url(f"**/organizations/{world.lead.pk}/")
    lead.page.goto(address)
    expect(lead.page.locator(MEAN)).not_to_contain_text("缺证据")
    expect(lead.page.locator(MEAN)).to_contain_text("满足")
    lead.sees("2024 年度审计报告.pdf")


def test_an_officer_reads_the_explained_decision_and_the_replay(
    visit: Callable[..., Person], moment: ModuleType
) -> None:
    world = LineWorld.build()
    case = world.at_stage("conditions")
    officer = visit().sign_in("jingban").case(case.number, tab="conditions")
    officer.follow("逐项说明（可打印、下载）").sees("建设条件核查说明").sees("条文和参数截至")
    assert Axe().run(officer.page).response["violations"] == []
    officer.shot("explained-decision", narrow=True)
    assert officer.download("下载 PDF").startswith(b"%PDF")
    officer.go("/policy/").follow("政策版本").shot("policy-versions", narrow=True)
    officer.follow("以往案卷按此版本").sees("重判 1 个案卷，0 个整体结果不同。")
    assert Axe().run(officer.page).response["violations"] == []
    officer.shot("policy-replay", narrow=True)
