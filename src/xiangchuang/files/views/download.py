"""Download of a stored file: always as an attachment, in a sandbox, in ranges if asked."""

import logging
import re
from collections.abc import Iterator
from typing import BinaryIO, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import ScanState, StoredFile

logger = logging.getLogger(__name__)
_PIECE = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer with the bytes; a file of others and one that never was are both 404.

    One range is answered with 206 while the file is the one If-Range names; several with the whole.
    """
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None or not may_know(cast(ActorRequest, request).actor, file):
        raise Http404
    refuse_kept_apart(file)
    try:
        content = file.path.open("rb")
    except OSError as error:
        logger.error("file:%s has a row but no bytes", pk)
        raise Http404 from error
    asked = _asked_range(request, file)
    if asked is not None and asked.start >= asked.stop:
        content.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{file.size}"
        return refused
    return _answer(file, content, asked)


def refuse_kept_apart(file: StoredFile) -> None:
    """Raise Blocked, saying why, for a file in quarantine."""
    if file.scan_state == ScanState.INFECTED:
        raise Blocked(
            _("“%(name)s”里查出病毒，已隔离，任何人都不能下载。") % {"name": file.name},
            remedy=_("由上传的人清除病毒后重新上传。"),
        )
    if file.is_kept_apart:
        raise Blocked(
            _("“%(name)s”还没有查毒，暂时隔离，不能下载。") % {"name": file.name},
            remedy=_("查毒服务恢复后自动查，查过就能下载；过一会儿再来。"),
        )


def as_attachment(name: str) -> str:
    """Return the header of RFC 6266: a name in ASCII for old programs, and the name itself (RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _answer(file: StoredFile, content: BinaryIO, asked: range | None) -> StreamingHttpResponse:
    sent = range(file.size) if asked is None else asked
    response = StreamingHttpResponse(
        _Pieces(content, sent), status=200 if asked is None else 206, content_type=file.media_type
    )
    response["Content-Length"] = str(len(sent))
    if asked is not None:
        response["Content-Range"] = f"bytes {sent.start}-{sent.stop - 1}/{file.size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = _etag(file)
    response["Content-Disposition"] = as_attachment(file.name)
    # Whatever a browser takes it for, it runs nothing and reaches nothing.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


class _Pieces:
    """The bytes of `sent`; Django closes it when the answer is done, read to its end or not at all."""

    def __init__(self, content: BinaryIO, sent: range) -> None:
        self._content, self._sent = content, sent
        self.close = content.close

    def __iter__(self) -> Iterator[bytes]:
        self._content.seek(self._sent.start)
        left = len(self._sent)
        while left and (piece := self._content.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece


def _etag(file: StoredFile) -> str:
    return f'"{file.sha256}"'


def _asked_range(request: HttpRequest, file: StoredFile) -> range | None:
    """Return the bytes that are asked for (RFC 9110, 14.2); empty: not to be had; None: the whole."""
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or request.headers.get("If-Range", _etag(file)) != _etag(file):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        return range(max(0, file.size - int(last)), file.size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(file.size, int(last or file.size) + (1 if last else 0)))
