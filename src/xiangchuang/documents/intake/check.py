"""The door for every upload: by content, never by the name alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from xiangchuang.documents.intake.container import too_big
from xiangchuang.documents.intake.limited import run_limited
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.office import OFFICE_KINDS, OLE_MAGIC, check_office, refuse_ole_container
from xiangchuang.documents.intake.picture import JPEG_MAGIC, PNG_MAGIC, check_picture
from xiangchuang.documents.intake.plain_text import check_text
from xiangchuang.documents.intake.portable import check_pdf
from xiangchuang.documents.intake.refusal import RefusedFile

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
}
EXTENSIONS = {"jpeg": "jpg"}
DEFAULT_LIMITS = UploadLimits()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """An upload that passed: `sha256` in hex, `size` in bytes, `media_type` by content.

    `original_sha256`: of the bytes as they came, where they were made anew; else empty.
    """

    sha256: str
    size: int
    media_type: str
    original_sha256: str = ""


def check_upload(
    path: Path, *, name: str, expect: Sequence[str] = ("docx",), limits: UploadLimits = DEFAULT_LIMITS
) -> CheckedFile:
    """Judge the file at `path`, uploaded as `name`, against the `expect`ed kinds.

    Kinds are `docx`, `xlsx`, `pptx`, `csv`, `pdf`, `png`, `jpg`. Raises `RefusedFile` with cause and
    remedy; a file of another kind than its name says is refused even when that kind is expected.
    """
    size = path.stat().st_size
    if size == 0:
        raise RefusedFile("empty", "文件是空的（0 字节）。确认文件已保存且能打开，再重新上传。")
    if size > limits.max_bytes:
        raise too_big(limits)
    claimed = _claimed_kind(name, expect)
    _check_content(path, claimed, limits)
    return CheckedFile(sha256=_sha256(path), size=size, media_type=MEDIA_TYPES[claimed])


def describe_upload(
    path: str, name: str, expect: Sequence[str], limits: dict[str, int] | None = None
) -> dict[str, str | int]:
    """`check_upload` in JSON terms, for `run_limited`."""
    checked = check_upload(Path(path), name=name, expect=expect, limits=UploadLimits(**(limits or {})))
    return {"sha256": checked.sha256, "size": checked.size, "media_type": checked.media_type}


def check_upload_limited(
    path: Path,
    *,
    name: str,
    expect: Sequence[str] = ("docx",),
    limits: UploadLimits = DEFAULT_LIMITS,
    seconds: int = 10,
    memory_mb: int = 512,
) -> CheckedFile:
    """`check_upload` in a child process with limits: what a web or worker process calls."""
    args = {"path": str(path), "name": name, "expect": list(expect), "limits": asdict(limits)}
    answer = run_limited(f"{__name__}:describe_upload", args, seconds=seconds, memory_mb=memory_mb)
    return CheckedFile(**answer)


def _claimed_kind(name: str, expect: Sequence[str]) -> str:
    extension = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    kind = EXTENSIONS.get(extension, extension)
    if kind in expect:
        return kind
    accepted = "、".join(f".{item}" for item in expect)
    if kind == "docm":
        raise RefusedFile("macros", "这是带宏的 Word 文件（.docm）。另存为不带宏的 .docx 后重新上传。")
    shown = f".{extension}" if extension else "没有扩展名的文件"
    raise RefusedFile(
        "wrong_type", f"此处接收 {accepted}，收到的是 {shown}。选择正确的文件，或另存为所需格式后再上传。"
    )


def _check_content(path: Path, claimed: str, limits: UploadLimits) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(OLE_MAGIC):
        refuse_ole_container(path)
    actual = _actual_kind(head)
    if actual == "zip" and claimed in OFFICE_KINDS:
        check_office(path, claimed, limits)
    elif actual == "unknown" and claimed == "csv":
        check_text(path)
    elif actual != claimed:
        raise _other_content(claimed, actual)
    elif claimed == "pdf":
        check_pdf(path, limits)
    else:
        check_picture(path, limits)


def _actual_kind(head: bytes) -> str:
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(PNG_MAGIC):
        return "png"
    if head.startswith(JPEG_MAGIC):
        return "jpg"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if (
        head.lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"mime-version"))
    ):
        return "html"
    return "unknown"


KIND_ZH = {
    "zip": "压缩包或 Office 文件",
    "pdf": "PDF",
    "png": "PNG 图片",
    "jpg": "JPEG 图片",
    "rtf": "RTF 文档",
    "html": "网页",
}


def _other_content(claimed: str, actual: str) -> RefusedFile:
    what = f"内容其实是{KIND_ZH[actual]}" if actual in KIND_ZH else "内容无法识别"
    remedy = (
        "在 Word 或 WPS 中打开原文件，另存为"
        if claimed == "docx"
        else "在 Excel 或 WPS 中打开原表，另存为"
        if claimed in {"xlsx", "csv"}
        else "用原来的软件打开，另存为或导出为"
    )
    return RefusedFile(
        "wrong_type",
        f"文件名以 .{claimed} 结尾，{what}，只改扩展名不会转换格式。{remedy} .{claimed} 后再上传。",
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
