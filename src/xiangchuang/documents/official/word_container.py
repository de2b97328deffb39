"""The zip around a Word file, written so that the same document gives the same bytes."""

import zipfile
from collections.abc import Callable
from io import BytesIO

_EPOCH = (1980, 1, 1, 0, 0, 0)


def as_it_is(content: bytes) -> bytes:
    """No other content."""
    return content


def repacked(data: bytes, *, instead: Callable[[bytes], bytes] = as_it_is) -> bytes:
    """The same entries in the same order with one fixed time: the library stamps each with the clock.

    `instead` gives what stands in the place of a medium's content. Media are packed already.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=_EPOCH)
            medium = "/media/" in entry.filename
            info.compress_type = zipfile.ZIP_STORED if medium else zipfile.ZIP_DEFLATED
            content = source.read(entry)
            target.writestr(info, instead(content) if medium else content)
    return out.getvalue()
