"""The construction plan as another program writes it: HTML made into a .docx by LibreOffice."""

import base64
import re
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

import docx
from docx.table import Table

from xiangchuang.demo.sample_plan import NUMERALS, bar_chart
from xiangchuang.demo.sample_plan_tables import TABLES
from xiangchuang.demo.sample_plan_text import (
    ADDED_WHEN_REVISED,
    IMAGE_CAPTION,
    IMAGE_SECTION,
    PARAGRAPHS,
    TITLE,
)
from xiangchuang.documents.plan import OutlineSection

TARGETS_SECTION = "A.2.4"
CONVERSION_SECONDS = 120


def write_office_plan(
    path: Path, *, soffice: str, outline: Sequence[OutlineSection], first_year: int
) -> Path:
    """Let LibreOffice write the sample plan over `outline` to `path`, a .docx; returns `path`.

    Unlike the sample written by python-docx, its numbering is Arabic ("2.4 发展目标") and its styles,
    tables and image are LibreOffice's own.
    """
    page = path.with_suffix(".html")
    page.write_text(plan_page(outline, first_year=first_year), encoding="utf-8")
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={(path.parent / 'office-profile').as_uri()}", "--headless"),
            *("--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"),
            *("--outdir", str(path.parent), str(page)),
        ],
        check=True,
        capture_output=True,
        timeout=CONVERSION_SECONDS,
    )
    return path


def plan_page(outline: Sequence[OutlineSection], *, first_year: int) -> str:
    """Return the whole plan as one HTML page."""
    years = {f"y{n}": first_year - 1 + n for n in range(4)}
    lines = [f"<html><head><meta charset='utf-8'></head><body><p align='center'><b>{TITLE}</b></p>"]
    chapters = list(dict.fromkeys(section.chapter_code for section in outline))
    for number, chapter in enumerate(chapters, start=1):
        sections = [section for section in outline if section.chapter_code == chapter]
        lines.append(f"<h1>{NUMERALS[number]}、{sections[0].chapter_title}</h1>")
        for place, section in enumerate(sections, start=1):
            if len(sections) > 1:
                lines.append(f"<h2>{number}.{place} {section.title}</h2>")
            lines += _section(section.code, years)
    return "\n".join([*lines, "</body></html>"])


def _section(code: str, years: dict[str, int]) -> list[str]:
    lines = [f"<p>{escape(text.format(**years))}</p>" for text in PARAGRAPHS[code]]
    if code in TABLES:
        caption, rows = TABLES[code]
        lines.append(f"<p align='center'>{escape(caption)}</p><table border='1'>")
        for row in rows:
            cells = "".join(f"<td>{escape(cell.format(**years))}</td>" for cell in row)
            lines.append(f"<tr>{cells}</tr>")
        lines.append("</table>")
    if code == IMAGE_SECTION:
        picture = base64.b64encode(bar_chart()).decode()
        lines.append(f"<p><img src='data:image/png;base64,{picture}' width='320' height='160'></p>")
        lines.append(f"<p>{escape(IMAGE_CAPTION)}</p>")
    return lines


def write_revised_plan(path: Path, *, of: Path, added_to: str) -> str:
    """Write to `path` what the applicant makes of `of` after the opinions: a paragraph more, a target higher.

    The paragraph is added to section `added_to` of the annex; returns its text.
    """
    document = docx.Document(str(of))
    text = ADDED_WHEN_REVISED[added_to]
    last = PARAGRAPHS[added_to][-1].split("{")[0][:20]
    paragraph = next(p for p in document.paragraphs if p.text.startswith(last))
    paragraph.insert_paragraph_before(text)
    _raise_target(document.tables)
    document.save(str(path))
    return text


def _raise_target(tables: Sequence[Table]) -> None:
    """Let the applicant promise more small firms served in the last year."""
    for table in tables:
        for row in table.rows:
            if re.search("服务中小企业", row.cells[1].text):
                row.cells[-1].text = "180"
                return
    raise LookupError("the plan has no target for the firms served")
