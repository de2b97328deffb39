"""PDF evidence: a simple scan for what must not be in it. It reads names, it does not render."""

import re
import zlib
from pathlib import Path

from xiangchuang.documents.intake.container import bomb, broken, encrypted
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile

HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Movie|Sound)\b"
)
PAGE = re.compile(rb"/Type\s*/Page\b")
PAGE_TREE = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")
MARKUP = re.compile(rb"<\s*(html|head|body|script|svg|iframe|!doctype)\b", re.IGNORECASE)
ZIP_END = b"PK\x05\x06"
# A zip is read from its end, and its comment may be so long.
ZIP_TAIL = 66_000
HEAD = 1024


def _in_any_spelling(name: bytes) -> bytes:
    return b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name)


# 7.3.5 again: the name that opens a stream may be spelled in hex; the stream itself follows its dictionary.
OBJECT_STREAM = re.compile(_in_any_spelling(b"ObjStm") + rb"\b(.{0,2048}?)stream\r?\n", re.DOTALL)


def check_pdf(path: Path, limits: UploadLimits) -> None:
    """Refuse a PDF that is cut short, under a password, too long, two things at once, or carries scripts."""
    raw = path.read_bytes()
    if b"%%EOF" not in raw[-2048:]:
        raise broken()
    if ZIP_END in raw[-ZIP_TAIL:] or MARKUP.search(raw[:HEAD]):
        raise RefusedFile(
            "polyglot",
            "文件既是 PDF，又能当作压缩包或网页打开，系统不接收。用“打印为 PDF”重新生成后再上传。",
        )
    text = _with_plain_names(raw + _object_streams(raw, limits))
    if re.search(rb"/Encrypt\b", text):
        raise encrypted()
    if ACTIVE.search(text):
        raise active()
    if _pages(text) > limits.max_pdf_pages:
        raise RefusedFile("too_long", f"PDF 超过 {limits.max_pdf_pages} 页。只保留与证明有关的页，重新上传。")


def active() -> RefusedFile:
    """The refusal of a PDF that does something when it is opened, or hides what it would do."""
    return RefusedFile(
        "active_pdf", "PDF 中含有脚本、启动动作或附带文件，系统不接收。用“打印为 PDF”重新生成后再上传。"
    )


def _pages(text: bytes) -> int:
    # One page object may be shown ten thousand times: what the tree says counts as well.
    told = (int((found[1] or found[2])[:9]) for found in PAGE_TREE.finditer(text))
    return max(len(PAGE.findall(text)), *told, 0)


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
            # Packed in another way, or twice, it hides what it holds; unpacked it is seen in `raw`.
            if b"Filter" in _with_plain_names(found[0]):
                raise active() from None
            continue
        inflated.append(piece)
        budget -= len(piece)
        if budget <= 0:
            raise bomb()
    return b"\n".join(inflated)
