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
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Invalid
from xiangchuang.calendars import clock
from xiangchuang.documents.intake import CheckedFile, RefusedFile, UploadLimits, take_in_limited
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import ScanState, StoredFile
from xiangchuang.files.names import safe_name
from xiangchuang.files.received_file import ReceivedFile
from xiangchuang.files.scanning import state_of
from xiangchuang.files.tasks import scan_quarantine
from xiangchuang.files.told import tell

_CHUNK = 1024 * 1024
_LOOKED_AT = 20


class RefusedUpload(Invalid):
    """A file that is not taken in; `code` is the machine word of the cause (`empty`, `too_big`, …)."""

    def __init__(self, refused: RefusedFile, upload: "UploadedFile[Any] | Path | None" = None) -> None:
        super().__init__(refused.message_zh)
        self.code = refused.code
        self.upload = upload


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
            checked = take_in_limited(path, name=name, expect=expect, limits=limits)
            state = state_of(path)
        except RefusedFile as refused:
            raise RefusedUpload(refused, upload) from refused
        _place(path, checked.sha256)
    _tell_of_the_same(actor, name, checked, upload)
    if isinstance(upload, ReceivedFile):
        upload.used()
    file = _write_down(actor, name, purpose, checked, state)
    if file.is_kept_apart:
        tell(_("“%(name)s”已收下。查毒服务没有应答，查过之前任何人都打不开它。") % {"name": name})
        scan_quarantine.enqueue()
    return file


def _tell_of_the_same(
    actor: Actor, name: str, checked: CheckedFile, upload: "UploadedFile[Any] | Path"
) -> None:
    """Say when the same bytes were brought before, of files the actor may know of anyway."""
    if actor.user is None or (isinstance(upload, ReceivedFile) and upload.upload.used_at is not None):
        return
    same = StoredFile.objects.filter(sha256=checked.sha256).order_by("-uploaded_at")
    known = next((file for file in same[:_LOOKED_AT] if may_know(actor, file)), None)
    if known is not None:
        words = _("“%(name)s”与 %(day)s 上传的“%(known)s”是同一份文件，系统只存一份。")
        day = clock.day_of(known.uploaded_at).isoformat()
        tell(words % {"name": name, "day": day, "known": known.name})


def store_bytes(
    *, actor: Actor, content: bytes, name: str, media_type: str, purpose: str, original_sha256: str = ""
) -> StoredFile:
    """Keep what the system itself has made (a PDF, an approval document) and return its row.

    `original_sha256`: in hex, of what a picture was made anew from.
    """
    checked = CheckedFile(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type,
        original_sha256=original_sha256,
    )  # fmt: skip
    with _spool() as path:
        path.write_bytes(content)
        _place(path, checked.sha256)
    return _write_down(actor, safe_name(name), purpose, checked, ScanState.UNSCANNED)


def forget(file: StoredFile) -> None:
    """Drop a file's row, and its bytes once no other row names them; call inside the verb's transaction.

    The bytes go after the commit: a rollback must not find them gone.
    """
    path, sha256 = file.path, file.sha256
    file.delete()

    def remove() -> None:
        if not StoredFile.objects.filter(sha256=sha256).exists():
            path.unlink(missing_ok=True)

    transaction.on_commit(remove)


def _write_down(actor: Actor, name: str, purpose: str, checked: CheckedFile, state: ScanState) -> StoredFile:
    with transaction.atomic():
        file = StoredFile.objects.create(
            sha256=checked.sha256,
            original_sha256=checked.original_sha256,
            name=name,
            media_type=checked.media_type,
            size=checked.size,
            purpose=purpose,
            uploaded_by=actor.user,
            scan_state=state,
            scanned_at=clock.now() if state == ScanState.CLEAN else None,
        )
        write_entry(
            actor,
            verb="store_file",
            subject=f"file:{file.pk}",
            detail={
                "sha256": file.sha256,
                "size": file.size,
                "purpose": purpose,
                **({"original": file.original_sha256} if file.original_sha256 else {}),
            },
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
