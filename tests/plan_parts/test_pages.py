"""The pages of the tables, as lead, member and officer meet them in a browser without JavaScript."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.line import LineWorld
from tests.plan_parts.filling import fill, manuscript, sample, save
from tests.proposals.pages import fields_of
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.table_rows import KEPT, read_lines
from xiangchuang.sheets import Column, read_sheet, write_table

WAN = 1_000_000


def signed_in(world: LineWorld, part: str) -> Client:
    client = Client()
    client.force_login(world.user(part), backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(world: LineWorld, code: str = "") -> str:
    return f"/cases/{world.case.number}/plan-tables/" + (f"{code}/" if code else "")


def typed(world: LineWorld, client: Client, code: str, **more: Any) -> dict[str, Any]:
    """Return what the page would send back, with some fields typed over; no button pressed."""
    return fields_of(client.get(address(world, code))) | {k.replace("__", "-"): v for k, v in more.items()}


def kept(world: LineWorld, code: str) -> list[Line]:
    return read_lines(manuscript(world), code)


def test_the_overview_names_every_table_with_its_state(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    page = client.get(address(world)).content.decode()
    assert page.count("还没有填写") >= 10 and "资金来源" in page
    fill(world)
    page = client.get(address(world)).content.decode()
    assert "10 / 10 张已填好" in page and "18,000.00 万元" in page


def test_a_row_typed_into_the_page_is_saved(world: LineWorld) -> None:
    client = signed_in(world, "member")
    sent = typed(
        world, client, "phases", rows__0__name="筹建阶段", rows__0__starts_on="2027年1月1日",
        rows__0__ends_on="2027/12/31", rows__0__work="组建队伍",
    )  # fmt: skip
    answer = client.post(address(world, "phases"), sent)
    assert answer.status_code == 302
    assert str(kept(world, "phases")[0]["ends_on"]) == "2027-12-31"


def test_the_members_are_filled_in_from_the_consortium(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    sent = typed(world, client, "members", rows__1__put_money="1,200")
    assert client.post(address(world, "members"), sent).status_code == 302
    lines = kept(world, "members")
    assert [line["organization"] for line in lines] == [str(world.lead.pk), str(world.member.pk)]
    assert lines[1]["put_money"] == 1_200 * WAN


def test_a_wrong_cell_is_refused_at_its_place_and_everything_typed_stays(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    sent = typed(
        world, client, "uses", rows__0__kind="research", rows__0__y2027="两千", rows__1__kind="people",
        rows__1__y2028="１２００．５", rows__1__name="人才引进",
    )  # fmt: skip
    answer = client.post(address(world, "uses"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "“两千”不是金额" in page and 'id="id_rows-0-y2027_error"' in page
    assert "人才引进" in page and "两千" in page
    assert not world.proposal.revisions.exists()


def test_a_sum_that_does_not_agree_is_saved_and_told(world: LineWorld) -> None:
    lines = sample(world)
    save(world, "sources", lines["sources"])
    client = signed_in(world, "lead")
    sent = typed(world, client, "uses", rows__0__kind="research", rows__0__y2027="7000")
    page = client.post(address(world, "uses"), sent, follow=True).content.decode()
    assert "已保存 1 行。" in page and "来源多 200.00 万元" in page


def test_a_stale_page_shows_both_and_the_second_save_is_knowing(world: LineWorld) -> None:
    lines = sample(world)["phases"]
    save(world, "phases", lines)
    lead = signed_in(world, "lead")
    sent = typed(world, lead, "phases", rows__0__name="开局阶段")
    save(world, "phases", lines[:2], seen=1, by="member")
    answer = lead.post(address(world, "phases"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "刚被别人保存过" in page and "按我填的保存" in page
    assert "开局阶段" in page and "<del>筹建阶段</del>" in page and len(kept(world, "phases")) == 2
    assert lead.post(address(world, "phases"), fields_of(answer)).status_code == 302
    assert [line["name"] for line in kept(world, "phases")] == ["开局阶段", "建设阶段", "提升阶段"]


def test_a_paste_fills_the_table_and_saves_nothing(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    paste = "来源\t说明\t2027年\t2028（亿元）\n会员费\t首期\t１,２００\t0.1\n不知道\t\t3\t4"
    sent = typed(world, client, "sources", pasted=paste, read_pasted="1")
    answer = client.post(address(world, "sources"), sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and "已读入，还没有保存" in page
    assert "“不知道”不在可选的内容中" in page and not world.proposal.revisions.exists()
    back = fields_of(answer) | {"rows-1-kind": "bank"}
    assert client.post(address(world, "sources"), back).status_code == 302
    first, second = kept(world, "sources")
    assert first["kind"] == "membership_fee" and first["y2027"] == 1_200 * WAN and first["note"] == "首期"
    assert second["kind"] == "bank" and second["y2027"] == 3 * WAN


def test_further_rows_and_years_keep_what_was_typed(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    sent = typed(world, client, "uses", rows__0__kind="research", rows__0__y2029="5", add_year="1")
    answer = client.post(address(world, "uses"), sent)
    again = fields_of(answer)
    assert "rows-0-y2030" in again and again["rows-0-y2029"] == "5"
    more = fields_of(client.post(address(world, "uses"), again | {"add_rows": "1"}))
    assert "rows-0-y2030" in more and more["rows-0-kind"] == "research"


def exported(world: LineWorld, client: Client, code: str) -> bytes:
    answer = client.get(f"/cases/{world.case.number}/plan/{manuscript(world).number}/tables/{code}.xlsx")
    assert answer.status_code == 200
    return bytes(answer.content)


def upload(content: bytes, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("code", sorted(KEPT))
def test_what_goes_out_to_excel_comes_back_the_same(world: LineWorld, code: str) -> None:
    fill(world)
    client = signed_in(world, "lead")
    before = kept(world, code)
    sent = typed(world, client, code, read_sheet="1", sheet=upload(exported(world, client, code)))
    answer = client.post(address(world, code), sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and "与已保存的内容相同。" in page
    assert client.post(address(world, code), fields_of(answer)).status_code == 302
    assert kept(world, code) == before


def test_a_workbook_shows_its_faults_at_their_cells_before_anything_is_saved(world: LineWorld) -> None:
    fill(world)
    client = signed_in(world, "lead")
    columns = [Column("code", "任务编号", "text"), Column("name", "任务名称", "text"),
               Column("start", "开始日期", "text"), Column("other", "备注", "text"),
               Column("kind", "类别", "text"), Column("budget", "预算（元）", "text")]  # fmt: skip
    rows = [
        {
            "code": "RW-07",
            "name": "新任务",
            "start": "明年",
            "other": "x",
            "kind": "重点研发项目",
            "budget": "5000",
        }
    ]
    sent = typed(
        world, client, "tasks", read_sheet="1", sheet=upload(write_table(columns, rows, title="任务"))
    )
    answer = client.post(address(world, "tasks"), sent)
    page = answer.content.decode()
    assert "“明年”不是日期" in page and "RW-07" in page and "备注" in page
    assert "<del>RW-01</del>" in page and len(kept(world, "tasks")) == 3
    assert fields_of(answer)["rows-0-budget"] == "5000元"


def test_a_file_that_is_no_table_is_refused_and_the_page_stays(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    sent = typed(world, client, "tasks", read_sheet="1", rows__0__code="RW-05")
    answer = client.post(address(world, "tasks"), sent | {"sheet": upload(b"%PDF-1.4 nothing")})
    assert answer.status_code == 422 and "RW-05" in answer.content.decode()
    answer = client.post(address(world, "tasks"), sent)
    assert "还没有选择文件" in answer.content.decode()


def test_the_template_has_the_columns_and_the_parties_to_choose_from(
    world: LineWorld, tmp_path: Path
) -> None:
    client = signed_in(world, "lead")
    answer = client.get(address(world, "tasks") + "template.xlsx", headers={"accept-language": "en"})
    path = tmp_path / "template.xlsx"
    path.write_bytes(io.BytesIO(answer.content).read())
    rows = list(read_sheet(path).main.first_rows(2))
    assert "任务编号*" in rows[0].cells and "预算（万元）" in rows[0].cells


def test_an_officer_reads_the_tables_once_they_are_submitted_and_changes_none(world: LineWorld) -> None:
    fill(world)
    officer = signed_in(world, "officer")
    assert officer.get(address(world)).status_code == 404
    assert officer.get(address(world, "uses")).status_code == 403
    world.on_to("review")
    page = officer.get(address(world)).content.decode()
    assert "资金用途" in page and "plan-tables/uses/" not in page
    assert exported(world, officer, "uses")


def test_the_manuscript_s_tables_are_no_strangers_to_see(world: LineWorld) -> None:
    fill(world)
    stranger = Client()
    stranger.force_login(
        world.province.staff_of(world.stranger).user, backend="django.contrib.auth.backends.ModelBackend"
    )
    number = manuscript(world).number
    for page in ("plan-tables/", "plan-tables/uses/", f"plan/{number}/tables/uses.xlsx"):
        assert stranger.get(f"/cases/{world.case.number}/{page}").status_code == 404


def test_an_unknown_table_is_404(world: LineWorld) -> None:
    client = signed_in(world, "lead")
    assert client.get(address(world, "nothing")).status_code == 404


def test_an_empty_form_is_refused_in_words_and_begins_nothing(world: LineWorld) -> None:
    answer = signed_in(world, "lead").post(address(world, "uses"), {"seen": 0})
    assert answer.status_code == 422 and "表格的行数丢失了" in answer.content.decode()
    assert not world.proposal.revisions.exists()


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert client.get(page).status_code == 200
    return len(told)


@pytest.mark.parametrize("code", ["", "tasks", "sources", "members"])
def test_a_page_takes_as_many_queries_with_one_row_as_with_three(world: LineWorld, code: str) -> None:
    lines = sample(world)
    for part, rows in lines.items():
        save(world, part, rows[:1])
    client = signed_in(world, "lead")
    one = queries(client, address(world, code))
    for part, rows in lines.items():
        save(world, part, rows[:3], seen=1)
    assert queries(client, address(world, code)) == one
