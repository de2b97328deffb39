"""What must hold of stored files at any time."""

import hashlib
from collections.abc import Iterator

from xiangchuang.files.models import StoredFile, Upload


def every_row_has_its_bytes() -> Iterator[str]:
    """Yield each file whose bytes are missing or are no longer those it was stored with."""
    for sha256 in StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct():
        path = StoredFile(sha256=sha256).path
        if not path.is_file():
            yield f"{sha256}: no bytes"
            continue
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                yield f"{sha256}: other bytes"


def every_upload_has_what_was_acknowledged() -> Iterator[str]:
    """Yield each upload of which fewer bytes lie there than its sender was told."""
    for upload in Upload.objects.filter(received__gt=0).order_by("pk"):
        if not upload.path.is_file() or upload.path.stat().st_size < upload.received:
            yield f"upload {upload.pk}: fewer than {upload.received} bytes"
