"""The pages of annual reports, as staff, officer, bureau, rival and someone who means harm find them."""

from io import BytesIO
from zipfile import ZipFile

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.centers import CenterFactory
from tests.reporting.test_hand_in import fresh
from tests.reporting.world import DIRECTOR, WORDS, YEAR, ReportWorld
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span, figure_codes, read_figure
from xiangchuang.centers.obligations import owe_reports
from xiangchuang.policy.pack import Pack
from xiangchuang.reporting.judge_report import accept_report
from xiangchuang.reporting.models import AnnualReport, ReportRevision, SectionText

LIST = "/annual-reports/"


def page(world: ReportWorld, name: str, *args: object) -> str:
    """Return the address of a page of the center's report on the year."""
    return reverse(f"reporting:{name}", args=[world.center.pk, YEAR, *args])


def in_person(world: ReportWorld) -> None:
    """Let the staff's account be the director's own."""
    assert world.staff.user is not None
    User.objects.filter(pk=world.staff.user.pk).update(full_name=DIRECTOR)


def test_the_staff_write_check_and_hand_in_through_the_pages(world: ReportWorld) -> None:
    in_person(world)
    browser = signed_in(world.staff)
    assert "开始填写" in read(browser, page(world, "report"))
    assert "要填的内容" in browser.post(page(world, "begin"), follow=True).content.decode()

    codes = ["research", "application", "talent", "openness", "exchange", "conditions", "problems", "plan"]
    for code in codes:
        here = page(world, "section", code)
        assert "登记册" in read(browser, here) or code in ("exchange", "problems", "plan")
        browser.post(here, {"version": "0", "text": WORDS, "next": "1"})
    rows = {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-title": "建成中试线",
        "form-0-due_on": "2027-09-30", "form-0-expected": "形成能力", "version": "1",
    }  # fmt: skip
    browser.post(page(world, "plan"), rows)
    checked = read(browser, page(world, "check"))
    assert "提交前要补" not in checked and "建成中试线" in checked

    version = str(AnnualReport.objects.get().version)
    sent = {"version": version, "signed_name": DIRECTOR, "is_declared": "on"}
    receipt = browser.post(page(world, "check"), sent, follow=True).content.decode()
    again = browser.post(page(world, "check"), sent, follow=True).content.decode()

    revision = ReportRevision.objects.get()
    assert revision.number in receipt and revision.sha256 in receipt
    assert revision.number in again, "a second click shows the same receipt"


def test_the_check_names_what_is_missing_with_the_way_to_it(world: ReportWorld) -> None:
    world.begun()

    text = read(signed_in(world.staff), page(world, "check"))

    assert "“研究开发”还没有写" in text and page(world, "section", "research") in text
    assert "disabled" in text


def test_the_officer_returns_at_a_section_and_the_center_sees_it_there(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    officer, staff = signed_in(world.officer), signed_in(world.staff)
    assert "对“研究开发”的意见" in read(officer, page(world, "judge"))

    officer.post(
        page(world, "judge"),
        {"version": str(report.version), "act": "return", "remark_research": "写明突破点。"},
    )

    assert "写明突破点。" in read(staff, page(world, "section", "research"))
    assert "写明突破点。" in read(staff, page(world, "report"))
    answered = staff.post(page(world, "answer", 0), {"reply": "好"})
    assert answered.status_code == 404


def test_the_officer_accepts_and_the_public_learns_only_that(world: ReportWorld) -> None:
    report = fresh(world.submitted().report)
    officer = signed_in(world.officer)

    officer.post(page(world, "judge"), {"version": str(report.version), "act": "accept"})

    public = read(Client(), reverse("portal:center", args=[world.center.pk]))
    assert f"{YEAR} 年度报告已被接受" in public and WORDS not in public
    assert fresh(report).state == "accepted"


def test_others_read_what_was_handed_in_and_no_draft(world: ReportWorld) -> None:
    readers = {name: signed_in(actor) for name, actor in world.readers().items()}
    report = world.written()
    before = {name: read(browser, page(world, "report")) for name, browser in readers.items()}
    assert [name for name, text in before.items() if "要填的内容" in text] == ["staff"]
    assert not any(WORDS in text for name, text in before.items() if name != "staff")

    world.submitted(report)

    assert all(WORDS in read(browser, page(world, "report")) for browser in readers.values())


def test_to_strangers_and_rivals_no_page_of_it_exists(world: ReportWorld) -> None:
    world.submitted()
    pages = [
        page(world, "report"), page(world, "section", "research"), page(world, "plan"), page(world, "check"),
        page(world, "judge"), page(world, "elsewhere"), page(world, "revision", 1), page(world, "last-plan"),
        page(world, "receipt", 1), page(world, "paper", 1, "pdf"), page(world, "draft", "pdf"),
    ]  # fmt: skip
    for name, actor in world.strangers().items():
        if actor.user is not None:
            browser = signed_in(actor)
            assert {browser.get(address).status_code for address in pages} == {404}, name
            assert world.center.name not in read(browser, LIST), name


def test_what_was_typed_survives_the_end_of_the_sign_in(world: ReportWorld) -> None:
    world.begun()
    here, browser = page(world, "section", "research"), Client()

    answer = browser.post(here, {"version": "0", "text": "写了一个下午的文字"})
    kept = browser.post(page(world, "keep", "research"), {"version": "0", "text": "写"})
    assert answer.status_code == 302 and kept.status_code == 401
    assert world.staff.user is not None
    browser.force_login(world.staff.user, backend="django.contrib.auth.backends.ModelBackend")

    text = read(browser, here)
    assert "写了一个下午的文字" in text and "还没有保存" in text
    assert not SectionText.objects.exists()


def test_typing_is_kept_and_a_conflict_shows_both_texts(world: ReportWorld) -> None:
    world.begun()
    here, browser = page(world, "section", "research"), signed_in(world.staff)

    kept = browser.post(page(world, "keep", "research"), {"version": "0", "text": "先来的文字"}).json()
    late = browser.post(page(world, "keep", "research"), {"version": "0", "text": "后来的"})
    conflict = browser.post(here, {"version": "0", "text": "后来的文字"})

    assert kept["version"] == 1 and "已自动保存" in kept["message"]
    assert (late.status_code, conflict.status_code) == (409, 409)
    assert "先来的文字" in conflict.content.decode() and "后来的文字" in conflict.content.decode()


def test_script_and_formula_stay_text(world: ReportWorld) -> None:
    report = world.written()
    evil = "<script>alert(1)</script>=HYPERLINK(1)"
    row = SectionText.objects.get(report=report, code="research")
    browser = signed_in(world.staff)
    browser.post(page(world, "section", "research"), {"version": str(row.version), "text": evil})
    world.submitted(fresh(report))

    text = read(signed_in(world.officer), page(world, "report"))

    assert "<script>alert" not in text and "&lt;script&gt;alert" in text


@pytest.mark.clause("5.4-2")
def test_word_and_pdf_say_the_same_words(world: ReportWorld) -> None:
    world.submitted()
    browser = signed_in(world.bureau)

    pdf = b"".join(browser.get(page(world, "paper", 1, "pdf")))
    word = b"".join(browser.get(page(world, "paper", 1, "docx")))

    with pdfplumber.open(BytesIO(pdf)) as opened:
        set_text = "".join("".join((p.extract_text() or "").split()) for p in opened.pages)
    with ZipFile(BytesIO(word)) as parts:
        xml = parts.read("word/document.xml").decode()
    for words in ("2026年度工作总结", "2027年度工作计划", "完成中试线建设", "不含国家秘密", DIRECTOR, WORDS):
        assert words in set_text, words
        assert words in xml, words


def test_the_list_tells_due_missing_submitted_and_accepted_apart(world: ReportWorld) -> None:
    other = CenterFactory()
    owe_reports(clock.today())
    officer = signed_in(world.officer)
    assert {world.center.name, other.name} <= set(names_in(read(officer, f"{LIST}?view=due"), world, other))
    world.submitted()

    assert names_in(read(officer, f"{LIST}?view=submitted"), world, other) == [world.center.name]
    assert names_in(read(officer, f"{LIST}?view=due"), world, other) == [other.name]
    report = fresh(AnnualReport.objects.get())
    accept_report(actor=world.officer, report=report, seen=report.version)
    assert names_in(read(officer, f"{LIST}?view=accepted&year={YEAR}"), world, other) == [world.center.name]
    assert other.name in officer.get(f"{LIST}?format=csv").content.decode()


def names_in(text: str, world: ReportWorld, other: object) -> list[str]:
    """Return which of the two centers the page shows."""
    return [name for name in (world.center.name, str(other)) if name in text_of(text)]


def test_the_list_costs_the_same_for_three_as_for_one(world: ReportWorld) -> None:
    officer = signed_in(world.officer)
    for_one = queries_of(officer, LIST)
    CenterFactory.create_batch(2)
    owe_reports(clock.today())
    assert queries_of(officer, LIST) == for_one


def test_the_chapter_and_the_work_list_lead_to_the_report(world: ReportWorld) -> None:
    staff = signed_in(world.staff)

    assert page(world, "report") in read(staff, reverse("centers:chapter", args=[world.center.pk, "reports"]))
    assert f"报送 {YEAR} 年度报告" in read(staff, "/work-list/")
    world.submitted()
    assert "审核年度报告 1 份" in read(signed_in(world.officer), "/work-list/")


def test_every_figure_the_pack_names_is_one_that_registers_give(world: ReportWorld, hunan_pack: Pack) -> None:
    assert hunan_pack.reporting.form is not None
    assert set(hunan_pack.reporting.form.figure_codes) <= figure_codes()


def test_reports_are_figures_of_a_center(world: ReportWorld) -> None:
    span = Span.of_year(2027)
    due = read_figure("reports_due", [world.center], span)[world.center.pk]
    missing = read_figure("reports_missing", [world.center], span)[world.center.pk]
    assert (due.value, missing.value) == (1, 0)
