"""The pages of the scan: who sees them, what they say at each stage, what leaves them."""

import csv
import io
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from stdnum.cn.uscc import calc_check_digit

from tests.factories.registers import BureauFactory, OrganizationFactory, actor_as
from tests.scans.conftest import queue, work_off
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.layouts.draft_layout import LayoutDraft, draft_layout
from xiangchuang.layouts.placing import Place
from xiangchuang.layouts.plan_direction import DirectionDraft, add_direction
from xiangchuang.organizations.models import Organization
from xiangchuang.proposals.models import Invitation
from xiangchuang.scans.models import NationalTable, Scan, ScanState
from xiangchuang.sheets import read_sheet

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.today().year - 1
# Fourth in its industry and in Xiangtan, so in Hunan and a candidate; the second lacks a platform.
CANDIDATE, CANDIDATE_USCC = "示例矿山装备4股份有限公司", "914300000000000047"


@pytest.fixture
def page(officer: Actor) -> Client:
    return signed_in(officer)


def pages_of(scan: Scan) -> list[str]:
    """Every address below /scans/ that a scan has."""
    here = f"/scans/{scan.pk}/"
    return [
        "/scans/", "/scans/tables/bring/", "/scans/tables/template/", "/scans/tables/sample/",
        f"/scans/tables/{scan.table_id}/columns/", here, f"{here}?tab=candidate",
        f"{here}export/?tab=candidate", f"{here}organizations/1/", f"{here}concentration/",
        f"{here}discard/",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "role", [Role.LEADERSHIP, Role.EXPERT, Role.CITY_BUREAU, Role.LEAD, Role.CENTER_STAFF]
)
def test_others_are_told_whose_pages_these_are_whether_or_not_there_is_a_scan(
    queued: Scan, role: Role
) -> None:
    stranger = signed_in(actor_as(role))
    for address in [*pages_of(queued), "/scans/9999/"]:
        assert "经办或处室负责人" in read(stranger, address, 403)
    for act in ("restart", "discard"):
        assert stranger.post(f"/scans/{queued.pk}/{act}/").status_code == 403


def test_the_anonymous_are_shown_the_way_in(queued: Scan) -> None:
    assert all(Client().get(address).status_code == 302 for address in pages_of(queued))


def test_the_division_head_reads_every_page_and_a_foreign_number_is_none(done: Scan) -> None:
    head = signed_in(actor_as(Role.DIVISION_HEAD))
    for address in pages_of(done):
        assert head.get(address).status_code == 200, address
    for address in ("/scans/9999/", f"/scans/{done.pk}/organizations/99999/", "/scans/tables/9999/columns/"):
        assert head.get(address).status_code == 404, address


def test_an_empty_list_says_what_to_bring(page: Client) -> None:
    words = text_of(read(page, "/scans/"))
    assert "还没有扫描" in words and "全国机构数据表" in words and "下载模板" in words


def test_the_list_asks_the_database_as_much_for_three_scans_as_for_one(
    officer: Actor, page: Client, done: Scan
) -> None:
    at_one = queries_of(page, "/scans/")
    for days in (1, 2):
        Scan.objects.create(
            table=done.table, policy_version=done.policy_version, as_of=clock.today(), mapping={"try": days},
            started_by=officer.user, state=ScanState.FAILED,
        )  # fmt: skip
    assert queries_of(page, "/scans/") == at_one


def test_a_list_of_found_organisations_asks_the_register_once(page: Client, done: Scan) -> None:
    here = f"/scans/{done.pk}/?tab=candidate"
    assert queries_of(page, f"{here}&industry=7320") == queries_of(page, here)


def upload(page: Client, content: bytes, name: str = "统计.csv") -> object:
    return page.post(
        "/scans/tables/bring/",
        {
            "file": SimpleUploadedFile(name, content), "title": "示例统计", "source": "示例机构",
            "data_as_of": f"{LAST_YEAR}-12-31",
        },
    )  # fmt: skip


def test_columns_are_suggested_with_their_units_and_a_changed_unit_is_what_counts(
    page: Client, sample_file: Path
) -> None:
    answer = upload(page, sample_file.read_bytes())
    table = NationalTable.objects.get()
    address = f"/scans/tables/{table.pk}/columns/"
    assert answer["Location"] == address  # type: ignore[index]
    source = read(page, address)
    assert '<option value="rd_expenditure" selected>' in source
    sent = columns_as_suggested(source)
    spend = table.headers.index("研发经费（万元）")
    assert sent[f"unit-{spend}"] == "万元"

    without = page.post(address, {**sent, f"unit-{spend}": ""})
    assert without.status_code == 422 and "没有写明单位" in without.content.decode()
    changed = page.post(address, {**sent, f"unit-{spend}": "亿元"})
    scan = Scan.objects.get()
    assert changed["Location"] == f"/scans/{scan.pk}/"
    units = {column["header"]: column["unit"] for column in scan.mapping["columns"]}
    assert units["研发经费（万元）"] == "亿元"


def columns_as_suggested(source: str) -> dict[str, str]:
    """What the mapping page would send if nothing were changed."""
    from tests.proposals.pages import fields_of

    class _Page:
        content = source.encode()

    return fields_of(_Page())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("统计.csv", b"", "空"), ("统计.doc", b"x", "只收 CSV"), ("统计.csv", b"\xff\xfe\x00", "文件|编码|空")],
)
def test_a_hostile_upload_is_an_answer_in_words_that_keeps_what_was_typed(
    page: Client, name: str, content: bytes, words: str
) -> None:
    answer = upload(page, content, name)
    source = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422 and "示例机构" in source  # type: ignore[attr-defined]
    assert any(word in source for word in words.split("|"))


def test_progress_tells_stage_and_rows_without_scripts_and_can_stand_still(
    page: Client, queued: Scan
) -> None:
    here = f"/scans/{queued.pk}/"
    assert '<meta http-equiv="refresh"' in read(page, here)
    assert 'http-equiv="refresh"' not in read(page, f"{here}?still=1")
    Scan.objects.filter(pk=queued.pk).update(
        state=ScanState.READING, percent=40, rows_read=500, rows_total=890, started_at=clock.now()
    )
    words = text_of(read(page, here))
    assert "扫描已中断" in words and "重新开始" in words, "nobody holds its lock"
    assert page.post(f"{here}restart/").status_code == 302
    queued.refresh_from_db()
    assert (queued.state, queued.attempt) == (ScanState.QUEUED, 2)


def test_the_overview_counts_conditions_and_rows(page: Client, done: Scan) -> None:
    words = text_of(read(page, f"/scans/{done.pk}/"))
    assert "890 行 = 采用 885 + 搁置 5 + 空行 0" in words
    assert "近三年平均研发经费 3.4-2" in words and "157 90 3 0 45" in words


def test_any_organisation_of_the_table_is_looked_up_by_its_code(page: Client, done: Scan) -> None:
    here = f"/scans/{done.pk}/?uscc="
    answer = page.get(f"{here}91430000 0000000047")
    assert answer["Location"] == number_of(page, done, CANDIDATE)
    far_behind = page.get(f"{here}{uscc_of(60)}", follow=True)
    assert "其他" in far_behind.content.decode() and "差距和最小改变" in far_behind.content.decode()
    assert "没有采用代码为" in text_of(read(page, f"{here}91430000MA00000000"))


def uscc_of(place: int) -> str:
    """The code of the sample's enterprise at that place of its first industry."""
    body = f"914300000{place:08}"
    return body + calc_check_digit(body)


def test_filters_stand_in_the_address_and_leave_the_rest_out(page: Client, done: Scan) -> None:
    here = f"/scans/{done.pk}/?tab=near_miss"
    words = text_of(read(page, f"{here}&kind=institute"))
    assert "示例工程技术2研究院" in words and "示例矿山装备2股份有限公司" not in words
    assert "申报领域的省级以上创新平台" in words, "the one condition in its way"
    assert "没有符合筛选的单位" in text_of(read(page, f"{here}&industry=9999"))
    assert "示例矿山装备2" in text_of(read(page, f"{here}&industry=C35&prefecture=株洲市"))


def test_rows_set_aside_are_shown_with_line_and_reason(page: Client, done: Scan) -> None:
    words = text_of(read(page, f"/scans/{done.pk}/?tab=set_aside"))
    assert "887 统一社会信用代码缺失或校验不符" in words and "约三千万" in words


def test_what_is_shown_is_exported_as_csv_and_as_a_workbook(page: Client, done: Scan, tmp_path: Path) -> None:
    here = f"/scans/{done.pk}/export/?tab=candidate&kind=enterprise"
    rows = list(csv.reader(io.StringIO(page.get(here).content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 6 and CANDIDATE in [row[1] for row in rows]
    workbook = tmp_path / "found.xlsx"
    workbook.write_bytes(page.get(f"{here}&format=xlsx").content)
    cells = [cell for row in read_sheet(workbook).main.rows() for cell in row.cells]
    assert CANDIDATE in cells and any("示例统计机构" in str(cell) for cell in cells)
    assert ZipFile(workbook).testzip() is None
    assert page.get(f"/scans/{done.pk}/export/?tab=other").status_code == 404


def number_of(page: Client, scan: Scan, name: str) -> str:
    """The address of a found organisation, from the list it stands in."""
    source = read(page, f"/scans/{scan.pk}/?tab=candidate")
    return source.split(f'">{name}</a>')[0].rsplit('href="', 1)[1]


@pytest.mark.clause("5.1-1")
def test_from_a_candidate_s_explanation_over_its_registration_to_the_invitation(
    page: Client, done: Scan
) -> None:
    BureauFactory(prefecture="430300")
    address = number_of(page, done, CANDIDATE)
    source = read(page, address)
    words = text_of(source)
    assert "第 4 位" in words and "80 家" in words and "解读，不是条文" in words
    assert "登记后邀请" in words
    register = source.split('class="button primary" href="')[1].split('"')[0].replace("&amp;", "&")
    filled = columns_as_suggested(read(page, register))
    assert (filled["uscc"], filled["name"], filled["prefecture"]) == (CANDIDATE_USCC, CANDIDATE, "430300")

    invited = page.post(register, {**filled, "kind": "enterprise"})

    assert Organization.objects.filter(uscc=CANDIDATE_USCC).exists()
    invitation = columns_as_suggested(read(page, invited["Location"]))
    assert invitation["search"] == CANDIDATE_USCC and "列为候选" in invitation["reason"]
    page.post("/intentions/invite/", {**invitation, "title": "示例矿山装备技术创新中心"})
    assert Invitation.objects.get().proposal.lead.uscc == CANDIDATE_USCC
    assert "/intentions/invite/" in read(page, address), "registered now: straight to the invitation"


def test_one_outside_hunan_cannot_be_invited_and_the_page_says_why(page: Client, done: Scan) -> None:
    words = text_of(read(page, number_of(page, done, "示例矿山装备1股份有限公司")))
    assert "深圳市不在湖南省" in words


def test_after_registering_nobody_is_sent_to_another_site(page: Client) -> None:
    OrganizationFactory()
    typed = {"uscc": CANDIDATE_USCC, "name": CANDIDATE, "kind": "enterprise", "prefecture": "430300"}
    answer = page.post("/organizations/register/?next=https://example.com/", typed)
    assert answer["Location"] == "/organizations/"


@pytest.mark.clause("3.3-4")
def test_a_concentrated_industry_is_drawn_with_its_figures_and_advised_a_leader(
    page: Client, done: Scan
) -> None:
    here = f"/scans/{done.pk}/concentration/"
    assert "3511" in text_of(read(page, here)), "the largest industries lead on"
    source = read(page, f"{here}?industry=C3511&year={LAST_YEAR}")
    words = text_of(source)
    assert "行业 3511 集中度高：前四家占 87.12%" in words
    assert "行业集中度高时由龙头企业牵头 3.3-4" in words
    assert "惯例" in words and "示例统计机构" in words and "其余 60 家" in words
    assert source.count('<rect class="bar-first-four"') == 4


@pytest.mark.clause("3.3-5")
def test_a_scattered_industry_is_advised_a_joint_center(page: Client, done: Scan) -> None:
    words = text_of(read(page, f"/scans/{done.pk}/concentration/?industry=2710&year={LAST_YEAR}"))
    assert "行业 2710 集中度较低" in words and "由多家骨干企业联合共建 3.3-5" in words


@pytest.mark.clause("3.3-6")
def test_a_person_s_judgement_of_the_market_changes_the_advice_and_stays_beside_it(
    officer: Actor, page: Client, done: Scan
) -> None:
    here = f"/scans/{done.pk}/concentration/?industry=3511&year={LAST_YEAR}"
    assert page.post(here, {"market_is_mature": "no"}).status_code == 422
    typed = {
        "market_is_mature": "no", "technology_push": "yes", "enterprises_important": "no",
        "reason": "样机阶段，尚无量产用户。",
    }  # fmt: skip
    assert page.post(here, typed).status_code == 302
    words = text_of(read(page, here))
    assert "由高校院所牵头 3.3-6" in words and "样机阶段，尚无量产用户。" in words
    assert str(officer.user) in words and "先落实参与的企业" in words


def test_an_industry_without_income_says_so(page: Client, done: Scan) -> None:
    assert "没有企业收入数据" in text_of(read(page, f"/scans/{done.pk}/concentration/?industry=9999"))


def test_a_scan_whose_file_is_gone_says_what_to_do(page: Client, done: Scan) -> None:
    done.release_file.unlink()
    words = text_of(read(page, f"/scans/{done.pk}/?tab=candidate", 422))
    assert "数据文件不在" in words and "890 行 = 采用 885" in words, "the counts outlive it"


def test_the_same_table_may_be_scanned_again(officer: Actor, done: Scan) -> None:
    again = work_off(queue(officer, done.table))
    assert again.pk != done.pk and again.result == done.result


@pytest.mark.clause("3.3-4")
def test_the_advice_is_written_to_a_direction_of_the_layout_with_its_figures(
    officer: Actor, page: Client, done: Scan
) -> None:
    layout = draft_layout(
        actor=officer, draft=LayoutDraft("总体布局", "补齐空白", date(2026, 1, 1), date(2028, 12, 31), 3)
    )
    place = Place("major_needs", "deep_equipment", technology_type="key_common")
    direction = add_direction(
        actor=officer, layout=layout, seen=layout.version,
        draft=DirectionDraft("盾构关键部件", "field_specific", place, "主轴承"),
    )  # fmt: skip
    here = f"/scans/{done.pk}/concentration/?industry=3511&year={LAST_YEAR}"
    assert f"{direction.number} 盾构关键部件" in text_of(read(page, here))
    answer = page.post(here, {"direction": direction.pk}, follow=True)
    words = text_of(answer.content.decode())
    assert "87.12%" in words
    assert "建议：龙头企业牵头" in words
    direction.refresh_from_db()
    assert direction.advised_mode == "lead_enterprise"
    nowhere = f"/scans/{done.pk}/concentration/?industry=9999&year={LAST_YEAR}"
    assert page.post(nowhere, {"direction": direction.pk}).status_code == 422
