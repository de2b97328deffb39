"""Whatever the applicant's Word file holds is in the parse, or in the list of what could not be kept."""

import hashlib
import io
from pathlib import Path

import pytest
from docx.document import Document
from docx.oxml import OxmlElement

from tests.documents.intake import hostile
from tests.documents.plan.docx_writer import (
    OUTLINE,
    WORD,
    add_text_box,
    append_xml,
    drawing_group,
    official,
    write_plan,
)
from xiangchuang.demo.sample_plan import bar_chart
from xiangchuang.documents.plan import ParsedPlan, Span, parse_plan, reconcile


def texts(plan: ParsedPlan, code: str) -> list[str]:
    return [block.text for block in plan.section(code).blocks]


@pytest.mark.parametrize("legacy", [False, True])
def test_the_text_of_text_boxes_is_kept_once_and_after_its_anchor(legacy: bool, tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.2.2":
            add_text_box(document, "框中文字：将研发作为产业", legacy=legacy)
            document.add_paragraph("框后文字")

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    assert texts(plan, "A.2.2")[1:] == ["框前文字", "框中文字：将研发作为产业", "框后文字"]
    assert plan.losses == ()


def test_tables_keep_their_cells_and_merges(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.7.2":
            table = document.add_table(3, 3)
            for row in range(3):
                for column in range(3):
                    table.cell(row, column).text = f"{row}{column}"
            table.cell(0, 1).merge(table.cell(0, 2)).text = "横并"
            table.cell(1, 0).merge(table.cell(2, 0)).text = "竖并"

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    table = plan.section("A.7.2").blocks[1]
    assert table.kind == "table"
    assert table.rows == (("00", "横并", ""), ("竖并", "11", "12"), ("", "21", "22"))
    assert {(item.row, item.column, item.row_span, item.column_span) for item in table.merges} == {
        (0, 1, 1, 2),
        (1, 0, 2, 1),
    }


def test_images_are_kept_byte_for_byte_also_inside_tables(tmp_path: Path) -> None:
    picture = tmp_path / "figure.png"
    picture.write_bytes(bar_chart())

    def add(document: Document, code: str) -> None:
        if code == "A.1.4":
            document.add_picture(str(picture))
            document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run().add_picture(str(picture))

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    assert [(image.sha256, image.media_type) for image in plan.images] == [(digest, "image/png")]
    assert plan.images[0].content == picture.read_bytes()
    assert [block.image for block in plan.section("A.1.4").blocks if block.kind == "image"] == [
        digest,
        digest,
    ]


def test_a_drawing_group_gives_its_picture_and_its_text(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code != "A.3.2":
            return
        reference, _ = document.part.get_or_add_image(io.BytesIO(bar_chart()))
        append_xml(document, drawing_group(reference, "组合图形里的说明"))

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    assert [(block.kind, block.text) for block in plan.section("A.3.2").blocks][1:] == [
        ("image", ""),
        ("paragraph", "组合图形里的说明"),
    ]
    assert plan.images[0].content == bar_chart()


def test_a_chart_cannot_be_kept_and_is_listed_with_what_to_do(tmp_path: Path) -> None:
    chart = (
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="c">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphicData></a:graphic>'
    )

    def add(document: Document, code: str) -> None:
        if code == "A.4.3":
            append_xml(document, f"<w:p {WORD}><w:r><w:drawing>{chart}</w:drawing></w:r></w:p>")

    losses = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE).losses
    assert [(loss.kind, loss.text) for loss in losses] == [("drawing", "图表")]
    assert "粘贴为图片" in losses[0].reason


def test_automatic_lists_inside_a_section_stay_lists(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.2.3":
            document.add_paragraph("需求导向", style="List Number")
            document.add_paragraph("开放共享", style="List Number")

    block = (
        parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
        .section("A.2.3")
        .blocks[1]
    )
    assert (block.kind, block.ordered, [item.text for item in block.items]) == (
        "list",
        True,
        ["需求导向", "开放共享"],
    )


def test_tracked_changes_are_accepted_counted_and_what_was_deleted_is_listed(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.2.1":
            append_xml(
                document,
                f'<w:p {WORD}><w:r><w:t>目标</w:t></w:r><w:del w:id="1" w:author="a"><w:r>'
                '<w:delText>旧句</w:delText></w:r></w:del><w:ins w:id="2" w:author="a">'
                "<w:r><w:t>新句</w:t></w:r></w:ins></w:p>",
            )

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    assert texts(plan, "A.2.1")[1] == "目标新句"
    assert plan.tracked_changes == 2
    assert [(loss.kind, loss.text) for loss in plan.losses] == [("deleted", "旧句")]


def test_headers_are_listed_as_left_out(tmp_path: Path) -> None:
    def head(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, before=head), OUTLINE)
    assert [(loss.kind, loss.text) for loss in plan.losses] == [("header", "内部资料")]


def test_hidden_marks_and_full_width_digits_are_settled(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.1.3":
            document.add_paragraph("研发\u200b投入１２００\u202e万元，𠮷林")

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    assert texts(plan, "A.1.3")[1] == "研发投入1200万元，𠮷林"


def test_superscripts_keep_their_mark(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.3.3":
            paragraph = document.add_paragraph("用房6200m")
            paragraph.add_run("2").font.superscript = True

    block = (
        parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
        .section("A.3.3")
        .blocks[1]
    )
    assert block.text == "用房6200m2"
    assert [(span.text, span.marks) for span in block.spans] == [("用房6200m", ()), ("2", ("superscript",))]


def test_footnotes_stand_where_they_are_cited(tmp_path: Path) -> None:
    plan = parse_plan(with_footnote(tmp_path / "note.docx", "脚注出处：示例年鉴"), OUTLINE)
    block = plan.section("A.1.1").blocks[0]
    assert (block.kind, block.text) == ("paragraph", "产值见年鉴")
    assert block.spans == (Span("产值见年鉴"), Span("", note="脚注出处：示例年鉴"))
    assert plan.losses == ()


def with_footnote(path: Path, text: str) -> Path:
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    body = hostile.body(
        "<w:p><w:r><w:t>（一）国内外相关技术、产业发展现状与趋势</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>产值见年鉴</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    notes = f'<w:footnotes {WORD}><w:footnote w:id="2">{paragraph}</w:footnote></w:footnotes>'
    types = hostile.parts()["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    relation = f'<Relationship Id="rId3" Type="{main}" Target="footnotes.xml"/>'
    extra = {
        "[Content_Types].xml": types,
        "word/footnotes.xml": notes.encode(),
        "word/_rels/document.xml.rels": hostile.relations(relation),
    }
    return hostile.docx(path, extra, body)


def test_reconciling_notices_a_text_that_the_parse_does_not_hold(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.1.1":
            document.add_paragraph("只在原文里的一句话")

    whole = write_plan(tmp_path / "whole.docx", official, after=add)
    parsed = parse_plan(whole, OUTLINE)
    assert reconcile(whole, parsed) == ()
    other = parse_plan(write_plan(tmp_path / "part.docx", official), OUTLINE)
    assert [loss.text for loss in reconcile(whole, other)] == ["只在原文里的一句话"]


def test_hidden_text_is_either_kept_or_listed(tmp_path: Path) -> None:
    def add(document: Document, code: str) -> None:
        if code == "A.1.1":
            run = document.add_paragraph("可见").add_run("隐藏的一句")
            run._r.get_or_add_rPr().append(OxmlElement("w:vanish"))

    plan = parse_plan(write_plan(tmp_path / "plan.docx", official, after=add), OUTLINE)
    everything = "".join(texts(plan, "A.1.1")) + "".join(loss.text for loss in plan.losses)
    assert "隐藏的一句" in everything
