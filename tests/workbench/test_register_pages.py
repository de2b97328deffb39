"""Pages of the register: who records, corrects and confirms a fact, and what a page keeps when it refuses."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.registers import (
    BureauFactory,
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    actor_as,
    valid_uscc,
)
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import FactRecord, Organization

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.today().year - 1


@pytest.fixture
def firm() -> Organization:
    """An enterprise in Changsha."""
    return OrganizationFactory(name="示例掘进装备股份有限公司")


def fact_of(firm: Organization, **values: Any) -> FactRecord:
    return FactRecordFactory(organization=firm, code="rd_expenditure", year=LAST_YEAR, **values)


def typed(**values: str) -> dict[str, str]:
    """What a person types into the page of a new fact."""
    return {
        "code": "rd_expenditure", "year": str(LAST_YEAR), "value": "5,000.5", "source": "2025 年度审计报告",
    } | values  # fmt: skip


def test_staff_record_a_fact_in_wan_yuan_and_it_waits_for_confirmation(firm: Organization) -> None:
    client = signed_in(actor_as(Role.LEAD, firm))
    response = client.post(f"/organizations/{firm.pk}/facts/record/", typed(), follow=True)
    fact = FactRecord.objects.get(organization=firm)
    assert fact.fen == 5_000_5000_00 and not fact.is_confirmed
    assert "等待确认" in response.content.decode()
    assert "5,000.50 万元" in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "约五千"}, "不是数"),
        ({"value": ""}, "填写数值"),
        ({"source": ""}, "写明出自哪份材料"),
        ({"code": "invention_patents", "value": "3.5"}, "填整数"),
        ({"code": "rules_in_force", "value": "大概"}, "填“是”或“否”"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(
    firm: Organization, wrong: dict[str, str], words: str
) -> None:
    client = signed_in(actor_as(Role.LEAD, firm))
    response = client.post(f"/organizations/{firm.pk}/facts/record/", typed(**wrong))
    page = response.content.decode()
    assert response.status_code == 422 and words in page
    assert 'class="error-summary"' in page
    assert all(f'value="{kept}"' in page for kept in (typed() | wrong).values() if kept and kept.isascii())
    assert not FactRecord.objects.exists()


def test_a_hostile_evidence_file_is_refused_with_the_cause(firm: Organization) -> None:
    client = signed_in(actor_as(Role.LEAD, firm))
    file = SimpleUploadedFile("审计报告.pdf", b"MZ not a pdf", "application/pdf")
    response = client.post(f"/organizations/{firm.pk}/facts/record/", {**typed(), "evidence": file})
    assert response.status_code == 422
    assert "这一步没有生效" in response.content.decode()
    assert not FactRecord.objects.exists()


def test_the_second_statement_of_a_year_is_a_correction(firm: Organization) -> None:
    client = signed_in(actor_as(Role.LEAD, firm))
    fact = fact_of(firm)
    twice = client.post(f"/organizations/{firm.pk}/facts/record/", typed())
    assert twice.status_code == 422 and "更正" in twice.content.decode()
    client.post(
        f"/organizations/{firm.pk}/facts/{fact.pk}/",
        {"value": "6000", "reason": "审计报告调整", "source": ""},
    )
    corrected = FactRecord.objects.get(organization=firm, is_current=True)
    assert corrected.supersedes == fact and corrected.fen == 6_000_0000_00
    history = text_of(read(client, f"/organizations/{firm.pk}/facts/{corrected.pk}/"))
    assert "审计报告调整" in history and "5,000.00 万元" in history


def test_the_city_confirms_and_a_second_click_changes_nothing(firm: Organization) -> None:
    fact = fact_of(firm)
    city = actor_as(Role.CITY_BUREAU, BureauFactory())
    client = signed_in(city)
    confirm = f"/organizations/{firm.pk}/facts/{fact.pk}/confirm/"
    assert "已确认" in client.post(confirm, follow=True).content.decode()
    fact.refresh_from_db()
    first = fact.confirmed_at
    assert "已被更正、撤回或确认" in client.post(confirm, follow=True).content.decode()
    fact.refresh_from_db()
    assert fact.confirmed_by == city.user and fact.confirmed_at == first


def test_who_recorded_a_fact_is_told_that_another_confirms_it(firm: Organization) -> None:
    city = actor_as(Role.CITY_BUREAU, BureauFactory())
    fact = fact_of(firm, recorded_by=city.user)
    page = text_of(read(signed_in(city), f"/organizations/{firm.pk}/facts/{fact.pk}/"))
    assert "要由另一名有权限的人员确认" in page


def test_staff_of_the_firm_cannot_confirm(firm: Organization) -> None:
    fact = fact_of(firm)
    client = signed_in(actor_as(Role.LEAD, firm))
    assert client.post(f"/organizations/{firm.pk}/facts/{fact.pk}/confirm/").status_code == 403
    assert "/confirm/" not in read(client, f"/organizations/{firm.pk}/facts/{fact.pk}/")


def test_another_firms_register_is_not_there(firm: Organization) -> None:
    fact = fact_of(firm)
    stranger = signed_in(actor_as(Role.LEAD))
    for address in ("", "facts/record/", f"facts/{fact.pk}/", "amend/", "capabilities/record/"):
        read(stranger, f"/organizations/{firm.pk}/{address}", status=404)
    assert stranger.post(f"/organizations/{firm.pk}/facts/{fact.pk}/confirm/").status_code == 404


def test_leadership_reads_and_does_not_record(firm: Organization) -> None:
    client = signed_in(actor_as(Role.LEADERSHIP))
    assert "登记年度事实" not in read(client, f"/organizations/{firm.pk}/")
    read(client, f"/organizations/{firm.pk}/facts/record/", status=403)


def test_the_page_shows_facts_by_year_and_capabilities_one_by_one(firm: Organization) -> None:
    fact_of(firm)
    CapabilityRecordFactory(organization=firm, title="示例掘进装备工程技术研究中心")
    page = text_of(read(signed_in(actor_as(Role.LEAD, firm)), f"/organizations/{firm.pk}/"))
    assert "研发经费" in page and str(LAST_YEAR) in page and "5,000.00 万元" in page and "1 条待确认" in page
    assert "示例掘进装备工程技术研究中心" in page and "创新平台 · 省级" in page


def test_a_capability_is_recorded_and_confirmed_by_the_city(firm: Organization) -> None:
    signed_in(actor_as(Role.LEAD, firm)).post(
        f"/organizations/{firm.pk}/capabilities/record/",
        {"kind": "transfer", "level": "other", "title": "示例成果转化案例", "field": "new_materials",
         "on": "2025-03-01", "amount": "120.5", "source": "技术合同"},
    )  # fmt: skip
    capability = firm.capabilities.get()
    assert capability.amount_fen == 120_500_000 and capability.field == "new_materials"
    city = signed_in(actor_as(Role.CITY_BUREAU, BureauFactory()))
    city.post(f"/organizations/{firm.pk}/capabilities/{capability.pk}/confirm/")
    capability.refresh_from_db()
    assert capability.is_confirmed


def test_an_invalid_code_is_refused_in_words_and_what_was_typed_stays(db: None) -> None:
    client = signed_in(actor_as(Role.CITY_BUREAU, BureauFactory()))
    new = {
        "uscc": "91350100M000100Y4Z",
        "name": "示例新材料有限公司",
        "kind": "enterprise",
        "prefecture": "430100",
    }
    response = client.post("/organizations/register/", new)
    page = response.content.decode()
    assert response.status_code == 422 and "91350100M000100Y4Z" in page and "示例新材料有限公司" in page
    client.post("/organizations/register/", new | {"uscc": valid_uscc(77)})
    assert Organization.objects.filter(name="示例新材料有限公司", uscc=valid_uscc(77)).exists()


def test_a_change_made_meanwhile_is_not_overwritten(firm: Organization) -> None:
    client = signed_in(actor_as(Role.LEAD, firm))
    seen = firm.version
    changed = {"name": firm.name, "industry": "C3516", "address": "示例路一号", "version": str(seen)}
    client.post(f"/organizations/{firm.pk}/amend/", changed)
    again = client.post(f"/organizations/{firm.pk}/amend/", changed | {"address": "示例路二号"})
    firm.refresh_from_db()
    assert again.status_code == 409 and "示例路二号" in again.content.decode()
    assert firm.address == "示例路一号"


def test_the_experts_register_is_for_those_who_choose_them(db: None) -> None:
    assert "专家" in read(signed_in(actor_as(Role.OFFICER)), "/experts/")
    assert "专家" in read(signed_in(actor_as(Role.DEPARTMENT)), "/experts/")
    for role in (Role.LEAD, Role.CITY_BUREAU, Role.EXPERT):
        read(signed_in(actor_as(role)), "/experts/", status=403)


def test_the_lists_take_as_many_queries_for_three_rows_as_for_one(firm: Organization) -> None:
    client = signed_in(actor_as(Role.OFFICER))
    fact_of(firm)
    CapabilityRecordFactory(organization=firm)
    addresses = ("/organizations/", f"/organizations/{firm.pk}/")
    one = [queries_of(client, address) for address in addresses]
    for number in range(2):
        OrganizationFactory()
        FactRecordFactory(organization=firm, code="income", year=LAST_YEAR - number)
        CapabilityRecordFactory(organization=firm)
    assert [queries_of(client, address) for address in addresses] == one
