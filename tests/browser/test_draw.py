"""A panel proposed or drawn by lot: every page of it is open to everybody, on a phone too."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType

import pytest

from tests.browser.person import Person, faults_in_sight
from tests.factories.line import ALL_EXPERTS, LineWorld
from xiangchuang.reviews.models import PanelDraw, Seat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_panel_is_drawn_by_lot_and_shown_to_the_auditor(
    visit: Callable[..., Person], moment: ModuleType, transactional_db: None
) -> None:
    world = LineWorld.build(experts=ALL_EXPERTS)
    number = world.at_stage("review").number
    officer, found = visit().sign_in("jingban"), []

    def look(person: Person, name: str) -> None:
        found.extend(faults_in_sight(person.page, name))
        person.shot(f"draw-{name}", narrow=True)

    officer.go(f"/cases/{number}/propose-panel/")
    look(officer, "propose")
    officer.go(f"/cases/{number}/panel/").follow("承诺抽取名单")
    look(officer, "commit")
    officer.press("承诺抽取名单").sees("名单已承诺，等待种子")
    look(officer, "committed")
    moment.advance(timedelta(days=(PanelDraw.objects.get().seed_on - moment.today()).days))
    officer.follow("填入种子并抽取")
    officer.fill("公布的号码", "03 09 14 21 27 33 08").fill("期号或公告", "第 2026024 期")
    look(officer, "seed")
    officer.press("填入种子并抽取").sees("抽取完成")
    officer.go(f"/cases/{number}/panel/").sees("随机抽取")
    look(officer, "panel")
    seat = Seat.objects.filter(kind="technical")[0]
    officer.go(f"/cases/{number}/unseat-expert/?seat={seat.pk}").fill("原因", "出差").press("撤换专家")
    officer.go(f"/cases/{number}/replace-expert/?seat={seat.pk}").sees("同一次抽取的下一位")
    look(officer, "replace")
    auditor = visit().sign_in("shenji").go("/panel-draws/")
    look(auditor, "list")
    auditor.go(f"/cases/{number}/panel-draw/").sees("manage.py draw verify FILE")
    look(auditor, "drawn")
    assert not found, "\n".join(found)
