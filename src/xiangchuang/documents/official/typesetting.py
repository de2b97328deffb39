"""Runs the typesetter on a fixed layout and JSON content, in a folder that holds nothing else."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Literal

import segno
import typst

from . import fonts as font_choice
from .errors import TypesettingError, UndisplayableTextError
from .text import SHANGHAI

_LAYOUTS = Path(__file__).parent / "layout"
_UNDISPLAYABLE = re.compile(r'the text [`"]+(.+?)[`"]+ could not be displayed')
# What the typesetter can place; other formats (EMF, WMF, TIFF) are named in the document instead of dropped.
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
)
_DOTS_AN_INCH = 192

Standard = Literal["a-2b"]


@dataclass(frozen=True)
class Sheet:
    """What goes into one run: a layout's name, its content, the files it places, and the instant that the PDF
    names as its making (the same content gives the same bytes)."""

    layout: Literal["official", "pages", "chart"]
    content: Mapping[str, object]
    made: datetime
    files: Mapping[str, bytes] = field(default_factory=dict)
    standards: tuple[Standard, ...] = ()
    form: Literal["pdf", "png"] = "pdf"


def typeset(sheet: Sheet, *, folders: Sequence[Path], families: font_choice.Families) -> bytes:
    """The PDF, or the picture. Raises FontsMissingError, TypesettingError and, under an archival standard,
    UndisplayableTextError."""
    loaded = font_choice.load(tuple(folders), bool(sheet.content.get("formulas")))
    with tempfile.TemporaryDirectory(prefix="sheet-") as name:
        root = Path(name)
        for layout in _LAYOUTS.glob("*.typ"):
            (root / layout.name).write_bytes(layout.read_bytes())
        for file_name, content in sheet.files.items():
            (root / file_name).write_bytes(content)
        _write_json(root / "content.json", sheet.content)
        _write_json(root / "fonts.json", font_choice.chosen(families, folders))
        compiler = typst.Compiler(
            root / f"{sheet.layout}.typ", root=root, font_paths=loaded, ignore_system_fonts=True
        )
        return _compile(compiler, sheet)


def drawable(images: Mapping[str, bytes]) -> dict[str, str]:
    """File name by digest for the images that can be placed; broken and unknown ones are left out."""
    names = recognised(images)
    return {digest: name for digest, name in names.items() if _decodes(images[digest])}


def recognised(images: Mapping[str, bytes]) -> dict[str, str]:
    """File name by digest for the images of a kind that can be placed; whether each is whole is not asked."""
    return {digest: f"{digest}.{kind}" for digest, data in images.items() if (kind := _kind(data))}


def qr_svg(url: str) -> bytes:
    """A QR code of the address as SVG, error level M, without a border (the layout leaves the quiet zone)."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=1, xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue()


def noon(day: date) -> datetime:
    """The instant by which a dated document is stamped: noon of its day in Shanghai."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def _compile(compiler: typst.Compiler, sheet: Sheet) -> bytes:
    made = int(sheet.made.astimezone(UTC).timestamp())
    try:
        if sheet.form == "png":
            compiled = compiler.compile(format="png", ppi=_DOTS_AN_INCH)
        else:
            compiled = compiler.compile(format="pdf", timestamp=made, pdf_standards=list(sheet.standards))
    except typst.TypstError as error:
        missing = _UNDISPLAYABLE.findall(f"{error.message} {error.diagnostic}")
        if missing:
            shown = "、".join(dict.fromkeys(missing))
            raise UndisplayableTextError(
                f"字体缺少以下文字：{shown}。内容已保存；在字体目录中放入含这些字的字体后重新生成。"
            ) from error
        raise TypesettingError(
            "文件排版失败，内容已保存。把案卷编号告知系统管理员，修复后重新生成。"
        ) from error
    if not isinstance(compiled, bytes):
        raise TypesettingError("文件排版没有得到一个文件，内容已保存。把案卷编号告知系统管理员。")
    return compiled


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _kind(data: bytes) -> str | None:
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def _decodes(data: bytes) -> bool:
    """Whether the typesetter can read the picture: one broken image must not cost the whole plan its PDF."""
    with tempfile.TemporaryDirectory(prefix="image-") as name:
        root = Path(name)
        (root / "picture").write_bytes(data)
        (root / "main.typ").write_text(f'#image("picture", format: "{_format(data)}")', encoding="utf-8")
        try:
            typst.Compiler(root / "main.typ", root=root, ignore_system_fonts=True).compile(format="pdf")
        except typst.TypstError:
            return False
    return True


def _format(data: bytes) -> str:
    kind = _kind(data) or "png"
    return "jpg" if kind == "jpg" else kind
