"""The pages: the portal's form and receipt, one's own, the department's list, and what each never shows."""

import re
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from tests.feedback.world import FeedbackWorld, days_later, user_of
from tests.workbench.browser import queries_of, signed_in
from xiangchuang.feedback.models import Feedback

TYPED = {
    "kind": "suggestion", "clause": "5.4-2", "title": "年度报告模板增加示例",
    "text": "建议附一份填好的示例。", "name": "", "contact": "", "may_publish": "on",
}  # fmt: skip


def page(answer: HttpResponse) -> str:
    """The page's markup."""
    return str(answer.content.decode())


def test_a_visitor_files_reads_the_receipt_and_finds_it_again(world: FeedbackWorld, client: Client) -> None:
    form = page(client.get("/feedback/new/?clause=5.4-2"))
    assert '<option value="5.4-2" selected>' in form
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token is not None

    sent = client.post("/feedback/new/", TYPED | {"token": token[1]})
    again = client.post("/feedback/new/", TYPED | {"token": token[1]})

    assert sent.status_code == 302
    assert sent["Location"] == again["Location"]
    receipt = sent["Location"].split("/")[-2]
    shown = page(client.get(sent["Location"]))
    assert receipt in shown
    assert "15 个工作日" in page(client.get("/feedback/new/"))
    assert "2026年12月14日" in shown
    found = client.post("/feedback/receipts/", {"receipt": f" {receipt.lower()} "})
    assert found["Location"] == f"/feedback/receipts/{receipt}/"
    assert (
        client.post("/feedback/receipts/", {"receipt": f"{receipt[:-5]}/{receipt[-5:]}"}).status_code == 302
    )


def test_a_wrong_receipt_is_told_in_words_and_opens_nothing(world: FeedbackWorld, client: Client) -> None:
    number = world.file().feedback.number
    told = client.post("/feedback/receipts/", {"receipt": number})
    assert (told.status_code, "没有这个回执号" in page(told)) == (422, True)
    assert client.get(f"/feedback/receipts/{number}-AAAA-BBBB-CCCC/").status_code == 404


def test_a_form_with_a_fault_keeps_what_was_typed(world: FeedbackWorld, client: Client) -> None:
    told = client.post("/feedback/new/", TYPED | {"title": "", "clause": "0-0"})
    assert told.status_code == 422
    for words in ("用一句话写明反馈什么。", "政策里没有这一条", "建议附一份填好的示例。"):
        assert words in page(told)
    assert not Feedback.objects.exists()


def test_the_limit_is_told_and_keeps_what_was_typed_but_not_for_who_signed_in(
    world: FeedbackWorld, client: Client, settings: Settings
) -> None:
    settings.FEEDBACK_PER_ADDRESS_A_DAY = 1
    assert client.post("/feedback/new/", TYPED).status_code == 302
    held = client.post("/feedback/new/", TYPED)
    assert (held.status_code, "建议附一份填好的示例。" in page(held)) == (429, True)
    assert signed_in(world.staff).post("/feedback/new/", TYPED).status_code == 302


def test_who_is_signed_in_stays_in_the_frame_and_finds_it_among_ones_own(world: FeedbackWorld) -> None:
    staff = signed_in(world.staff)
    form = page(staff.get("/feedback/new/"))
    assert "示例装备股份有限公司" in form
    assert user_of(world.staff).full_name in form
    sent = staff.post("/feedback/new/", TYPED | {"for_unit": str(world.firm.pk)})
    row = Feedback.objects.get()
    assert sent["Location"] == f"/feedback/mine/{row.pk}/"
    assert row.title in page(staff.get("/feedback/mine/"))
    assert signed_in(world.staff_colleague).get(f"/feedback/mine/{row.pk}/").status_code == 200
    assert signed_in(world.stranger).get(f"/feedback/mine/{row.pk}/").status_code == 404


def test_the_desk_is_the_departments_alone(world: FeedbackWorld) -> None:
    row = world.assigned()
    for path in ("/feedback/desk/", f"/feedback/desk/{row.pk}/"):
        assert signed_in(world.staff).get(path).status_code == 403
        assert signed_in(world.leader).get(path).status_code == 200
    assert signed_in(world.staff).get(f"/feedback/desk/{row.pk}/answer/").status_code == 404


def test_an_officer_works_through_it_by_the_pages(world: FeedbackWorld) -> None:
    row = world.file().feedback
    officer = signed_in(world.officer)
    here = f"/feedback/desk/{row.pk}/"
    for name, typed in (
        ("assign", {"to": user_of(world.officer).pk}),
        ("escalate", {"reason": "涉及全省。"}),
        ("answer", {"answer": "已顺延。", "change": "截止日顺延。", "change_url": "/policy/5.4-2/"}),
        ("publish", {"title": "截止日", "text": "与假期重合。", "answer": "已顺延。"}),
    ):
        row.refresh_from_db()
        assert officer.get(f"{here}{name}/").status_code == 200
        sent = officer.post(f"{here}{name}/", {**typed, "version": row.version})
        assert (name, sent.status_code) == (name, 302)
    shown = page(Client().get("/feedback/"))
    assert "截止日" in shown
    public = page(Client().get(f"/feedback/items/{row.number}/"))
    assert 'href="/policy/5.4-2/"' in public
    row.refresh_from_db()
    assert officer.post(f"{here}take-down/", {"version": row.version}).status_code == 302
    assert Client().get(f"/feedback/items/{row.number}/").status_code == 404


def test_a_stale_or_empty_answer_keeps_what_was_typed(world: FeedbackWorld) -> None:
    row = world.assigned()
    officer, here = signed_in(world.officer), f"/feedback/desk/{row.pk}/answer/"
    stale = officer.post(here, {"answer": "写了很久的答复。", "version": row.version - 1})
    assert (stale.status_code, "写了很久的答复。" in page(stale)) == (409, True)
    empty = officer.post(here, {"answer": " ", "change": "改了。", "version": row.version})
    assert (empty.status_code, "改了。" in page(empty)) == (422, True)


def test_nothing_of_the_filer_is_on_any_page_but_the_contacts_own(world: FeedbackWorld) -> None:
    row = world.assigned(actor=world.staff, name="示例真实姓名", contact="0731-80000009")
    officer = signed_in(world.officer)
    name = user_of(world.staff).full_name
    for path in ("/feedback/desk/", f"/feedback/desk/{row.pk}/", "/feedback/desk/?format=csv"):
        shown = page(officer.get(path))
        for hidden in ("示例真实姓名", "0731-80000009", name):
            assert hidden not in shown
    opened = officer.post(f"/feedback/desk/{row.pk}/contact/")
    assert "0731-80000009" in page(opened)
    assert "no-store" in opened["Cache-Control"]
    assert officer.get(f"/feedback/desk/{row.pk}/contact/").status_code == 405


def test_who_holds_the_receipt_may_agree_no_longer(world: FeedbackWorld, client: Client) -> None:
    filed = world.file()
    here = f"/feedback/receipts/{filed.receipt}/"
    assert "不再同意公开" in page(client.get(here))
    assert client.post(f"{here}withdraw/").status_code == 302
    assert "不再同意公开" not in page(client.get(here))
    filed.feedback.refresh_from_db()
    assert not filed.feedback.may_publish


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 3), ("?state=filed", 1), ("?state=assigned", 1), ("?state=answered", 1), ("?state=open", 2),
        ("?state=overdue", 0), ("?state=mine", 2), ("?clause=5.4-2", 2), ("?clause=6.5-1", 1),
        ("?kind=suggestion", 1), ("?q=评价", 1), ("?q=FK2026-0001", 1), ("?state=nonsense&clause=x", 3),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_filters(world: FeedbackWorld, asked: str, count: int) -> None:
    world.answered()
    world.assigned()
    world.file(kind="suggestion", clause="6.5-1", title="评价指标偏多")
    shown = page(signed_in(world.officer).get(f"/feedback/desk/{asked}"))
    assert len(set(re.findall(r'href="(/feedback/desk/\d+/)"', shown))) == count


def test_overdue_is_a_filter_too(world: FeedbackWorld) -> None:
    row = world.assigned()
    with days_later(30):
        shown = page(signed_in(world.officer).get("/feedback/desk/?state=overdue"))
    assert f"/feedback/desk/{row.pk}/" in shown
    assert "已逾期" in shown


def test_clauses_are_counted_and_both_lists_go_out_to_excel(world: FeedbackWorld) -> None:
    world.answered()
    world.assigned()
    world.file(clause="")
    officer = signed_in(world.officer)
    assert "5.4-2" in page(officer.get("/feedback/desk/?view=clauses"))
    rows = sheet(officer.get("/feedback/desk/?view=clauses&format=xlsx"))
    assert [row[1:] for row in rows if row[0].startswith("5.4-2")] == [["2", "1", "0", "1"]]
    listed = sheet(officer.get("/feedback/desk/?format=xlsx&state=answered"))
    assert sum("FK2026-0001" in row for row in listed) == 1
    assert not any("FK2026-0002" in row for row in listed)


def sheet(answer: HttpResponse) -> list[list[str]]:
    """The rows of the first sheet of a download."""
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def test_a_title_that_looks_like_a_formula_stays_a_title(world: FeedbackWorld) -> None:
    world.file(title='=HYPERLINK("http://evil.example.cn")')
    answer = signed_in(world.officer).get("/feedback/desk/?format=csv")
    assert "'=HYPERLINK" in page(answer)


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/feedback/desk/", "officer"), ("/feedback/desk/?view=clauses", "officer"),
        ("/feedback/mine/", "staff"), ("/feedback/", ""),
    ],
)  # fmt: skip
def test_three_rows_cost_no_more_queries_than_one(world: FeedbackWorld, path: str, who: str) -> None:
    world.published(actor=world.staff, for_unit=world.firm.pk)
    client = signed_in(getattr(world, who)) if who else Client()
    with_one = queries_of(client, path)
    for _more in range(2):
        world.published(actor=world.staff, for_unit=world.firm.pk)
    assert queries_of(client, path) == with_one


def test_public_pages_say_the_same_to_everybody_and_carry_no_token(
    world: FeedbackWorld, client: Client
) -> None:
    row = world.published()
    for path in ("/feedback/", f"/feedback/items/{row.number}/"):
        assert "csrfmiddlewaretoken" not in page(client.get(path))
    assert row.number in page(client.get("/feeds/feedback.atom"))


def test_english_speaks_on_every_page(world: FeedbackWorld) -> None:
    row = world.published(actor=world.staff)
    client = Client(headers={"accept-language": "en"})
    for path in ("/feedback/", "/feedback/new/", f"/feedback/items/{row.number}/", "/feedback/receipts/"):
        assert client.get(path).status_code == 200
