"""Workbooks byte by byte: what people and programs save, and what no honest program would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def written(path: Path, rows: Iterable[Sequence[Any]], *, name: str = "Sheet1", top: int = 0) -> Path:
    """A workbook as a usual program writes it, its first row at ``top``; None leaves a cell out."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, cells in enumerate(rows, start=top):
            for place, cell in enumerate(cells):
                if hasattr(cell, "year"):
                    sheet.write_datetime(line, place, cell, day)
                elif cell is not None:
                    sheet.write(line, place, cell)
    return path


def cell(value: str | float | None, reference: str = "", **attributes: str) -> str:
    """One cell's XML: text inline, a number as given."""
    place = f' r="{reference}"' if reference else ""
    more = "".join(f' {key}="{word}"' for key, word in attributes.items())
    if value is None:
        return f"<c{place}{more}/>"
    if isinstance(value, str):
        return f'<c{place} t="inlineStr"{more}><is><t>{value}</t></is></c>'
    return f"<c{place}{more}><v>{value!r}</v></c>"


def row(*cells: str | float | None, number: int | None = None) -> str:
    """One row's XML; a text that begins with < stands as it is."""
    inner = "".join(c if isinstance(c, str) and c.startswith("<") else cell(c) for c in cells)
    return f"<row{f' r={chr(34)}{number}{chr(34)}' if number else ''}>{inner}</row>"


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part around its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts_of(
    sheets: Mapping[str, str | bytes],
    *,
    hidden: Iterable[str] = (),
    shared: str = "",
    styles: str = "",
    date1904: bool = False,
) -> dict[str, str | bytes]:
    """The parts of a workbook whose sheets have these XML texts."""
    listed, related = "", ""
    found: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    for number, (name, xml) in enumerate(sheets.items(), start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name="{name}" sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/s{number}.xml"/>'
        )
        found[f"xl/worksheets/s{number}.xml"] = xml
    for kind, content in (("sharedStrings", shared), ("styles", styles)):
        if content:
            related += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="/xl/{kind}.xml"/>'
            found[f"xl/{kind}.xml"] = content
    epoch = '<workbookPr date1904="1"/>' if date1904 else ""
    found["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{epoch}<sheets>{listed}</sheets></workbook>'
    )
    found["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'
    found["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>'
    )
    return found


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """The parts as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def book(path: Path, rows: str, **more: Any) -> Path:
    """A workbook of one sheet with these rows."""
    around = {key: more.pop(key) for key in ("before", "after") if key in more}
    return packed(path, parts_of({"Sheet1": sheet_xml(rows, **around)}, **more))


def zip_bytes(parts: Mapping[str, str | bytes]) -> bytes:
    """Any zip file in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
