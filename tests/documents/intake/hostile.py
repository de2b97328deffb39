"""Builds uploads that no honest word processor writes, byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
SLIDES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def body(inner: str = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}" xmlns:r="{OFFICE_RELATION}" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office"><w:body>{inner}</w:body></w:document>'
    ).encode()


def relation(kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId9" Type="{OFFICE_RELATION}/{kind}" Target="{target}"{mode}/>'


def relations(*items: str) -> bytes:
    return f'<Relationships xmlns="{RELATIONS}">{"".join(items)}</Relationships>'.encode()


def parts(document: bytes | None = None) -> dict[str, bytes]:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": body() if document is None else document,
    }


def write(path: Path, entries: Iterable[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def docx(path: Path, extra: dict[str, bytes] | None = None, document: bytes | None = None) -> Path:
    return write(path, {**parts(document), **(extra or {})}.items())


def pptx(path: Path, extra: dict[str, bytes] | None = None) -> Path:
    """The least that is a presentation: a type, a root relation and a main part."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/ppt/presentation.xml" '
        f'ContentType="{SLIDES_TYPE}"/></Types>'
    )
    slides = f'<p:presentation xmlns:p="{SLIDES}"/>'
    own = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(relation("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": slides.encode(),
    }
    return write(path, {**own, **(extra or {})}.items())


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + b"\x7f" * (3 * min(width, 64)) for _ in range(min(height, 64))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(inner: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + inner + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def zip_bytes(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()
