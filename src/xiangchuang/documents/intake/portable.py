"""PDF evidence: a simple scan for what must not be in it. It reads names, it does not render."""

import re
import zlib
from pathlib import Path

from xiangchuang.documents.intake.container import bomb, broken, encrypted
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile

HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n", re.DOTALL)
PAGE = re.compile(rb"/Type\s*/Page\b")


def check_pdf(path: Path, limits: UploadLimits) -> None:
    """Refuse a PDF that is cut short, under a password, too long, or carries scripts or other files."""
    raw = path.read_bytes()
    if b"%%EOF" not in raw[-2048:]:
        raise broken()
    text = _with_plain_names(raw + _object_streams(raw, limits))
    if re.search(rb"/Encrypt\b", text):
        raise encrypted()
    if ACTIVE.search(text):
        raise RefusedFile(
            "active_pdf", "PDF 中含有脚本、启动动作或附带文件，系统不接收。用“打印为 PDF”重新生成后再上传。"
        )
    if len(PAGE.findall(text)) > limits.max_pdf_pages:
        raise RefusedFile("too_long", f"PDF 超过 {limits.max_pdf_pages} 页。只保留与证明有关的页，重新上传。")


def _with_plain_names(raw: bytes) -> bytes:
    # ISO 32000-1 7.3.5: any byte of a name may be written #xx, so /J#61vaScript is /JavaScript.
    return HEX_NAME.sub(lambda found: bytes([int(found[1], 16)]), raw)


def _object_streams(raw: bytes, limits: UploadLimits) -> bytes:
    inflated: list[bytes] = []
    budget = limits.max_part_bytes
    for found in OBJECT_STREAM.finditer(raw):
        try:
            piece = zlib.decompressobj().decompress(raw[found.end() :], budget)
        except zlib.error:
            continue
        inflated.append(piece)
        budget -= len(piece)
        if budget <= 0:
            raise bomb()
    return b"\n".join(inflated)
