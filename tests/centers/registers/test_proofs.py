"""From the evidence of a register's row one comes to the row, and from a row taken back too."""

import pytest

from tests.centers.registers.test_keep import recorded
from tests.factories.centers import CenterWorld
from tests.factories.registers import StoredFileFactory
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.registers.gates import purpose_of
from xiangchuang.governance.models import AdoptedRule

pytestmark = pytest.mark.django_db


def test_the_page_of_the_file_names_the_row_for_its_readers_only() -> None:
    world = CenterWorld()
    rule = recorded(world)
    file = StoredFileFactory(purpose=purpose_of("rules"))
    AdoptedRule.objects.filter(pk=rule.pk).update(evidence=file)
    page = read(signed_in(world.staff), f"/files/{file.pk}/about/")
    assert f"/center-files/{world.center.pk}/registers/rules/{rule.pk}/" in page
    assert rule.title in page and world.center.name in page
    for stranger in world.strangers().values():
        if stranger != Actor.anonymous():
            assert signed_in(stranger).get(f"/files/{file.pk}/about/").status_code == 404
    AdoptedRule.objects.filter(pk=rule.pk).update(withdrawn_at=clock.now(), withdrawn_reason="重复登记")
    assert "取消关联：重复登记" in text_of(read(signed_in(world.staff), f"/files/{file.pk}/about/"))
