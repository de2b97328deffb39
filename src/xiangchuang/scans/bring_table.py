"""Bringing a national table in: its bytes are kept as they came, its header is read at once."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.documents.intake import TABLE_LIMITS, RefusedFile, check_upload_limited
from xiangchuang.files.names import safe_name
from xiangchuang.policy.scan import TableError, read_headers
from xiangchuang.scans.models import NationalTable
from xiangchuang.scans.permissions import scanning_office

KINDS: Final = (".csv", ".txt", ".parquet", ".xlsx")
MOST_COLUMNS: Final = 200
_OFFICE: Final = {".xlsx": "xlsx"}
_TEXTS: Final = (".csv", ".txt")
_CHUNK: Final = 1 << 20


def bring_table(
    *, actor: Actor, upload: "UploadedFile[Any] | Path", title: str, source: str, data_as_of: date
) -> NationalTable:
    """Keep the file and what it says of itself; `data_as_of` is the last day its figures are of.

    Raises NotPermitted; Invalid for a file that is too large, of another kind or without a header that can
    be read, and for a title, source or day that is missing or in the future.
    """
    office, user = scanning_office(actor)
    told = {"title": normalise_line(title), "source": normalise_line(source)}
    if not told["title"] or not told["source"]:
        raise Invalid(_("写明数据表的名称和来源。"), kept=told)
    if data_as_of > clock.today():
        raise Invalid(_("数据截至日晚于今天，核对后重新填写。"), kept=told)
    name = safe_name((upload.name or "") if isinstance(upload, UploadedFile) else upload.name)
    suffix = Path(name).suffix.lower()
    if suffix not in KINDS:
        raise Invalid(_("只收 CSV、Excel（.xlsx）和 Parquet 文件；另存为其中一种后重新上传。"), kept=told)
    with _received(upload, suffix) as (path, sha256, size):
        headers = _headers_of(path, name)
        table = NationalTable(
            title=within(NationalTable, "title", told["title"]), data_as_of=data_as_of,
            source=within(NationalTable, "source", told["source"]), file_name=name, suffix=suffix,
            sha256=sha256, size=size, headers=headers, uploaded_by=user,
        )  # fmt: skip
        table.path.parent.mkdir(parents=True, exist_ok=True)
        path.replace(table.path)
    with transaction.atomic():
        table.save(force_insert=True)
        write_entry(
            actor, verb="bring_table", acting=office, subject=f"national_table:{table.pk}", clause="5.1-1",
            detail={"title": table.title, "sha256": sha256, "size": size, "columns": len(headers)},
        )  # fmt: skip
    return table


def _headers_of(path: Path, name: str) -> list[str]:
    try:
        if kind := _OFFICE.get(path.suffix):
            check_upload_limited(path, name=name, expect=(kind,), limits=TABLE_LIMITS)
        elif path.suffix in _TEXTS:
            _refuse_endless_line(path)
        headers = list(read_headers(path))
    except TableError as error:
        raise Invalid(str(error)) from error
    except RefusedFile as refused:
        raise Invalid(refused.message_zh) from refused
    if len(headers) > MOST_COLUMNS:
        raise Invalid(
            _("表头有 %(count)d 列，最多读 %(most)d 列；删去不用的列后重新上传。")
            % {"count": len(headers), "most": MOST_COLUMNS}
        )
    return headers


def _refuse_endless_line(path: Path) -> None:
    # A gigabyte without a line break would be read into memory as one line.
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    if not start.strip():
        raise TableError("文件是空的，选择有表头和数据的文件")
    if len(start) == _CHUNK and b"\n" not in start:
        raise TableError("文件的第一行过长，不是数据表；另存为 CSV 后重试")


@contextmanager
def _received(upload: "UploadedFile[Any] | Path", suffix: str) -> Iterator[tuple[Path, str, int]]:
    """Write the bytes to disk as they come, synced; past the limit nothing more is written."""
    folder = Path(settings.MEDIA_ROOT) / "national-tables"
    folder.mkdir(parents=True, exist_ok=True)
    handle, incoming = tempfile.mkstemp(dir=folder, suffix=suffix)
    path, digest, size = Path(incoming), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in _chunks(upload):
                size += len(chunk)
                _refuse_too_large(size)
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        yield path, digest.hexdigest(), size
    finally:
        path.unlink(missing_ok=True)


def _refuse_too_large(size: int) -> None:
    limit = settings.NATIONAL_TABLE_LIMIT_BYTES
    if size > limit:
        raise Invalid(
            _("文件超过 %(limit)d MB，没有保存。改存为 Parquet，或删去不用的列和年度后重新上传。")
            % {"limit": limit // 1024 // 1024}
        )


def _chunks(upload: "UploadedFile[Any] | Path") -> Iterator[bytes]:
    if isinstance(upload, UploadedFile):
        yield from upload.chunks(_CHUNK)
        return
    with upload.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk
