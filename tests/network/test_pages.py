"""The register, the network and the public list, as those who need them find them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.registers import CapabilityRecordFactory
from tests.network.world import NetworkWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.kinds import batch_kind, sheet_columns
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.undo import undo_batch
from xiangchuang.network.models import Cooperation
from xiangchuang.organizations.queries import capabilities_of
from xiangchuang.platforms.models import Conversion, Platform
from xiangchuang.sheets import write_table

REGISTRY, NEW = "/platform-registry/", "/platform-registry/new/"


def typed(world: NetworkWorld, **changes: object) -> dict[str, object]:
    """What someone types of a laboratory."""
    told: dict[str, object] = {
        "name": "示例盾构重点实验室", "kind": "key_laboratory", "level": "provincial",
        "host": world.university.uscc, "field": "intelligent_manufacturing", "approved_by": "省科学技术厅",
        "approved_on": "2022-06-01", "source": "认定文件", "leader": "示例负责人",
    }  # fmt: skip
    return told | changes


@pytest.mark.clause("1.2-4")
def test_the_host_registers_the_officer_confirms_and_the_public_reads_it_without_names(
    world: NetworkWorld, client: Client
) -> None:
    host = signed_in(world.university_staff)
    assert str(world.university.uscc) in text_of(read(host, NEW)) or world.university.uscc in read(host, NEW)
    answer = host.post(NEW, typed(world))
    assert answer.status_code == 302
    platform = Platform.objects.get()
    assert capabilities_of(world.university).get().title == platform.name
    assert platform.name not in text_of(read(client, reverse("network:public-platforms")))

    officer = signed_in(world.officer)
    assert "待确认" in text_of(read(officer, f"{REGISTRY}{platform.pk}/"))
    officer.post(f"{REGISTRY}{platform.pk}/confirm/", {"version": 1})

    page = read(client, reverse("network:public-platform", args=[platform.pk]))
    assert platform.name in page
    assert "示例负责人" not in page
    assert "示例负责人" in read(officer, f"{REGISTRY}{platform.pk}/")
    assert "示例负责人" not in read(signed_in(world.firm), f"{REGISTRY}{platform.pk}/")
    assert "示例负责人" not in client.get("/platforms/?format=csv").content.decode()


def test_a_fault_keeps_what_was_typed_and_names_its_field(world: NetworkWorld) -> None:
    officer = signed_in(world.officer)
    answer = officer.post(NEW, typed(world, host="91430100MA4L000000", name="示例保留"))
    assert answer.status_code == 422
    assert "单位库中没有" in answer.content.decode()
    assert "示例保留" in answer.content.decode()
    by_name = typed(world, host=world.university.name, partners=f"{world.center.lead.name}、")
    assert officer.post(NEW, by_name).status_code == 302
    platform = Platform.objects.get()
    assert platform.host == world.university
    assert [partner.organization for partner in platform.partners.all()] == [world.center.lead]


def test_what_a_register_says_already_is_taken_up_without_typing_it_again(world: NetworkWorld) -> None:
    record = CapabilityRecordFactory(organization=world.university, title="示例已有实验室")
    officer = signed_in(world.officer)
    assert "示例已有实验室" in text_of(read(officer, f"{REGISTRY}?view=unregistered"))
    form = read(officer, f"{NEW}?capability={record.pk}")
    assert 'value="示例已有实验室"' in form

    officer.post(NEW, typed(world, name="示例已有实验室", field=""))

    assert Platform.objects.get().statements.get().capability == record


def test_the_host_claims_and_corrects_and_an_officer_changes_the_state(world: NetworkWorld) -> None:
    platform = world.platform()
    here = f"{REGISTRY}{platform.pk}/"
    host, officer = signed_in(world.university_staff), signed_in(world.officer)
    host.post(f"{here}claim/")
    assert "认领" in text_of(read(host, here))
    form = typed(world, name="示例盾构与掘进重点实验室", reason="更名批复", version=platform.version)
    form.pop("host")
    assert host.post(f"{here}correct/", form).status_code == 302
    platform.refresh_from_db()
    assert (platform.name, platform.is_confirmed) == ("示例盾构与掘进重点实验室", False)
    stale = host.post(f"{here}correct/", form)
    assert stale.status_code == 409

    told = {"to": "ended", "on": "2026-11-01", "reason": "评估不合格", "version": platform.version}
    assert host.post(f"{here}state/", told).status_code == 403
    assert officer.post(f"{here}state/", told).status_code == 302
    assert "评估不合格" in text_of(read(officer, here))


def test_duplicates_are_offered_by_name_and_joined(world: NetworkWorld) -> None:
    kept = world.platform()
    twice = world.platform(name="示例掘进装备省重点实验室")
    officer = signed_in(world.officer)
    here = f"{REGISTRY}{kept.pk}/duplicates/"
    assert "示例掘进装备省重点实验室" in read(officer, here)
    officer.post(here, {"duplicate": twice.pk, "reason": "同一文号", "version": kept.version})
    assert officer.get(f"{REGISTRY}{twice.pk}/").status_code == 404


def test_a_sheet_of_platforms_is_taken_in_and_taken_back(world: NetworkWorld) -> None:
    kind = batch_kind("platforms")
    target = kind.find_target(world.officer, "all")
    rows = [
        {"name": f"示例批量实验室{n}", "kind": "key_laboratory", "level": "provincial",
         "uscc": world.university.uscc, "approved_by": "省科学技术厅", "approved_on": date(2022, 6, 1),
         "source": "认定文件"}
        for n in range(3)
    ]  # fmt: skip
    rows.append(rows[0] | {"name": "示例缺单位", "partners": "91430100MA4L000000"})
    columns = sheet_columns(world.officer, kind, target)
    upload = SimpleUploadedFile("平台.xlsx", write_table(columns, rows, title="平台"))
    batch = preview_batch(actor=world.officer, kind=kind, target_key="all", upload=upload)
    assert (batch.rows_good, batch.rows_faulty) == (3, 1)

    apply_batch(actor=world.officer, batch=batch, seen=batch.version, leave_faulty=True)
    assert capabilities_of(world.university).count() == 3
    batch.refresh_from_db()
    undo_batch(actor=world.officer, batch=batch, seen=batch.version)

    assert not Platform.objects.filter(withdrawn_at__isnull=True).exists()
    assert not capabilities_of(world.university).exists()


@pytest.mark.clause("6.4-4")
def test_the_network_is_drawn_with_links_for_nodes_and_told_in_a_table(world: NetworkWorld) -> None:
    platform = world.platform()
    world.agreed(platform)
    leader = signed_in(world.leader)

    page = read(leader, "/network/")

    assert "1 个中心中有 1 个与 1 个平台有联系" in text_of(page)
    assert f'href="?focus=p{platform.pk}"' in page
    assert "仪器共享协议" in text_of(page)
    focused = read(leader, f"/network/?focus=c{world.center.pk}")
    assert f"只看与“{world.center.name}”相连的" in text_of(focused)
    assert "没有联系" in text_of(read(leader, "/network/?field=biomedicine"))
    assert world.center.name in leader.get("/network/?format=csv").content.decode()
    assert leader.get("/network/?format=xlsx")["Content-Type"].endswith("sheet")


@pytest.mark.clause("3.1.3-1")
def test_the_officer_reads_what_could_be_converted_and_why(world: NetworkWorld) -> None:
    world.platform(world.center.lead, "示例装备工程技术研究中心", kind="engineering_technology_center")
    text = text_of(read(signed_in(world.officer), "/network/conversion/"))
    assert "示例装备工程技术研究中心" in text
    assert "该领域已有中心 1 个；依托单位可以牵头；没有登记本领域成果转化案例" in text
    stranger = signed_in(world.university_staff)
    assert stranger.get("/network/conversion/").status_code == 403
    assert "/network/conversion/" not in text_of(read(stranger, "/network/"))


def test_gaps_are_told_with_their_tables(world: NetworkWorld) -> None:
    world.platform(name="示例育种重点实验室", field="biological_breeding")
    officer = signed_in(world.officer)
    text = text_of(read(officer, "/network/gaps/"))
    assert "生物种业" in text
    assert world.center.name in text
    assert "生物种业" in officer.get("/network/gaps/?table=fields&format=csv").content.decode()


@pytest.mark.clause("6.4-4")
def test_the_center_declares_the_host_confirms_and_both_pages_say_so(
    world: NetworkWorld, client: Client
) -> None:
    platform = world.platform()
    staff, host = signed_in(world.staff), signed_in(world.university_staff)
    new = "/network/cooperations/new/"
    assert platform.name in read(staff, f"{new}?center={world.center.pk}")
    told = {"kind": "projects", "title": "联合攻关协议", "content": "共同攻关", "signed_on": "2026-06-01"}
    staff.post(f"{new}?center={world.center.pk}&platform={platform.pk}", told)
    row = Cooperation.objects.get()
    here = f"/network/cooperations/{row.pk}/"
    assert "与协议相符吗" in text_of(read(host, here))
    assert "与协议相符吗" not in text_of(read(staff, here))
    assert signed_in(world.firm).get(here).status_code == 404

    host.post(f"{here}confirm/", {"version": 1})

    public = text_of(read(client, reverse("network:public-platform", args=[platform.pk])))
    assert "联合攻关协议" in public
    assert "共同攻关" not in public
    assert platform.name in text_of(read(client, reverse("portal:center", args=[world.center.pk])))
    chapter = read(staff, reverse("centers:chapter", args=[world.center.pk, "consortium"]))
    assert platform.name in text_of(chapter)
    assert host.post(f"{here}end/", {"version": 2, "on": "2026-11-01", "reason": "期满"}).status_code == 302
    assert "已终止" in text_of(read(staff, here))


def test_a_conversion_without_a_case_says_what_to_do_first(world: NetworkWorld) -> None:
    platform = world.platform(
        world.center.lead, "示例装备工程技术研究中心", kind="engineering_technology_center"
    )
    page = text_of(read(signed_in(world.officer), f"{REGISTRY}{platform.pk}/convert/"))
    assert "先提出建设意向" in page
    planned = Conversion.objects.create(
        platform=platform, case_number="2026-HN-0001", becomes="absorbed", remark="划入",
        planned_by=world.officer.user,
    )  # fmt: skip
    drop = f"{REGISTRY}conversions/{planned.pk}/drop/"
    assert signed_in(world.firm).post(drop, {"reason": "不再", "version": 1}).status_code == 403
    signed_in(world.officer).post(drop, {"reason": "不再转建", "version": 1})
    planned.refresh_from_db()
    assert planned.state == "dropped"


@pytest.mark.parametrize(
    "page",
    [REGISTRY, "/platforms/", "/network/", "/network/conversion/", "/network/gaps/",
     "/network/cooperations/"],
)  # fmt: skip
def test_lists_take_as_many_queries_for_three_rows_as_for_one(world: NetworkWorld, page: str) -> None:
    officer = signed_in(world.officer)

    def add(number: int) -> None:
        world.agreed(
            world.platform(name=f"示例{number}工程技术研究中心", kind="engineering_technology_center")
        )

    add(1)
    one = queries_of(officer, page)
    add(2)
    add(3)
    assert queries_of(officer, page) == one
