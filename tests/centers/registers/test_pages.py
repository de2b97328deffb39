"""The pages of every register, shown with the rules of a center: who may open them and what they keep."""

from pathlib import Path

import pytest
from django.urls import reverse

from tests.centers.registers.test_keep import recorded
from tests.factories.centers import CenterWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.registers.sheet_columns import sheet_columns
from xiangchuang.governance.models import AdoptedRule
from xiangchuang.governance.registers import RULES
from xiangchuang.sheets import read_rows, read_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CenterWorld:
    return CenterWorld()


def pages(world: CenterWorld, rule: AdoptedRule) -> list[str]:
    here = [world.center.pk, "rules"]
    return [
        reverse("centers:file", args=[world.center.pk]), reverse("centers:ledger", args=[world.center.pk]),
        reverse("centers:chapter", args=[world.center.pk, "governance"]),
        reverse("centers:entries", args=here), reverse("centers:export", args=here),
        reverse("centers:entry", args=[*here, rule.pk]),
    ]  # fmt: skip


def test_the_file_opens_for_its_readers_and_does_not_exist_for_strangers(world: CenterWorld) -> None:
    addresses = pages(world, recorded(world))
    for reader in world.readers().values():
        client = signed_in(reader)
        assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    for stranger in world.strangers().values():
        if stranger != Actor.anonymous():
            client = signed_in(stranger)
            assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)


def test_staff_fill_in_the_form_and_what_was_typed_survives_a_refusal(world: CenterWorld) -> None:
    client = signed_in(world.staff)
    address = reverse("centers:new-entry", args=[world.center.pk, "rules"])
    typed = {
        "title": "开放共享办法", "kind": "open_sharing", "adopted_by": "理事会", "adopted_on": "2026-04-31",
        "in_force_from": "2026-05-01",
    }  # fmt: skip

    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "日期写成 2026-11-23 的样子" in refused.content.decode()
    assert 'value="开放共享办法"' in refused.content.decode()

    done = client.post(address, typed | {"adopted_on": "2026-04-30"})
    assert done.status_code == 302
    assert "开放共享办法" in text_of(read(client, done.url))


def test_a_correction_from_a_page_opened_too_early_is_refused_with_409(world: CenterWorld) -> None:
    rule = recorded(world)
    client = signed_in(world.staff)
    address = reverse("centers:correct", args=[world.center.pk, "rules", rule.pk])
    form = {
        "title": "新名称", "kind": "equity", "adopted_by": "理事会", "adopted_on": "2026-04-01",
        "in_force_from": "2026-05-01", "reason": "更名", "version": "1",
    }  # fmt: skip
    assert client.post(address, form).status_code == 302
    late = client.post(address, form | {"title": "别的名称"})
    assert late.status_code == 409
    assert "别的名称" in late.content.decode()


def test_the_export_holds_what_the_list_shows(world: CenterWorld, tmp_path: Path) -> None:
    recorded(world)
    recorded(world, title="=HYPERLINK(1)", kind="equity")
    client = signed_in(world.officer)
    answer = client.get(reverse("centers:export", args=[world.center.pk, "rules"]), {"kind": "equity"})
    file = tmp_path / "rules.xlsx"
    file.write_bytes(answer.content)

    rows = list(read_rows(read_sheet(file), sheet_columns(RULES)))
    assert [row.values["title"] for row in rows] == ["=HYPERLINK(1)"]
    assert rows[0].values["kind"] == "equity"


def test_search_filter_and_sort_live_in_the_address(world: CenterWorld) -> None:
    recorded(world, title="甲办法")
    recorded(world, title="乙办法", kind="equity")
    client, address = signed_in(world.staff), reverse("centers:entries", args=[world.center.pk, "rules"])
    found = text_of(read(client, f"{address}?q=甲"))
    assert "甲办法" in found and "乙办法" not in found
    found = text_of(read(client, f"{address}?kind=equity"))
    assert "乙办法" in found and "甲办法" not in found
    found = text_of(read(client, f"{address}?sort=-title&page=99"))
    assert found.index("甲办法") < found.index("乙办法")
    assert "还没有登记" not in text_of(read(client, f"{address}?sort=hidden&kind=none"))


def test_a_list_asks_as_much_for_three_rows_as_for_one(world: CenterWorld) -> None:
    client, address = signed_in(world.staff), reverse("centers:entries", args=[world.center.pk, "rules"])
    recorded(world)
    one = queries_of(client, address)
    recorded(world, title="乙")
    recorded(world, title="丙")
    assert queries_of(client, address) == one
