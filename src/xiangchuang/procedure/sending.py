"""What a page sends, as a digest: by it a page sent twice is told from another tab of the same person.

A double click repeats version and words; a second tab, or Back and other words, repeats the version only.
To answer that one as if it were the first would acknowledge words that were never taken in.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

# Differs between two renderings of the same page.
_NOT_CONTENT = {"csrfmiddlewaretoken"}
_under_way: ContextVar[str] = ContextVar("sending_under_way", default="")


@contextmanager
def sending(request: HttpRequest) -> Iterator[None]:
    """Let the entries written inside the block carry the digest of what this request sends."""
    token = _under_way.set(digest_of(request) if request.method == "POST" else "")
    try:
        yield
    finally:
        _under_way.reset(token)


def sending_under_way() -> str:
    """Return the digest of the page that is being acted on; empty for a command or a task."""
    return _under_way.get()


def digest_of(request: HttpRequest) -> str:
    """Return the SHA-256, in hex, over address, fields and files of a POST."""
    digest = hashlib.sha256(f"{request.path}?{request.META.get('QUERY_STRING', '')};".encode())
    for name in sorted(set(request.POST) - _NOT_CONTENT):
        for value in request.POST.getlist(name):
            digest.update(f"{name}={len(value)}:{value};".encode("utf-8", "surrogatepass"))
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            assert isinstance(upload, UploadedFile)
            digest.update(f"{name}@{upload.size}:".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
    return digest.hexdigest()
