"""Six plans as six authors write them: by LibreOffice from a web page or ODT, by python-docx, in raw XML.

Each says in every section which section it is; most hold a table, a picture, a footnote, a box, a header.
"""

import base64
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from tests.documents.plan.docx_writer import (
    CHINESE,
    OUTLINE,
    WORD,
    add_contents_field,
    add_text_box,
    append_xml,
    automatic,
    bold_only,
    full_width,
    official,
    sentence,
    styled_dotted,
    write_plan,
)
from xiangchuang.demo.sample_plan import bar_chart

PICTURE = bar_chart()
PICTURE_SHA256 = hashlib.sha256(PICTURE).hexdigest()
TABLE = (("指标", "单位", "2027年"), ("研发投入", "万元", "2000"))
Office = Callable[[Path, str, Path], Path]


def with_picture(document: Document, folder: Path) -> None:
    picture = folder / "figure.png"
    picture.write_bytes(PICTURE)
    document.add_picture(str(picture))


def with_table(document: Document) -> None:
    table = document.add_table(2, 3, style="Table Grid")
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text


def manual_numbers_with_contents(folder: Path) -> Path:
    """1.1 typed before heading styles, a table of contents by Word, header and footer with a page number."""

    def before(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "示例公司内部资料"
        footer = document.sections[0].footer.paragraphs[0]
        for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
            run = OxmlElement("w:r")
            piece = OxmlElement("w:fldChar" if kind else "w:instrText" if "PAGE" in text else "w:t")
            if kind:
                piece.set(qn("w:fldCharType"), kind)
            else:
                piece.text = text
            run.append(piece)
            footer._p.append(run)
        document.add_paragraph("目  录")
        add_contents_field(document, [f"{s.code[2:]} {s.title}" for s in OUTLINE])

    def after(document: Document, code: str) -> None:
        if code == "A.2.4":
            with_table(document)
        if code == "A.1.4":
            with_picture(document, folder)

    return write_plan(folder / "plan.docx", styled_dotted, before=before, after=after)


def official_numbers_with_changes(folder: Path) -> Path:
    """一、 and （一） in plain paragraphs, text boxes, tracked changes, comments."""

    def after(document: Document, code: str) -> None:
        if code == "A.2.2":
            add_text_box(document, "框中文字：将研发作为产业")
        if code == "A.2.1":
            append_xml(
                document,
                f'<w:p {WORD}><w:r><w:t>目标</w:t></w:r><w:del w:id="1" w:author="某人"><w:r>'
                '<w:delText>旧句</w:delText></w:r></w:del><w:ins w:id="2" w:author="某人">'
                "<w:r><w:t>新句</w:t></w:r></w:ins></w:p>",
            )
        if code == "A.3.1":
            run = document.add_paragraph("各方的权利").add_run("和义务")
            document.add_comment(run, text="这里再想想", author="某人", initials="某")
        if code == "A.2.4":
            with_table(document)

    return write_plan(folder / "plan.docx", official, after=after)


def automatic_lists_in_two_columns(folder: Path) -> Path:
    """Automatic numbering, the body in two columns, lists within sections."""

    def after(document: Document, code: str) -> None:
        if code == "A.2.3":
            for text in ("需求导向", "开放共享", "分工明确"):
                document.add_paragraph(text, style="List Bullet")
        if code == "A.1.4":
            with_picture(document, folder)

    path = write_plan(folder / "plan.docx", automatic, after=after)
    document = docx.Document(str(path))
    section = document.sections[0]._sectPr
    for old in section.findall(qn("w:cols")):
        section.remove(old)
    section.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="425"/>'))
    document.save(str(path))
    return path


def bold_paragraphs_with_notes(folder: Path) -> Path:
    """Bold lines as headings, footnotes in raw XML, full-width digits, one table inside another."""

    def after(document: Document, code: str) -> None:
        if code == "A.7.2":
            table = document.add_table(1, 2)
            table.cell(0, 0).text = "外"
            table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "内层表格"
        if code == "A.1.2":
            document.add_paragraph("投入１２００万元").runs[0].font.size = Pt(10)

    return write_plan(folder / "plan.docx", bold_only, after=after)


def web_page(folder: Path, office: Office) -> Path:
    """A web page as another suite's editor writes it, made a .docx by LibreOffice."""
    lines = ["<html><head><meta charset='utf-8'></head><body><p>示例技术创新中心建设方案</p>"]
    chapter = ""
    figure = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
    for section in OUTLINE:
        _, major, minor = section.code.split(".")
        if section.chapter_code != chapter:
            chapter = section.chapter_code
            lines.append(f"<h1>{CHINESE[int(major)]}、{section.chapter_title}</h1>")
        if minor != "0":
            lines.append(f"<h2><b>（{CHINESE[int(minor)]}）</b><font face='黑体'>{section.title}</font></h2>")
        lines.append(f"<p style='text-indent:2em'>{sentence(section.code)}</p>")
        if section.code == "A.2.4":
            rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in TABLE)
            lines.append(f"<table border=1>{rows}</table>")
        if section.code == "A.1.4":
            lines.append(f"<p><img src='{figure}' alt='产值'></p>")
        if section.code == "A.2.3":
            lines.append("<ul><li>需求导向</li><li>开放共享<ul><li>设备共享</li></ul></li></ul>")
    page = folder / "plan.html"
    page.write_text("\n".join([*lines, "</body></html>"]), encoding="utf-8")
    return office(page, "docx:MS Word 2007 XML", folder / "made")


def open_document(folder: Path, office: Office) -> Path:
    """Full-width numbers in bold, saved as ODT and back by LibreOffice."""

    def after(document: Document, code: str) -> None:
        if code == "A.2.4":
            with_table(document)
        if code == "A.1.4":
            with_picture(document, folder)
        if code == "A.2.2":
            add_text_box(document, "框中文字：将研发作为产业", legacy=True)

    path = write_plan(folder / "plan.docx", full_width, after=after)
    return office(office(path, "odt", folder / "odt"), "docx:MS Word 2007 XML", folder / "made")


def office_at(program: str) -> Office:
    """What converts a file with that LibreOffice, each time with a profile of its own."""

    def convert(path: Path, form: str, folder: Path) -> Path:
        command: list[Any] = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        if path.suffix == ".html":
            command.append("--infilter=HTML (StarWriter)")
        command += ["--convert-to", form, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{form.partition(':')[0]}"

    return convert
