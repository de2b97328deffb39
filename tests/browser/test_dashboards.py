"""The dashboard at a real browser: read by leadership, opened down to the case, on a phone too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.person import Person
from tests.factories.line import LineWorld
from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Case, StageRun

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("/dashboard/", "/dashboard/deadlines/", "/dashboard/cities/")


@pytest.fixture
def late(transactional_db: None) -> Case:
    """Four applications, one of them three days past its day."""
    world = LineWorld.build()
    for number, stage in enumerate(("recommendation", "conditions", "plan")):
        world.at_stage(stage, f"示例{number}号技术创新中心")
    case = world.at_stage("conditions", "示例逾期技术创新中心")
    Case.objects.filter(pk=case.pk).update(due_on=clock.today() - timedelta(days=3))
    StageRun.objects.filter(case=case, closed_at=None).update(opened_at=clock.now() - timedelta(days=20))
    return case


def test_leadership_finds_what_is_late_and_opens_it(visit: Callable[..., Person], late: Case) -> None:
    leader = visit().sign_in("tingling").shot("work-list-leader", narrow=True)
    leader.page.get_by_role("link", name="数据", exact=True).first.click()
    leader.sees("逾期 1 件").shot("dashboard", narrow=True)
    leader.follow("期限").sees("省科技厅经办").shot("dashboard-deadlines", narrow=True)
    assert leader.download("导出图片").startswith(b"\x89PNG")
    leader.page.get_by_role("row").filter(has_text="省科技厅经办").get_by_role("link").first.click()
    leader.sees("省科技厅经办：已逾期").follow(late.title)
    leader.page.wait_for_url(f"**/cases/{late.number}/**")
    leader.go("/dashboard/").follow("市州对比").sees("长沙市").shot("dashboard-cities", narrow=True)
    leader.go("/cases/?view=all&course=applied&prefecture=430100").shot("cases-filtered", narrow=True)


def test_its_pages_are_open_to_everybody(visit: Callable[..., Person], late: Case) -> None:
    for name in ("jingban", "changsha"):
        person = visit().sign_in(name)
        for path in PAGES:
            told = Axe().run(person.go(path).page).response
            assert told["passes"] and not told["violations"], (name, path, told["violations"])
            person.shot(f"{name}{path.replace('/', '-')}", narrow=True)


def test_its_pages_print_without_navigation(visit: Callable[..., Person], late: Case) -> None:
    leader = visit().sign_in("tingling")
    for path in PAGES:
        leader.go(path).page.emulate_media(media="print")
        assert not leader.page.get_by_role("link", name="导出图片").is_visible()
        assert not leader.page.get_by_role("link", name="工作台").first.is_visible()
        assert leader.page.locator(".chart svg").first.is_visible()
        leader.page.emulate_media(media="screen")
