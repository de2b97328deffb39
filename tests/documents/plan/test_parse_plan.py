"""An applicant uploads a plan written in Word in whatever habit; each section lands in its place."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.documents.intake import hostile
from tests.documents.plan.docx_writer import (
    HABITS,
    OUTLINE,
    add_contents_field,
    official,
    sentence,
    styled_dotted,
    write_plan,
)
from xiangchuang.documents.intake import RefusedFile
from xiangchuang.documents.plan import ParsedPlan, from_json, parse_plan, reconcile, to_json


def texts(plan: ParsedPlan, code: str) -> list[str]:
    return [block.text for block in plan.section(code).blocks]


def in_place(plan: ParsedPlan) -> list[str]:
    return [section.code for section in plan.sections if sentence(section.code) in texts(plan, section.code)]


@pytest.mark.parametrize("habit", HABITS)
def test_every_section_is_found_whatever_the_numbering(habit: str, tmp_path: Path) -> None:
    path = write_plan(tmp_path / "plan.docx", HABITS[habit])
    plan = parse_plan(path, OUTLINE)
    assert in_place(plan) == [section.code for section in OUTLINE]
    assert plan.missing == ()
    assert plan.surplus == ()
    assert plan.losses == ()
    assert plan.title == "示例技术创新中心建设方案"


@pytest.mark.clause("A.6.0")
def test_the_safeguards_chapter_needs_no_heading_of_its_own(tmp_path: Path) -> None:
    plan = parse_plan(write_plan(tmp_path / "plan.docx", official), OUTLINE)
    assert plan.section("A.6.0").found_heading == "六、保障措施"
    assert texts(plan, "A.6.0") == [sentence("A.6.0")]


@pytest.mark.parametrize("habit", HABITS)
def test_three_missing_sections_are_named_and_the_others_stay_in_place(habit: str, tmp_path: Path) -> None:
    omitted = ("A.1.4", "A.4.2", "A.7.3")
    plan = parse_plan(write_plan(tmp_path / "plan.docx", HABITS[habit], omit=omitted), OUTLINE)
    assert plan.missing == omitted
    assert in_place(plan) == [section.code for section in OUTLINE if section.code not in omitted]


def test_a_chapter_too_many_and_a_section_too_many_are_listed_as_surplus(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.1.5":
            styled_dotted(document, "获奖证书扫描件", (1, 6))
            document.add_paragraph("证书若干。")
        if code == "A.7.3":
            styled_dotted(document, "附件清单", (8,))
            document.add_paragraph("附件若干。")

    plan = parse_plan(write_plan(tmp_path / "plan.docx", styled_dotted, after=add), OUTLINE)
    found = [(extra.heading, [block.text for block in extra.blocks]) for extra in plan.surplus]
    assert found == [("1.6 获奖证书扫描件", ["证书若干。"]), ("8 附件清单", ["附件若干。"])]
    assert plan.missing == ()


def test_headings_below_a_section_stay_in_it(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.5.1":
            document.add_heading("5.1.1 资金投入", level=3)
            document.add_paragraph("各方出资。")

    section = parse_plan(write_plan(tmp_path / "plan.docx", styled_dotted, after=add), OUTLINE).section(
        "A.5.1"
    )
    assert [(block.kind, block.level, block.text) for block in section.blocks][1:] == [
        ("heading", 1, "5.1.1 资金投入"),
        ("paragraph", 0, "各方出资。"),
    ]


def test_text_before_the_first_section_of_a_chapter_opens_that_section(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    document = docx.Document()
    document.add_paragraph("一、建设基础和重要意义")
    document.add_paragraph("本章先作一个概述，说明全章内容的来龙去脉，不属于任何一节。")
    document.add_paragraph("（一）国内外相关技术、产业发展现状与趋势")
    document.add_paragraph(sentence("A.1.1"))
    document.save(str(path))
    plan = parse_plan(path, OUTLINE)
    assert len(plan.section("A.1.1").blocks) == 2
    assert plan.surplus == ()


def test_sections_in_another_order_are_still_found(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    document = docx.Document()
    for number, section in enumerate((OUTLINE[1], OUTLINE[2], OUTLINE[0]), start=1):
        styled_dotted(document, section.title, (1, number))
        document.add_paragraph(sentence(section.code))
    document.save(str(path))
    assert in_place(parse_plan(path, OUTLINE)) == ["A.1.1", "A.1.2", "A.1.3"]


@pytest.mark.parametrize("made", ["by Word", "by hand with page numbers", "by hand without"])
def test_a_table_of_contents_is_not_taken_for_headings(made: str, tmp_path: Path) -> None:
    titles = [
        f"（{'一二三四五六七八九十'[place % 10]}）{section.title}" for place, section in enumerate(OUTLINE)
    ]

    def contents(document: Document) -> None:
        document.add_paragraph("目  录")
        if made == "by Word":
            add_contents_field(document, titles)
            return
        for place, title in enumerate(titles):
            document.add_paragraph(f"{title}…………{place + 1}" if "with page" in made else title)

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, before=contents), OUTLINE)
    assert in_place(plan) == [section.code for section in OUTLINE]
    assert [loss.kind for loss in plan.losses] == ["contents"]


def test_the_plan_survives_json_and_equal_text_keeps_equal_ids(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "plan.docx", styled_dotted)
    plan = parse_plan(path, OUTLINE)
    assert from_json(to_json(plan)) == plan
    again = parse_plan(write_plan(tmp_path / "other.docx", official), OUTLINE)
    assert [block.id for block in again.section("A.3.2").blocks] == [
        block.id for block in plan.section("A.3.2").blocks
    ]


def test_a_content_control_around_a_section_hides_nothing(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "plan.docx", official)
    document = docx.Document(str(path))
    body = document.element.body
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(content)
    for paragraph in list(body.iterchildren(qn("w:p")))[1:6]:
        content.append(paragraph)
    body.insert(1, control)
    document.save(str(path))
    plan = parse_plan(path, OUTLINE)
    assert in_place(plan) == [section.code for section in OUTLINE]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7\n%%EOF", "PDF"), (b"", "空的"), (b"PK\x05\x06" + b"\x00" * 18, "压缩包")],
)
def test_what_is_no_plan_is_refused_with_the_cause(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    with pytest.raises(RefusedFile, match=words):
        parse_plan(path, OUTLINE)


def test_a_bomb_is_refused_by_the_parser_too(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "plan.docx", {"word/media/a.bin": b"\x00" * 60_000_000})
    with pytest.raises(RefusedFile) as caught:
        parse_plan(path, OUTLINE)
    assert caught.value.code == "bomb"


@pytest.mark.office
def test_a_plan_from_another_word_processor_lands_in_its_sections(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: apt-get install libreoffice-writer")
    page = tmp_path / "plan.html"
    page.write_text(html_plan(), encoding="utf-8")
    subprocess.run(
        [
            *(office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(tmp_path), str(page)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    path = tmp_path / "plan.docx"
    plan = parse_plan(path, OUTLINE)
    assert in_place(plan) == [section.code for section in OUTLINE]
    assert plan.missing == ()
    assert plan.section("A.2.4").blocks[-1].rows[1] == ("研发投入", "万元", "2000")
    assert reconcile(path, plan) == ()
    with zipfile.ZipFile(path) as archive:
        assert "LibreOffice" in archive.read("docProps/app.xml").decode()


def html_plan() -> str:
    lines = ["<html><head><meta charset='utf-8'></head><body><p>示例技术创新中心建设方案</p>"]
    chapter = ""
    for section in OUTLINE:
        _, major, minor = section.code.split(".")
        if section.chapter_code != chapter:
            chapter = section.chapter_code
            lines.append(f"<h1>{major} {section.chapter_title}</h1>")
        if minor != "0":
            lines.append(f"<h2>{major}.{minor} {section.title}</h2>")
        lines.append(f"<p>{sentence(section.code)}</p>")
        if section.code == "A.2.4":
            lines.append(
                "<table><tr><td>指标</td><td>单位</td><td>2027年</td></tr>"
                "<tr><td>研发投入</td><td>万元</td><td>2000</td></tr></table>"
            )
    return "\n".join([*lines, "</body></html>"])
