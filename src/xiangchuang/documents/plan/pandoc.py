"""Runs pandoc on a prepared document and gives its syntax tree."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pypandoc

from xiangchuang.documents.intake.container import broken
from xiangchuang.documents.intake.limited import too_heavy

HEAP_MB = 384
HEAP_EXHAUSTED = 251


def pandoc_tree(path: Path) -> dict[str, Any]:
    """The JSON tree of a `.docx` with tracked changes accepted; raises `RefusedFile` when pandoc gives up."""
    done = subprocess.run(  # noqa: S603 – a fixed program; only the path of our own temporary file varies
        [
            *(pypandoc.get_pandoc_path(), "+RTS", f"-M{HEAP_MB}m", "-RTS", "--sandbox"),
            *("--from", "docx", "--to", "json", "--track-changes=accept", str(path)),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode == HEAP_EXHAUSTED or done.returncode < 0:
        raise too_heavy()
    if done.returncode != 0:
        raise broken()
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree
