"""Evidence that no honest program writes: each is refused with its cause, in the limited child, in time."""

import struct
import time
import zlib
from pathlib import Path

import pytest

from tests.documents.intake import hostile
from xiangchuang.documents.intake import RefusedFile, UploadLimits, check_upload_limited

KINDS = ("docx", "xlsx", "pdf", "png", "jpg", "csv")
JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def packed(inner: bytes, filters: bytes = b"/Filter/FlateDecode", name: bytes = b"/ObjStm") -> bytes:
    """A PDF whose objects lie in a stream."""
    content = zlib.compress(inner) if b"Flate" in filters else inner
    return (
        b"%PDF-1.7\n1 0 obj<</Type" + name + b"/N 1/First 4" + filters + b"/Length "
        + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream endobj\n%%EOF\n"
    )  # fmt: skip


def pages(count: int) -> bytes:
    kids = b"".join(b"%d 0 obj<</Type/Page/Parent 2 0 R>>endobj\n" % (3 + n) for n in range(count))
    return b"%PDF-1.7\n" + kids + b"%%EOF\n"


SCRIPT = b"1 0 <</S/JavaScript/JS(app.alert(1))>>"
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a PDF that is a zip": (
        "证明.pdf",
        hostile.pdf() + hostile.zip_bytes({"a.exe": b"MZ"}) + b"%%EOF",
        "polyglot",
    ),
    "a PDF that is a web page": (
        "证明.pdf",
        b"%PDF-1.7\n<script>alert(1)</script>" + hostile.pdf(),
        "polyglot",
    ),
    "a PDF behind an image": ("证明.pdf", hostile.png(9, 9) + hostile.pdf(), "wrong_type"),
    "a script": ("证明.pdf", hostile.pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"), "active_pdf"),
    "a script in an object stream": ("证明.pdf", packed(SCRIPT), "active_pdf"),
    "a script in a stream spelled in hex": ("证明.pdf", packed(SCRIPT, name=b"/Obj#53tm"), "active_pdf"),
    "a script behind a nested dictionary": (
        "证明.pdf",
        packed(SCRIPT, b"/X<</Y 1>>/Filter/FlateDecode"),
        "active_pdf",
    ),
    "a stream packed so that it hides": (
        "证明.pdf",
        packed(b'Gb"0;~>', b"/Filter/ASCII85Decode"),
        "active_pdf",
    ),
    "an embedded file": ("证明.pdf", hostile.pdf(b"/Names<</EmbeddedFiles 3 0 R>>"), "active_pdf"),
    "a form that sends itself": ("证明.pdf", hostile.pdf(b"/A<</S/SubmitForm/F(http://x)>>"), "active_pdf"),
    "a program to launch": ("证明.pdf", hostile.pdf(b"/A<</S/Launch/F(a.exe)>>"), "active_pdf"),
    "a password": ("证明.pdf", hostile.pdf(b"/Encrypt 5 0 R"), "encrypted"),
    "ten thousand pages": ("证明.pdf", pages(10_000), "too_long"),
    "one page ten thousand times": (
        "证明.pdf",
        hostile.pdf(b">>endobj 2 0 obj<</Type/Pages/Count 10000"),
        "too_long",
    ),
    "ten thousand pages told the other way": (
        "证明.pdf",
        hostile.pdf(b">>endobj 2 0 obj<</Count 10000/Kids[]/Type/Pages"),
        "too_long",
    ),
    "an inflating stream": ("证明.pdf", packed(b"\x00" * 120_000_000), "bomb"),
    "a drawing that runs scripts": (
        "图.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        "wrong_type",
    ),
    "a drawing called an image": ("图.png", b"<?xml version='1.0'?><svg onload='x()'/>", "wrong_type"),
    "a web page called a table": ("表.csv", b"<html><script>x()</script></html>", "wrong_type"),
    "a web page": ("页.html", b"<!doctype html><script>x()</script>", "wrong_type"),
    "a PNG of 2,500 million pixels": ("图.png", hostile.png(50_000, 50_000), "image_bomb"),
    "a JPEG of 4,000 million pixels": (
        "图.jpg",
        JPEG_HEAD
        + b"\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", 65_000, 65_000)
        + b"\x03"
        + b"\x00" * 20
        + b"\xff\xd9",
        "image_bomb",
    ),
    "an image with a zip behind its end": (
        "图.png",
        hostile.png(9, 9) + hostile.zip_bytes({"a": b"b"}),
        "broken",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_with_its_cause_within_ten_seconds(what: str, tmp_path: Path) -> None:
    name, content, code = REFUSED[what]
    path = tmp_path / "upload"
    path.write_bytes(content)
    begun = time.monotonic()
    with pytest.raises(RefusedFile) as refused:
        check_upload_limited(path, name=name, expect=KINDS, limits=UploadLimits())
    assert refused.value.code == code
    assert refused.value.message_zh.endswith("。")
    # Thirty: other tests run beside it; the child's own processor time is bounded at ten.
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    "content",
    [
        packed(b"1 0 <</Type/Page>>"),
        pages(2_000),
        hostile.pdf(b"/OpenAction[3 0 R/Fit]"),
        hostile.pdf(b"/Outlines<</Count 9000>>"),
        hostile.pdf(b"/Title(x > y < z)"),
    ],
)
def test_an_ordinary_pdf_is_taken_in(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    assert check_upload_limited(path, name="证明.pdf", expect=KINDS).media_type == "application/pdf"
