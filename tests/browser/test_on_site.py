"""A site visit on a phone whose connection goes and comes back: nothing is lost, nothing is doubled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.on_site_pages import forget_cut, note, send, waits
from tests.browser.person import NARROW, Person, faults_in_sight
from tests.documents.intake.hostile import png
from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.reviews.steps import plan_the_visit, team_of
from xiangchuang.reviews.models import SiteVisit, SpotNote, SpotPhoto


@pytest.fixture
def planned(transactional_db: None) -> tuple[LineWorld, SiteVisit]:
    world = LineWorld.build(experts=ALL_EXPERTS)
    world.at_stage("site_visit")
    return world, plan_the_visit(world)


def test_a_visit_is_noted_without_a_connection_and_sent_once(
    visit: Callable[..., Person], planned: tuple[LineWorld, SiteVisit], tmp_path: Path
) -> None:
    world, site = planned
    expert = team_of(world)[-1]
    picture = tmp_path / "中试线.png"
    picture.write_bytes(png(8, 8))
    first = site.items.all()[0]
    figure = site.items.filter(fact__code="rd_expenditure")[0]
    phone = visit().sign_in(expert.username)
    phone.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.go(f"/cases/{world.case.number}/on-site/").sees("本页可以在没有网络时打开")

    phone.context.set_offline(True)
    note(phone, first, "相符")
    waits(phone, 1)
    phone.page.reload()
    waits(phone, 1)
    expect(phone.page.locator(f'form[data-item="{first.code}"]').get_by_label("相符")).to_be_checked()
    note(phone, figure, "有出入", number="4,100.5", remark="辅助账少一笔。", photo=picture)
    waits(phone, 3)
    phone.shot("30-on-site", narrow=True)
    assert not SpotNote.objects.exists()

    phone.context.set_offline(False)
    send(phone)
    phone.page.reload()
    send(phone)

    assert SpotNote.objects.count() == 2 and SpotPhoto.objects.count() == 1
    kept = SpotNote.objects.get(item=figure)
    assert (kept.by, kept.found_amount) == (expert, 4_100_500_000)
    assert SpotPhoto.objects.get().item == figure
    assert faults_in_sight(phone.page, "on-site") == []
    forget_cut(phone)
