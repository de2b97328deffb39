"""Plans, receipts, notices and meeting records as pages."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
import segno

from xiangchuang.documents.official import (
    AgendaItem,
    MeetingRecord,
    NoticeDocument,
    PagesDocument,
    PlanChapterSection,
    PlanDocument,
    Receipt,
    ReceivedFile,
    Verification,
    render_pages_pdf,
)

Fonts = tuple[Path, ...]
DIGEST = sha256(b"plan").hexdigest()
VERIFICATION = Verification("2222-3333-444D", "https://example.org/verify/2222-3333-444D")


def texts(document: PagesDocument, fonts: Fonts) -> list[str]:
    """The text of each page, without spaces and the zero-width signs that let long words break."""
    with pdfplumber.open(BytesIO(render_pages_pdf(document, fonts=fonts))) as pdf:
        return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in pdf.pages]


def png() -> bytes:
    out = BytesIO()
    segno.make("示例").save(out, kind="png", scale=4)
    return out.getvalue()


@pytest.fixture
def plan() -> PlanDocument:
    rows = [["序号", "任务", "单位"], *([f"第{n}项", f"研发任务{n}", "件"] for n in range(1, 121))]
    picture = png()
    return PlanDocument(
        title="示例装备技术创新中心",
        case_number="2026-HN-0017",
        lead="示例重工股份有限公司",
        members=("示例大学", "示例研究院"),
        revision=3,
        prepared_on=date(2026, 11, 20),
        sections=(
            PlanChapterSection("建设基础和重要意义", "产业发展现状", ({"kind": "table", "rows": rows},)),
            PlanChapterSection("建设基础和重要意义", "建设的必要性", ()),
            PlanChapterSection(
                "保障措施",
                "",
                (
                    {"kind": "paragraph", "text": "从政策等方面提出保障措施。"},
                    {"kind": "image", "sha256": sha256(picture).hexdigest(), "text": "图1"},
                ),
            ),
        ),
        images={sha256(picture).hexdigest(): picture},
        sample=True,
    )


@pytest.fixture
def receipt() -> Receipt:
    return Receipt(
        number="HZ-2026-000123",
        case_number="2026-HN-0017",
        subject="提交建设方案",
        submitter="示例重工股份有限公司",
        received_at=datetime(2026, 11, 23, 16, 3, 22, tzinfo=UTC),
        files=(ReceivedFile("方案.docx", 1536, DIGEST),),
        office="湖南省科学技术厅",
        next_step="形式审查",
        next_due=date(2026, 12, 2),
        verification=VERIFICATION,
    )


def test_each_page_of_a_plan_carries_case_number_and_page_of_pages(plan: PlanDocument, fonts: Fonts) -> None:
    pages = texts(plan, fonts)
    for place, text in enumerate(pages, start=1):
        assert f"第{place}页共{len(pages)}页" in text
        assert "案卷2026-HN-0017" in text
        assert "示例数据" in text


def test_the_cover_names_lead_members_and_revision(plan: PlanDocument, fonts: Fonts) -> None:
    cover = texts(plan, fonts)[0]
    for expected in (
        "示例装备技术创新中心",
        "示例重工股份有限公司",
        "示例大学",
        "示例研究院",
        "修订3",
        "2026年11月20日",
    ):
        assert expected in cover


def test_a_draft_says_so_and_a_sealed_plan_carries_its_digest(plan: PlanDocument, fonts: Fonts) -> None:
    sealed = replace(plan, sealed_sha256=DIGEST)
    assert "修订3（草稿）" in texts(plan, fonts)[0]
    with pdfplumber.open(BytesIO(render_pages_pdf(plan, fonts=fonts))) as pdf:
        assert all({"草", "稿"} <= {c["text"] for c in page.chars if c["size"] > 60} for page in pdf.pages)
    for text in texts(sealed, fonts):
        assert DIGEST in text
        assert "草稿" not in text


def test_a_long_table_breaks_across_pages_and_loses_no_row(plan: PlanDocument, fonts: Fonts) -> None:
    sealed = replace(plan, sealed_sha256=DIGEST)
    with pdfplumber.open(BytesIO(render_pages_pdf(sealed, fonts=fonts))) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables() if table[0][0] == "序号"]
    assert len(tables) > 2
    rows = [row[1] for table in tables for row in table[1:]]
    assert rows == [f"研发任务{n}" for n in range(1, 121)]


def test_chapters_and_sections_are_numbered_and_an_empty_one_is_named(
    plan: PlanDocument, fonts: Fonts
) -> None:
    text = "".join(texts(plan, fonts)[2:])
    for expected in (
        "一、建设基础和重要意义",
        "（一）产业发展现状",
        "（二）建设的必要性（本节未填写）",
        "二、保障措施",
    ):
        assert expected in text


@pytest.mark.parametrize("broken", [b"\x89PNG\r\n\x1a\nbroken", b"\x01\x00\x00\x00 EMF", b"", b"<svg/>"])
def test_a_picture_that_cannot_be_shown_costs_only_itself(
    plan: PlanDocument, fonts: Fonts, broken: bytes
) -> None:
    digest = next(iter(plan.images))
    text = "".join(texts(replace(plan, images={digest: broken}), fonts))
    assert "此处图片的格式无法排入本文件" in text
    assert "图1" in text


def test_a_form_made_of_one_row_does_not_run_off_the_page(plan: PlanDocument, fonts: Fonts) -> None:
    cell = "\n".join(f"第{n}行说明" for n in range(1, 201))
    section = PlanChapterSection("保障措施", "", ({"kind": "table", "rows": [[cell]]},))
    text = "".join(texts(replace(plan, sections=(section,)), fonts))
    assert all(f"第{n}行说明" in text for n in range(1, 201))


def test_a_receipt_proves_what_came_when_and_what_follows(receipt: Receipt, fonts: Fonts) -> None:
    (text,) = texts(receipt, fonts)
    for expected in (
        "HZ-2026-000123",
        "2026年11月24日00:03:22（服务器时间）",
        f"SHA-256{DIGEST}",
        "方案.docx（1.5KB）",
        "形式审查",
        "2026年12月2日24:00前",
        "2222-3333-444D",
    ):
        assert expected in text


def test_a_provisional_date_is_said_to_be_so(receipt: Receipt, fonts: Fonts) -> None:
    (text,) = texts(replace(receipt, next_due_provisional=True), fonts)
    assert "暂定日期" in text


def test_a_receipt_never_fails_on_a_rare_name(receipt: Receipt, fonts: Fonts) -> None:
    assert texts(replace(receipt, submitter="示例\U00013000局"), fonts)


def test_a_naive_time_names_no_instant(receipt: Receipt, fonts: Fonts) -> None:
    with pytest.raises(ValueError, match="time zone"):
        render_pages_pdf(replace(receipt, received_at=datetime(2026, 1, 1)), fonts=fonts)  # noqa: DTZ001


def test_a_notice_states_its_window(fonts: Fonts) -> None:
    notice = NoticeDocument(
        title="关于拟组建示例装备技术创新中心的公示",
        case_number="2026-HN-0017",
        office="湖南省科学技术厅",
        published_on=date(2026, 11, 2),
        opens=date(2026, 11, 2),
        closes=date(2026, 11, 6),
        working_days=5,
        blocks=({"kind": "paragraph", "text": "现予公示。"},),
        contact="示例处，0731-00000000",
    )
    (text,) = texts(notice, fonts)
    assert "2026年11月2日至2026年11月6日（5个工作日）" in text
    assert "0731-00000000" in text


def test_a_meeting_record_names_who_sat_and_what_was_resolved(fonts: Fonts) -> None:
    record = MeetingRecord(
        title="湖南省科学技术厅党组会议",
        case_number="2026-HN-0017",
        office="湖南省科学技术厅",
        held_on=date(2026, 10, 28),
        place="第一会议室",
        chair="示例甲",
        recorder="示例乙",
        present=("示例甲", "示例丙"),
        absent=("示例丁",),
        items=(AgendaItem("审定组建事项", ({"kind": "paragraph", "text": "听取汇报。"},), "同意组建。"),),
    )
    (text,) = texts(record, fonts)
    for expected in (
        "主持示例甲",
        "出席示例甲、示例丙",
        "缺席示例丁",
        "一、审定组建事项",
        "议定：同意组建。",
    ):
        assert expected in text


def test_the_same_content_gives_the_same_bytes(plan: PlanDocument, fonts: Fonts) -> None:
    assert render_pages_pdf(plan, fonts=fonts) == render_pages_pdf(plan, fonts=fonts)
