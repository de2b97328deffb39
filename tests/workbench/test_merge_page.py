"""The officer merges a duplicate on a page that says first what moves; old links lead to the one kept."""

import pytest

from tests.factories.registers import (
    AppointmentFactory,
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    actor_as,
    valid_uscc,
)
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Organization:
    return OrganizationFactory(name="示例重工股份有限公司")


@pytest.fixture
def absorbed() -> Organization:
    return OrganizationFactory(name="示例重工股份有限公司", uscc=valid_uscc(770001))


def test_the_officer_sees_what_moves_chooses_and_merges(kept: Organization, absorbed: Organization) -> None:
    own = FactRecordFactory(organization=kept, code="rd_expenditure", fen=1_000_000)
    other = FactRecordFactory(organization=absorbed, code="rd_expenditure", fen=2_000_000)
    CapabilityRecordFactory(organization=absorbed)
    staff = actor_as(Role.LEAD, absorbed, full_name="李示例")
    client = signed_in(actor_as(Role.OFFICER))
    assert f"id:{absorbed.pk}" in read(client, f"/organizations/{kept.pk}/merge/")
    page = text_of(read(client, f"/organizations/{kept.pk}/merge/?other={absorbed.uscc}"))
    assert "合并不能撤销" in page and "李示例" in page and "1.00 万元" in page and "2.00 万元" in page
    form = {"other": f"id:{absorbed.pk}", "kept_version": "1", "absorbed_version": "1", "reason": "重复登记"}
    refused = client.post(f"/organizations/{kept.pk}/merge/", form)
    assert refused.status_code == 422 and "还没有选定" in refused.content.decode()
    assert "重复登记" in refused.content.decode()
    client.post(f"/organizations/{kept.pk}/merge/", form | {f"fact-{own.pk}": str(other.pk)})
    absorbed.refresh_from_db()
    assert absorbed.merged_into == kept
    for person in (client, signed_in(staff)):
        response = person.get(f"/organizations/{absorbed.pk}/", follow=True)
        assert response.redirect_chain == [(f"/organizations/{kept.pk}/", 302)]
    assert "已并入" in read(client, f"/organizations/?q={absorbed.uscc}")
    assert read(client, "/organizations/").count("示例重工股份有限公司") == 1
    read(client, f"/organizations/{absorbed.pk}/facts/{other.pk}/")


def test_nobody_but_the_officer_has_the_page(kept: Organization, absorbed: Organization) -> None:
    address = f"/organizations/{kept.pk}/merge/"
    read(signed_in(actor_as(Role.LEAD, kept)), address, status=403)
    read(signed_in(actor_as(Role.CITY_BUREAU)), address, status=403)
    officer = signed_in(actor_as(Role.OFFICER))
    read(officer, "/organizations/999999/merge/", status=404)
    assert "没有代码为" in read(officer, f"{address}?other=91350100M000100Y43", status=422)
    assert "不能把单位并入它自己" in read(officer, f"{address}?other=id:{kept.pk}", status=422)


def test_the_search_says_which_character_is_wrong(kept: Organization) -> None:
    code = kept.uscc or ""
    wrong = code[:8] + ("7" if code[8] != "7" else "1") + code[9:]
    page = text_of(read(signed_in(actor_as(Role.OFFICER)), f"/organizations/?q={wrong}"))
    assert f"第 9 位的“{wrong[8]}”换成“{code[8]}”，就是已登记的 示例重工股份有限公司" in page


def test_the_list_is_exported_as_shown(kept: Organization) -> None:
    OrganizationFactory(name="=1+1", prefecture="430200")
    client = signed_in(actor_as(Role.OFFICER))
    assert "'=1+1" in client.get("/organizations/export/").content.decode()
    assert "=1+1" not in client.get("/organizations/export/?prefecture=430100").content.decode()


def test_the_preview_takes_as_many_queries_for_three_facts_as_for_one(
    kept: Organization, absorbed: Organization
) -> None:
    client = signed_in(actor_as(Role.OFFICER))
    address = f"/organizations/{kept.pk}/merge/?other={absorbed.uscc}"
    for year in (2023, 2024, 2025):
        FactRecordFactory(organization=kept, year=year, fen=1)
        FactRecordFactory(organization=absorbed, year=year)
        AppointmentFactory(organization=absorbed)
        if year == 2023:
            one = queries_of(client, address)
    assert queries_of(client, address) == one
