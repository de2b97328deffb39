"""File names as they come from anywhere, made safe to keep, to show and to download."""

import re

from xiangchuang.accounts.text import normalise_line

_LONGEST_BYTES = 180
_LONGEST_EXTENSION = 10


def safe_name(name: str) -> str:
    """Return the last part of `name`, normalised, without reserved characters, within 180 bytes of UTF-8.

    The extension survives the cut; an empty name becomes 未命名.
    """
    last = re.split(r"[/\\]", normalise_line(name))[-1]
    cleaned = re.sub(r'[<>:"|?*]', "_", last).strip(" .")
    if not cleaned:
        return "未命名"
    stem, dot, extension = cleaned.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        stem, extension = cleaned, ""
    tail = f".{extension}" if extension else ""
    room = _LONGEST_BYTES - len(tail.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + tail
