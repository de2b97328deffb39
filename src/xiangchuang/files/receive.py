"""A large file in pieces: each is acknowledged once it is on disk, and the next begins where the last ended.

No verb of a case: nothing is handed in until a form takes the finished upload, and that writes the entry.
"""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, Refusal, Stale
from xiangchuang.calendars import clock
from xiangchuang.files.models import UNFINISHED, Upload
from xiangchuang.files.names import safe_name

MEBIBYTE = 1024 * 1024


class TooLarge(Refusal):
    """More than the person may bring in at once."""

    status = 413


class Damaged(Refusal):
    """What arrived is not what was sent (tus: 460)."""

    status = 460


def most_bytes(actor: Actor) -> int:
    """Return how large an upload of the actor may be: national tables are the department's."""
    if actor.is_department_staff:
        return max(settings.UPLOAD_LIMIT_BYTES, settings.NATIONAL_TABLE_LIMIT_BYTES)
    return settings.UPLOAD_LIMIT_BYTES


def begin_upload(*, actor: Actor, name: str, size: int, fingerprint: str, sha256: str = "") -> Upload:
    """Return the actor's upload of this file: the one that was broken off, or a new one.

    `size` in bytes; `fingerprint`: what the browser knows the file by; `sha256` in hex, where it could be
    counted. Raises NotFound for the public, Invalid for an empty file, TooLarge, Blocked beyond the quota.
    """
    if actor.user is None:
        raise NotFound(_("先登录，再上传。"))
    if size < 1 or not fingerprint or len(fingerprint) > 64:
        raise Invalid(_("文件是空的（0 字节）。确认文件已保存且能打开，再重新上传。"))
    most = most_bytes(actor)
    if size > most:
        raise TooLarge(_("文件超过 %(most)s MB 的上限。压缩后重新选择。") % {"most": most // MEBIBYTE})
    known = Upload.objects.filter(owner=actor.user, fingerprint=fingerprint, size=size)
    if (upload := known.order_by("-received", "pk").first()) is not None and _has_its_bytes(upload):
        return finish(upload) if upload.received == size else upload
    _refuse_beyond_quota(actor, size)
    return Upload.objects.create(
        owner=actor.user, name=safe_name(name), size=size, fingerprint=fingerprint, sha256=sha256
    )


def find_upload(actor: Actor, token: str) -> Upload:
    """Return the actor's own upload; raises NotFound for any other, as for one that never was."""
    user = actor.user
    found = Upload.objects.filter(token=token, owner=user).first() if user is not None else None
    if found is None:
        raise NotFound(_("没有这个上传，或者已经过期：重新选择文件。"))
    return found


def append(*, actor: Actor, token: str, offset: int, content: bytes) -> Upload:
    """Add `content` at `offset`, which is where the upload ended; return the upload once it is on disk.

    The row is moved on first, in the transaction that is committed when the bytes are synced: of two at one
    offset the second waits and is refused, and a crash between leaves bytes that the next piece overwrites.
    Raises NotFound; Stale when the upload ended elsewhere; TooLarge beyond its size; Damaged at the last
    byte when the whole is not what was announced (the upload then begins anew).
    """
    upload = find_upload(actor, token)
    end = offset + len(content)
    if end > upload.size:
        raise TooLarge(_("收到的比文件本身还长：重新选择文件。"))
    with transaction.atomic():
        moved = Upload.objects.filter(pk=upload.pk, received=offset).update(
            received=end, touched_at=clock.now()
        )
        if not moved:
            raise Stale(_("这一段已经收到，或前面还缺一段。"))
        _write(upload, offset, content)
    upload.received = end
    return finish(upload) if end == upload.size else upload


def finish(upload: Upload) -> Upload:
    """Check the whole against what was announced, once; raises Damaged, and the upload begins anew."""
    if upload.finished_at is not None:
        return upload
    with upload.path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if upload.sha256 and found != upload.sha256:
        Upload.objects.filter(pk=upload.pk).update(received=0)
        raise Damaged(_("传到服务器的内容与原文件不一致，已作废：重新上传。"))
    upload.sha256, upload.finished_at = found, clock.now()
    upload.save(update_fields=["sha256", "finished_at"])
    return upload


def cancel_upload(*, actor: Actor, token: str) -> None:
    """Drop an upload of the actor's own with its bytes; raises NotFound."""
    _drop(find_upload(actor, token))


def keep_given(*, actor: Actor, given: "UploadedFile[Any]") -> Upload | None:
    """Keep a file that came with a refused form, so that it need not be chosen again.

    None for the public and where the quota leaves no room: then it is chosen again, as on any site.
    """
    if actor.user is None or not given.size:
        return None
    sha256 = _digest(given)
    upload = Upload.objects.filter(owner=actor.user, sha256=sha256, finished_at__isnull=False).first()
    if upload is not None and _has_its_bytes(upload):
        return upload
    try:
        _refuse_beyond_quota(actor, given.size)
    except Blocked:
        return None
    upload = Upload(
        owner=actor.user, name=safe_name(given.name or ""), size=given.size, received=given.size,
        fingerprint=sha256, sha256=sha256, finished_at=clock.now(),
    )  # fmt: skip
    at = 0
    for piece in given.chunks():
        _write(upload, at, piece)
        at += len(piece)
    upload.save()
    return upload


def sweep_uploads() -> int:
    """Drop what nobody has touched for UPLOADS_KEPT_DAYS, and bytes without a row; return how many rows."""
    before = clock.now() - timedelta(days=settings.UPLOADS_KEPT_DAYS)
    old = list(Upload.objects.filter(touched_at__lt=before))
    for upload in old:
        _drop(upload)
    folder = Path(settings.MEDIA_ROOT) / UNFINISHED
    if folder.is_dir():
        known = set(Upload.objects.values_list("token", flat=True))
        for path in folder.iterdir():
            if path.name not in known and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
    return len(old)


def _drop(upload: Upload) -> None:
    path = upload.path
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _write(upload: Upload, offset: int, content: bytes) -> None:
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(upload.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as target:
        # What lies behind was never acknowledged.
        target.truncate(offset)
        target.seek(offset)
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def _has_its_bytes(upload: Upload) -> bool:
    if upload.received == 0 or (upload.path.is_file() and upload.path.stat().st_size >= upload.received):
        return True
    _drop(upload)
    return False


def _refuse_beyond_quota(actor: Actor, size: int) -> None:
    waiting = Upload.objects.filter(owner=actor.user, used_at__isnull=True)
    lying = waiting.aggregate(bytes=Sum(F("size")))["bytes"] or 0
    if waiting.count() >= settings.UPLOADS_HALF_WAY or lying + size > settings.UPLOADS_HALF_WAY_BYTES:
        raise Blocked(
            _("没有传完或没有提交的文件太多（最多 %(count)s 个、共 %(size)s MB）。")
            % {"count": settings.UPLOADS_HALF_WAY, "size": settings.UPLOADS_HALF_WAY_BYTES // MEBIBYTE},
            remedy=_("在“未提交的上传”页删去不要的，再上传。"),
        )


def _digest(given: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for piece in given.chunks():
        digest.update(piece)
    return digest.hexdigest()
