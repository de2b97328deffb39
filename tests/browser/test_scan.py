"""An officer scans a table of 200,000 rows at a real browser, reads why a firm was found, and invites it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import expect
from stdnum.cn.uscc import calc_check_digit

from tests.browser.person import Person
from tests.factories.line import LineWorld
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.models import Invitation
from xiangchuang.scans.column_words import template_headers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROWS = 200_000
YEARS = (2023, 2024, 2025)
INDUSTRIES = 200
COLUMNS = (
    "uscc", "name", "kind", "industry", "prefecture", "field", "year", "rd_expenditure", "income",
    "platforms_in_field", "major_projects", "invention_patents", "rules_in_force",
)  # fmt: skip
FIRST = "示例企业0股份有限公司"


@pytest.fixture
def nation(tmp_path: Path, hunan_pack: Pack) -> Path:
    """Enterprises of 200 industries, each industry led by those with the smallest numbers."""
    path = tmp_path / "全国统计.csv"
    with path.open("w", encoding="utf-8") as file:
        headers = template_headers(hunan_pack)
        file.write(",".join(headers[name] for name in COLUMNS) + "\n")
        for number in range(ROWS // len(YEARS) + 1):
            body, place = f"914301{number:011}", number // INDUSTRIES
            name, industry = f"示例企业{number}股份有限公司", f"C{2000 + number % INDUSTRIES}"
            who = f"{body}{calc_check_digit(body)},{name},企业,{industry},长沙市,人工智能"
            spend, income, platforms = 90_000 // (place + 1), 900_000 // (place + 1), int(place < 3)
            what = f"{spend},{income},{platforms},2,{900 - place},是"
            file.writelines(f"{who},{year},{what}\n" for year in YEARS)
    return path


@contextmanager
def worker() -> Iterator[None]:
    """The task worker, as the server runs it, until the queue is empty."""

    def work() -> None:
        Worker(
            queue_names=["*"], interval=1, batch=True, backend_name="default", startup_delay=False,
            max_tasks=None, worker_id="test", excluded_queue_names=[],
        ).run()  # fmt: skip
        connections.close_all()

    thread = Thread(target=work)
    thread.start()
    yield
    thread.join()


def test_an_officer_scans_a_nation_sees_it_progress_and_invites_whom_it_found(
    visit: Callable[..., Person], moment: ModuleType, nation: Path
) -> None:
    LineWorld.build()
    officer = visit().sign_in("jingban").go("/organizations/").follow("全国扫描").follow("上传数据表")
    officer.attach("数据表文件", nation).fill("数据表名称", "2025 年示例全国统计")
    officer.fill("来源", "示例统计机构").fill("数据截至", date(2025, 12, 31).isoformat()).press("上传")
    expect(officer.page.get_by_label("研发经费（万元） 金额单位")).to_have_value("万元")
    officer.shot("scan-columns", narrow=True)

    officer.press("开始扫描").sees("排队中")
    with worker():
        expect(officer.main.get_by_text(re.compile("已读 [1-9][0-9,]+ 行，共约 200,001 行"))).to_be_visible()
        officer.shot("scan-progress", narrow=True)
        expect(officer.main.get_by_text("各项条件的结果").first).to_be_visible(timeout=40_000)
    officer.sees("200,001 行 = 采用 200,001 + 搁置 0 + 空行 0").shot("scan-overview", narrow=True)
    assert Axe().run(officer.page).response["violations"] == []

    officer.page.get_by_role("link", name=re.compile("^候选")).click()
    officer.main.get_by_label("行业代码").fill("2000")
    officer.press("筛选").follow(FIRST).sees("解读，不是条文").sees("第 1 位")
    officer.shot("scan-organization", narrow=True)
    officer.follow("登记后邀请").press("登记").sees(f"已登记{FIRST}。")
    officer.fill("拟建中心名称", "示例人工智能技术创新中心").press("发出邀请").sees(f"已邀请{FIRST}填报意向")
    assert Invitation.objects.get().proposal.lead.name == FIRST

    officer.go("/scans/").follow("2025 年示例全国统计").follow("行业集中度与组建模式").follow("2000")
    officer.sees("组建模式建议").shot("scan-concentration", narrow=True)
    assert Axe().run(officer.page).response["violations"] == []
