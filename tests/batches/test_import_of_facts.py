"""A spreadsheet of yearly facts: template, preview with faults at their cells, apply as a whole, undo."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from xlsxwriter import Workbook

from tests.factories.registers import BureauFactory, FactRecordFactory, OrganizationFactory, actor_as
from tests.workbench.browser import counted, queries_of, read, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, NotFound, Refusal, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.invariants import every_applied_batch_has_its_rows, no_previewed_batch_has_written
from xiangchuang.batches.kinds import batch_kind
from xiangchuang.batches.models import BatchState, ImportBatch, ImportedRow
from xiangchuang.batches.preview import preview_batch
from xiangchuang.batches.queries import may_read_imported, visible_to
from xiangchuang.batches.undo import undo_batch
from xiangchuang.calendars import clock
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.organizations.confirm_fact import confirm_fact
from xiangchuang.organizations.models import FactRecord, Organization
from xiangchuang.organizations.queries import fact_history, facts_of
from xiangchuang.procedure.packs import current_pack
from xiangchuang.sheets import read_sheet

pytestmark = pytest.mark.django_db
LAST_YEAR = clock.today().year - 1
HEAD = ["事实", "年度", "数值", "领域", "来源", "变动说明"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(*rows: list[Any], head: list[str] | None = None) -> SimpleUploadedFile:
    """A workbook a person filled in."""
    buffer = BytesIO()
    with Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("年度事实")
        for number, row in enumerate([head or HEAD, *rows]):
            page.write_row(number, 0, row)
    return SimpleUploadedFile("研发经费.xlsx", buffer.getvalue(), content_type=XLSX)


def rd(year: int = LAST_YEAR, value: object = 5000.5, source: str = "审计报告", why: str = "") -> list[Any]:
    return ["研发经费", year, value, "", source, why]


@pytest.fixture
def firm() -> Organization:
    return OrganizationFactory(name="示例掘进装备股份有限公司")


@pytest.fixture
def li(firm: Organization) -> Actor:
    """Staff of the firm."""
    return actor_as(Role.LEAD, firm)


def preview(actor: Actor, target: Organization | str, upload: SimpleUploadedFile) -> ImportBatch:
    key = target if isinstance(target, str) else str(target.pk)
    return preview_batch(actor=actor, kind=batch_kind("yearly_facts"), target_key=key, upload=upload)


def faults(batch: ImportBatch) -> dict[int, list[list[str]]]:
    return {row["number"]: row["faults"] for row in batch.rows if row["faults"]}


def test_a_preview_touches_nothing_and_applying_writes_every_row_with_its_own_entry(
    li: Actor, firm: Organization
) -> None:
    batch = preview(li, firm, sheet(rd(), rd(LAST_YEAR - 1, "4,800"), [" "], rd(LAST_YEAR - 2, "４７００")))
    assert (batch.rows_good, batch.rows_faulty, batch.rows_empty) == (3, 0, 1)
    assert not facts_of(firm).exists()
    apply_batch(actor=li, batch=batch, seen=batch.version)
    assert [(f.year, f.fen) for f in facts_of(firm)] == [
        (LAST_YEAR, 5_000_500_000),
        (LAST_YEAR - 1, 4_800_000_000),
        (LAST_YEAR - 2, 4_700_000_000),
    ]
    assert not any(f.is_confirmed for f in facts_of(firm))
    verbs = list(LedgerEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["store_file", "preview_import", *["record_fact"] * 3, "apply_import"]


def test_every_fault_stands_at_its_cell_and_no_row_is_lost(li: Actor, firm: Organization) -> None:
    FactRecordFactory(organization=firm, code="income", year=LAST_YEAR)
    batch = preview(
        li,
        firm,
        sheet(
            rd(),
            rd(value="约五千"),
            rd(2999),
            rd(LAST_YEAR - 1, source="\u200b"),
            ["年收入", LAST_YEAR, 9000, "", "审计报告", ""],
            rd(),
            ["没有的事实", LAST_YEAR, 1, "", "审计报告", ""],
            rd(LAST_YEAR - 2, "NaN"),
            rd(LAST_YEAR - 2, source="长" * 301),
        ),
    )
    found = faults(batch)
    assert (batch.rows_good, batch.rows_faulty) == (1, 8)
    assert [(n, f[0][0]) for n, f in found.items()] == [
        (3, "value"), (4, "year"), (5, "source"), (6, ""), (7, ""), (8, "code"), (9, "value"), (10, "source"),
    ]  # fmt: skip
    assert "“约五千”不是数" in found[3][0][1]
    assert "已有登记" in found[6][0][1] and "与第 2 行重复" in found[7][0][1]


def test_faulty_rows_are_left_out_only_knowingly(li: Actor, firm: Organization) -> None:
    batch = preview(li, firm, sheet(rd(), rd(LAST_YEAR - 1, "约五千")))
    with pytest.raises(Blocked, match="有 1 行有误"):
        apply_batch(actor=li, batch=batch, seen=1)
    assert not facts_of(firm).exists()
    apply_batch(actor=li, batch=batch, seen=1, leave_faulty=True)
    assert facts_of(firm).count() == 1


def test_a_second_click_changes_nothing(li: Actor, firm: Organization) -> None:
    batch = preview(li, firm, sheet(rd()))
    apply_batch(actor=li, batch=batch, seen=1)
    apply_batch(actor=li, batch=ImportBatch.objects.get(), seen=1)
    assert facts_of(firm).count() == ImportedRow.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="apply_import").count() == 1


def test_what_the_register_got_meanwhile_stops_the_whole_batch(li: Actor, firm: Organization) -> None:
    batch = preview(li, firm, sheet(rd(), rd(LAST_YEAR - 1, 4800)))
    FactRecordFactory(organization=firm, code="rd_expenditure", year=LAST_YEAR)
    with pytest.raises(Stale, match="第 2 行"):
        apply_batch(actor=li, batch=batch, seen=1)
    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEWED and facts_of(firm).count() == 1


def test_a_batch_is_undone_as_a_whole_and_stays_in_the_history(li: Actor, firm: Organization) -> None:
    batch = apply_batch(actor=li, batch=preview(li, firm, sheet(rd(), rd(LAST_YEAR - 1, 4800))), seen=1)
    imported = facts_of(firm)[0]
    undo_batch(actor=li, batch=batch, seen=2)
    assert not facts_of(firm).exists()
    assert fact_history(imported)[0].withdrawal_reason == "撤销批量导入"
    assert batch.state == BatchState.UNDONE
    assert [*every_applied_batch_has_its_rows(), *no_previewed_batch_has_written()] == []
    with pytest.raises(Stale):
        undo_batch(actor=li, batch=batch, seen=3)
    again = preview(li, firm, sheet(rd()))
    assert again.rows_good == 1


def test_a_batch_someone_built_on_is_not_undone_and_says_which_row(li: Actor, firm: Organization) -> None:
    batch = apply_batch(actor=li, batch=preview(li, firm, sheet(rd(), rd(LAST_YEAR - 1, 4800))), seen=1)
    confirm_fact(actor=actor_as(Role.CITY_BUREAU), fact=facts_of(firm).get(year=LAST_YEAR - 1))
    with pytest.raises(Blocked, match="第 3 行已确认"):
        undo_batch(actor=li, batch=batch, seen=2)
    assert facts_of(firm).count() == 2
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED


def test_a_jump_within_the_sheet_asks_for_its_reason(li: Actor, firm: Organization) -> None:
    FactRecordFactory(organization=firm, code="rd_expenditure", year=LAST_YEAR - 3, fen=4_000_000_000)
    rows = (rd(LAST_YEAR - 2, 4000), rd(LAST_YEAR - 1, 400000), rd(LAST_YEAR, 390000, why="口径调整"))
    assert list(faults(preview(li, firm, sheet(*rows)))) == [2, 3]
    explained = (rd(LAST_YEAR - 2, 4000, why="属实"), rd(LAST_YEAR - 1, 400000, why="并购"))
    assert preview(li, firm, sheet(*explained)).rows_faulty == 0


def test_the_city_imports_for_many_by_code_and_a_foreign_firm_looks_unknown(firm: Organization) -> None:
    changsha = actor_as(Role.CITY_BUREAU, BureauFactory())
    elsewhere = OrganizationFactory(prefecture="430200")
    kept = OrganizationFactory(name="示例存续公司")
    absorbed = OrganizationFactory(merged_into=kept)
    codes = [firm.uscc, elsewhere.uscc, "91350100M000100Y43", absorbed.uscc]
    batch = preview(
        changsha, "all", sheet(*([code, *rd()] for code in codes), head=["统一社会信用代码", *HEAD])
    )
    found = faults(batch)
    assert list(found) == [3, 4, 5]
    assert found[3] == found[4]
    assert "已并入示例存续公司" in found[5][0][1] and str(kept.uscc) in found[5][0][1]
    apply_batch(actor=changsha, batch=batch, seen=1, leave_faulty=True)
    assert facts_of(firm).count() == 1


def test_who_may_not_record_finds_no_import(li: Actor, firm: Organization) -> None:
    batch = preview(li, firm, sheet(rd()))
    kind = batch_kind("yearly_facts")
    zhuzhou = actor_as(Role.CITY_BUREAU, BureauFactory(prefecture="430200"))
    for actor in (actor_as(Role.LEAD), zhuzhou, actor_as(Role.LEADERSHIP), Actor.anonymous()):
        with pytest.raises(NotFound):
            apply_batch(actor=actor, batch=batch, seen=1)
        assert not visible_to(actor, kind, str(firm.pk)).exists()
        assert not may_read_imported(actor, batch.file)
    with pytest.raises(Refusal):
        preview(actor_as(Role.LEAD), firm, sheet(rd()))
    with pytest.raises(NotFound):
        preview(li, "all", sheet(rd()))
    assert may_read_imported(actor_as(Role.CITY_BUREAU), batch.file)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.cn")',
        "{{ settings }}",
        "<script>1</script>",
        "示例\u202e审计\x07报告",
        "𠮷报告",
    ],
    ids=["formula", "template", "script", "bidi", "ext-b"],
)
def test_hostile_text_is_kept_as_text_and_drawn_as_text(li: Actor, firm: Organization, text: str) -> None:
    typed = text.replace("\x07", "")
    batch = preview(li, firm, sheet(rd(source=typed)))
    page = read(signed_in(li), f"/imports/yearly_facts/{firm.pk}/{batch.pk}/")
    assert "<script>1" not in page and (not batch.rows_faulty or "含有" in page)
    if batch.rows_good:
        apply_batch(actor=li, batch=batch, seen=1)
        assert "\u202e" not in facts_of(firm).get().source


def upload(client: Client, address: str, file: SimpleUploadedFile) -> str:
    """Return the address of the preview."""
    response = client.post(address, {"sheet": file})
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def test_from_the_template_to_the_undo_on_pages(li: Actor, firm: Organization, tmp_path: Path) -> None:
    client, address = signed_in(li), f"/imports/yearly_facts/{firm.pk}/"
    template = client.get(f"{address}template/").content
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template)
    head = [words.rstrip("*") for words in read_sheet(path).headers]
    assert head == HEAD
    preview_at = upload(client, address, sheet(rd(), rd(LAST_YEAR - 1, "约五千"), head=head))
    page = read(client, preview_at)
    assert "“约五千”不是数" in page and "只导入无误的 1 行" in page and "5000.5" in page
    assert "约五千" not in read(client, f"{preview_at}?only=faulty").split("导入 1 行")[0]
    refused = client.post(f"{preview_at}apply/", {"version": "1"})
    assert refused.status_code == 422 and "有 1 行有误" in refused.content.decode()
    done = client.post(f"{preview_at}apply/", {"version": "1", "leave_faulty": "yes"}, follow=True)
    assert "已导入 1 行" in done.content.decode()
    path.write_bytes(client.get(f"{preview_at}faulty/").content)
    rows = [row.cells for row in read_sheet(path).main.rows() if not row.empty]
    assert any("“约五千”不是数" in str(cell) for cells in rows for cell in cells)
    client.post(f"{preview_at}undo/", {"version": "2"})
    assert not facts_of(firm).exists() and "已撤销" in read(client, address)


def test_a_file_that_cannot_be_read_is_refused_in_words(li: Actor, firm: Organization) -> None:
    client, address = signed_in(li), f"/imports/yearly_facts/{firm.pk}/"
    bad = {
        "不是表格": SimpleUploadedFile("表.xlsx", b"PK\x03\x04 truncated"),
        "表头": sheet(["一", "二"], head=["甲", "乙"]),
    }
    for file in bad.values():
        response = client.post(address, {"sheet": file})
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
    assert client.post(address, {}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_the_pages_of_a_foreign_firm_are_not_found(firm: Organization) -> None:
    stranger = signed_in(actor_as(Role.LEAD))
    for address in ("", "template/", "1/", "1/faulty/"):
        read(stranger, f"/imports/yearly_facts/{firm.pk}/{address}", status=404)
    read(stranger, "/imports/nothing/1/", status=404)
    assert stranger.post(f"/imports/yearly_facts/{firm.pk}/1/apply/").status_code == 404


def test_the_list_of_batches_takes_as_many_queries_for_three_as_for_one(
    li: Actor, firm: Organization
) -> None:
    client, address = signed_in(li), f"/imports/yearly_facts/{firm.pk}/"
    batch = preview(li, firm, sheet(rd()))
    one = queries_of(client, address)
    for _number in range(2):
        batch.pk = None
        batch.save()
    assert queries_of(client, address) == one
    assert FactRecord.objects.count() == 0


def test_the_sheet_is_chinese_whatever_the_language_of_the_page(li: Actor, firm: Organization) -> None:
    with override("en"):
        assert preview(li, firm, sheet(rd())).rows_good == 1


def test_a_preview_asks_as_often_for_three_rows_as_for_one(li: Actor, firm: Organization) -> None:
    current_pack()  # the process reads its policy once
    asked = []
    for years in ([LAST_YEAR], [LAST_YEAR - 1, LAST_YEAR - 2, LAST_YEAR - 3]):
        with counted() as queries:
            preview(li, firm, sheet(*(rd(year) for year in years)))
        asked.append(len(queries))
    assert asked[0] == asked[1]
