"""待确认: the city bureau ticks and confirms what its area recorded; corrections and jumps beside it."""

import pytest

from tests.factories.registers import (
    BureauFactory,
    CapabilityRecordFactory,
    FactRecordFactory,
    OrganizationFactory,
    StoredFileFactory,
    actor_as,
)
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.organizations.models import FactRecord, Organization

pytestmark = pytest.mark.django_db
PENDING = "/organizations/pending/"
WAN = 1_000_000


@pytest.fixture
def firm() -> Organization:
    """An enterprise in Changsha."""
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def changsha() -> Actor:
    return actor_as(Role.CITY_BUREAU, BureauFactory())


def rd(firm: Organization, **values: object) -> FactRecord:
    return FactRecordFactory(organization=firm, code="rd_expenditure", **values)


def test_the_city_sees_its_area_with_jump_reason_and_evidence(firm: Organization, changsha: Actor) -> None:
    rd(firm, year=2024, fen=1000 * WAN)
    rd(firm, year=2025, fen=9000 * WAN, explanation="新厂投产", evidence=StoredFileFactory())
    rd(OrganizationFactory(name="示例株洲公司", prefecture="430200"), year=2025)
    page = read(signed_in(changsha), PENDING)
    assert "与 2024 年的 1,000.00 万元相差很大" in page and "新厂投产" in page and "证明材料" in page
    assert "示例株洲公司" not in page
    narrowed = read(signed_in(changsha), f"{PENDING}?year=2024&code=rd_expenditure&q=掘进")
    assert "1,000.00 万元" in narrowed and "新厂投产" not in narrowed


def test_what_is_ticked_is_confirmed_and_the_own_is_refused_by_name(
    firm: Organization, changsha: Actor
) -> None:
    good, own = rd(firm, year=2024), rd(firm, year=2023, recorded_by=changsha.user)
    elsewhere = rd(OrganizationFactory(prefecture="430200"), year=2024)
    client = signed_in(changsha)
    assert "本人录入" in read(client, PENDING)
    ticked = {"statement": [str(good.pk), str(own.pk), str(elsewhere.pk), "x", "9" * 30]}
    page = client.post(f"{PENDING}confirm/", ticked, follow=True).content.decode()
    assert "已确认 1 条" in page
    assert "示例掘进装备股份有限公司“研发经费 2023”没有确认：本人录入的登记不能由本人确认。" in page
    assert set(FactRecord.objects.filter(confirmed_at__isnull=False)) == {good}


def test_capabilities_wait_under_their_own_tab(firm: Organization, changsha: Actor) -> None:
    platform = CapabilityRecordFactory(organization=firm, title="示例工程技术研究中心")
    client = signed_in(changsha)
    page = read(client, f"{PENDING}?kind=capabilities")
    assert "示例工程技术研究中心 · 省级 · 2022-06-01" in page
    client.post(f"{PENDING}confirm/?kind=capabilities", {"statement": [str(platform.pk)]})
    platform.refresh_from_db()
    assert platform.is_confirmed


def test_a_confirmation_of_nothing_says_so(firm: Organization, changsha: Actor) -> None:
    page = signed_in(changsha).post(f"{PENDING}confirm/", follow=True).content.decode()
    assert "没有勾选任何一条" in page


def test_who_confirms_nothing_has_no_such_page(firm: Organization) -> None:
    for actor in (actor_as(Role.LEAD, firm), actor_as(Role.LEADERSHIP)):
        client = signed_in(actor)
        read(client, PENDING, status=403)
        assert client.post(f"{PENDING}confirm/", {"statement": ["1"]}).status_code == 403
        assert client.get(f"{PENDING}export/").status_code == 403


def test_what_is_listed_is_exported_and_no_cell_is_run(firm: Organization) -> None:
    rd(firm, year=2025, fen=9000 * WAN, source='=HYPERLINK("http://example.cn")')
    sheet = signed_in(actor_as(Role.OFFICER)).get(f"{PENDING}export/?year=2025").content.decode()
    assert "研发经费 2025" in sheet and "'=HYPERLINK" in sheet


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
    firm: Organization, changsha: Actor
) -> None:
    client = signed_in(changsha)
    rd(firm, year=2025, evidence=StoredFileFactory())
    CapabilityRecordFactory(organization=firm)
    addresses = (PENDING, f"{PENDING}?kind=capabilities")
    one = [queries_of(client, address) for address in addresses]
    for year in (2023, 2024):
        rd(OrganizationFactory(), year=year, evidence=StoredFileFactory())
        CapabilityRecordFactory(organization=firm, evidence=StoredFileFactory())
    assert [queries_of(client, address) for address in addresses] == one


def test_a_capability_is_corrected_and_its_history_says_from_what_to_what(firm: Organization) -> None:
    platform = CapabilityRecordFactory(organization=firm, title="示例研究中心")
    client = signed_in(actor_as(Role.LEAD, firm, full_name="李示例"))
    address = f"/organizations/{firm.pk}/capabilities/{platform.pk}/"
    typed = {"level": "national", "title": "示例研究中心", "on": "2022-06-01", "reason": ""}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and "写明为何更正" in refused.content.decode()
    client.post(address, typed | {"reason": "级别登记有误"})
    new = firm.capabilities.get(is_current=True)
    page = text_of(read(client, f"/organizations/{firm.pk}/capabilities/{new.pk}/"))
    assert "李示例 · 更正 示例研究中心 · 省级 · 2022-06-01 → 示例研究中心 · 国家级 · 2022-06-01" in page
    assert "级别登记有误" in page


def test_a_fact_is_withdrawn_with_a_reason_and_a_stranger_finds_nothing(firm: Organization) -> None:
    fact = rd(firm, year=2025)
    address = f"/organizations/{firm.pk}/facts/{fact.pk}/withdraw/"
    read(signed_in(actor_as(Role.LEAD)), address, status=404)
    read(signed_in(actor_as(Role.LEADERSHIP)), address, status=403)
    client = signed_in(actor_as(Role.LEAD, firm))
    assert client.post(address, {"reason": " "}).status_code == 422
    page = client.post(address, {"reason": "登记到了别的单位"}, follow=True).content.decode()
    assert "这一条已撤回，不再计数" in page and "登记到了别的单位" in page


def test_a_jump_is_refused_without_a_reason_and_marked_in_the_table(firm: Organization) -> None:
    rd(firm, year=2024, fen=1000 * WAN)
    rd(firm, year=2022, fen=900 * WAN)
    client = signed_in(actor_as(Role.LEAD, firm))
    typed = {"code": "rd_expenditure", "year": "2025", "value": "9000", "source": "审计报告"}
    refused = client.post(f"/organizations/{firm.pk}/facts/record/", typed)
    assert refused.status_code == 422 and "没有写变动说明" in refused.content.decode()
    client.post(f"/organizations/{firm.pk}/facts/record/", typed | {"explanation": "新厂投产"})
    page = text_of(read(client, f"/organizations/{firm.pk}/"))
    assert "与 2024 年的 1,000.00 万元相差很大" in page and "缺" in page
