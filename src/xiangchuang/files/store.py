"""Taking a file in: judged by its content, kept under its SHA-256, then written down."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.documents.intake import CheckedFile, RefusedFile, UploadLimits, check_upload_limited
from xiangchuang.files.models import StoredFile
from xiangchuang.files.names import safe_name

_CHUNK = 1024 * 1024


class RefusedUpload(Invalid):
    """A file that is not taken in; `code` is the machine word of the cause (`empty`, `too_big`, …)."""

    def __init__(self, refused: RefusedFile) -> None:
        super().__init__(refused.message_zh)
        self.code = refused.code


def store(
    *, actor: Actor, upload: "UploadedFile[Any] | Path", expect: tuple[str, ...], purpose: str
) -> StoredFile:
    """Check `upload` against the kinds of `expect` ("docx", "pdf", …), keep its bytes, return its row.

    The bytes are on disk, synced, before the row is: a crash between leaves bytes without a row, never a
    row without bytes. Whether the actor may upload for `purpose` is asked by the verb that calls.
    Raises RefusedUpload with cause and remedy.
    """
    name = safe_name((upload.name or "") if isinstance(upload, UploadedFile) else Path(upload).name)
    limits = UploadLimits(max_bytes=settings.UPLOAD_LIMIT_BYTES)
    with _incoming(upload, limits.max_bytes) as path:
        try:
            checked = check_upload_limited(path, name=name, expect=expect, limits=limits)
        except RefusedFile as refused:
            raise RefusedUpload(refused) from refused
        _place(path, checked.sha256)
    return _write_down(actor, name, purpose, checked)


def store_bytes(*, actor: Actor, content: bytes, name: str, media_type: str, purpose: str) -> StoredFile:
    """Keep what the system itself has made (a PDF, an approval document) and return its row."""
    checked = CheckedFile(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type
    )
    with _spool() as path:
        path.write_bytes(content)
        _place(path, checked.sha256)
    return _write_down(actor, safe_name(name), purpose, checked)


def _write_down(actor: Actor, name: str, purpose: str, checked: CheckedFile) -> StoredFile:
    with transaction.atomic():
        file = StoredFile.objects.create(
            sha256=checked.sha256,
            name=name,
            media_type=checked.media_type,
            size=checked.size,
            purpose=purpose,
            uploaded_by=actor.user,
        )
        write_entry(
            actor,
            verb="store_file",
            subject=f"file:{file.pk}",
            detail={"sha256": file.sha256, "size": file.size, "purpose": purpose},
        )
    return file


@contextmanager
def _spool() -> Iterator[Path]:
    # Beside the final place: a rename is atomic only within one file system.
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _incoming(upload: "UploadedFile[Any] | Path", most: int) -> Iterator[Path]:
    with _spool() as path:
        with path.open("wb") as target:
            written = 0
            for chunk in _chunks(upload):
                target.write(chunk)
                written += len(chunk)
                if written > most:
                    break  # enough to be refused as too big; the rest need not fill the disk
        yield path


def _chunks(upload: "UploadedFile[Any] | Path") -> Iterator[bytes]:
    if isinstance(upload, UploadedFile):
        yield from upload.chunks(_CHUNK)
        return
    with Path(upload).open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def _place(path: Path, sha256: str) -> None:
    final = Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
    final.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as written:
        os.fsync(written.fileno())
    path.replace(final)
    directory = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
