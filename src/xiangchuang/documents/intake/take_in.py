"""What the file store takes in: judged as every upload is, and a picture made anew, in one limited child."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from xiangchuang.documents.intake.check import DEFAULT_LIMITS, CheckedFile, check_upload
from xiangchuang.documents.intake.limited import run_limited
from xiangchuang.documents.intake.limits import UploadLimits


def take_in(path: Path, *, name: str, expect: Sequence[str], limits: UploadLimits) -> CheckedFile:
    """`check_upload`; a picture at `path` is then made anew in its place, with both hashes in the answer."""
    checked = check_upload(path, name=name, expect=expect, limits=limits)
    if not checked.media_type.startswith("image/"):
        return checked
    # Pillow is slow to load, and most uploads are no pictures.
    from xiangchuang.documents.intake.clean_picture import clean_picture

    clean = clean_picture(path.read_bytes(), limits)
    path.write_bytes(clean.content)
    sha256 = hashlib.sha256(clean.content).hexdigest()
    original = checked.sha256 if sha256 != checked.sha256 else ""
    return replace(checked, sha256=sha256, size=len(clean.content), original_sha256=original)


def describe_taken(path: str, name: str, expect: Sequence[str], limits: dict[str, int]) -> dict[str, Any]:
    """`take_in` in JSON terms, for `run_limited`."""
    return asdict(take_in(Path(path), name=name, expect=expect, limits=UploadLimits(**limits)))


def take_in_limited(
    path: Path,
    *,
    name: str,
    expect: Sequence[str],
    limits: UploadLimits = DEFAULT_LIMITS,
    seconds: int = 10,
    memory_mb: int = 512,
) -> CheckedFile:
    """`take_in` in a child process with limits; raises RefusedFile."""
    args = {"path": str(path), "name": name, "expect": list(expect), "limits": asdict(limits)}
    return CheckedFile(
        **run_limited(f"{__name__}:describe_taken", args, seconds=seconds, memory_mb=memory_mb)
    )
