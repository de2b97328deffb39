"""Organisations and capabilities from a spreadsheet or a CSV; what nobody used yet is taken out again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.registers import (
    AppointmentFactory,
    BureauFactory,
    CapabilityRecordFactory,
    OrganizationFactory,
    actor_as,
    valid_uscc,
)
from tests.workbench.browser import read, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound, Refusal
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.kinds import batch_kind
from xiangchuang.batches.models import ImportBatch
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.undo import undo_batch
from xiangchuang.organizations.models import CapabilityRecord, Organization
from xiangchuang.organizations.register_organization import amend_organization

pytestmark = pytest.mark.django_db
ORGANIZATIONS = "统一社会信用代码,单位名称,单位类型,所在市州,行业代码,科技型中小企业,地址"
CAPABILITIES = "种类,级别,名称,领域,日期,金额（万元）,来源"


def table(head: str, *lines: str, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    text = "\r\n".join([head, *lines]) + "\r\n"
    return SimpleUploadedFile("导入.csv", text.encode(encoding), content_type="text/csv")


def preview(actor: Actor, code: str, key: str, upload: SimpleUploadedFile) -> ImportBatch:
    return preview_batch(actor=actor, kind=batch_kind(code), target_key=key, upload=upload)


def faults(batch: ImportBatch) -> dict[int, Any]:
    return {row["number"]: row["faults"] for row in batch.rows if row["faults"]}


@pytest.fixture
def changsha() -> Actor:
    return actor_as(Role.CITY_BUREAU, BureauFactory())


def firm_line(number: int, name: str = "示例公司", area: str = "长沙市", industry: str = "C3516") -> str:
    return f"{valid_uscc(number)},{name}{number},企业,{area},{industry},是,"


def test_the_city_registers_many_and_takes_them_out_again(changsha: Actor) -> None:
    batch = preview(changsha, "organizations", "all", table(ORGANIZATIONS, firm_line(1), firm_line(2)))
    apply_batch(actor=changsha, batch=batch, seen=1)
    firms = Organization.objects.filter(kind="enterprise")
    assert {(f.name, f.prefecture, f.is_sme) for f in firms} == {
        ("示例公司1", "430100", True),
        ("示例公司2", "430100", True),
    }
    undo_batch(actor=changsha, batch=batch, seen=2)
    assert not firms.all().exists()


def test_wrong_codes_areas_and_duplicates_stand_at_their_cells(changsha: Actor) -> None:
    OrganizationFactory(uscc=valid_uscc(3))
    wrong = firm_line(4).replace(valid_uscc(4), valid_uscc(4)[:-1] + "Y")
    lines = (
        firm_line(1),
        firm_line(1),
        firm_line(3),
        wrong,
        firm_line(5, area="株洲市"),
        firm_line(6, industry="机械"),
    )
    found = faults(preview(changsha, "organizations", "all", table(ORGANIZATIONS, *lines)))
    assert {number: row[0][0] for number, row in found.items()} == {
        3: "", 4: "uscc", 5: "uscc", 6: "prefecture", 7: "industry",
    }  # fmt: skip
    assert "已登记过" in found[4][0][1] and "行业代码" in found[7][0][1]


def test_an_organisation_someone_uses_is_not_taken_out(changsha: Actor) -> None:
    batch = preview(changsha, "organizations", "all", table(ORGANIZATIONS, firm_line(1)))
    apply_batch(actor=changsha, batch=batch, seen=1)
    firm = Organization.objects.get(uscc=valid_uscc(1))
    AppointmentFactory(organization=firm)
    with pytest.raises(Blocked, match="已有登记、任职或案卷"):
        undo_batch(actor=changsha, batch=batch, seen=2)
    amend_organization(actor=changsha, organization=firm, version=1, changes={"industry": "C3517"})
    with pytest.raises(Blocked, match="第 2 行已修改"):
        undo_batch(actor=changsha, batch=batch, seen=2)
    assert Organization.objects.filter(pk=firm.pk).exists()


def test_who_registers_nothing_imports_nothing() -> None:
    for actor in (actor_as(Role.LEAD), actor_as(Role.LEADERSHIP), Actor.anonymous()):
        with pytest.raises(NotFound):
            preview(actor, "organizations", "all", table(ORGANIZATIONS, firm_line(1)))
    read(signed_in(actor_as(Role.LEAD)), "/imports/organizations/all/", status=404)
    read(signed_in(actor_as(Role.OFFICER)), "/imports/organizations/1/", status=404)


def test_capabilities_come_with_day_and_money_from_a_sheet_of_an_old_computer() -> None:
    firm = OrganizationFactory()
    li = actor_as(Role.LEAD, firm)
    CapabilityRecordFactory(organization=firm, title="示例平台", on="2022-06-01")
    lines = (
        "成果转化案例,其他,示例技术许可,,2024-03-01,120.5,技术合同",
        "创新平台,省级,示例平台,,2022-06-01,,认定文件",
        "创新平台,省级,示例未来平台,,2099-06-01,,认定文件",
        "平台,省级,示例平台乙,,2022-06-01,,认定文件",
    )
    batch = preview(li, "capabilities", str(firm.pk), table(CAPABILITIES, *lines, encoding="gb18030"))
    assert {number: row[0][0] for number, row in faults(batch).items()} == {3: "", 4: "on", 5: "kind"}
    apply_batch(actor=li, batch=batch, seen=1, leave_faulty=True)
    new = CapabilityRecord.objects.get(title="示例技术许可")
    assert (new.amount_fen, new.on.isoformat()) == (120_500_000, "2024-03-01")
    undo_batch(actor=li, batch=batch, seen=2)
    new.refresh_from_db()
    assert not new.is_current


def test_nothing_that_a_database_cannot_hold_reaches_it(changsha: Actor) -> None:
    lines = (firm_line(1, name="示例\x00公司"), firm_line(2).replace("企业", "企\x00业"))
    try:
        batch = preview(changsha, "organizations", "all", table(ORGANIZATIONS, *lines))
    except Refusal as refusal:
        assert refusal.message
    else:
        assert "\x00" not in str(batch.rows) and "\\x00" not in str(batch.rows)
