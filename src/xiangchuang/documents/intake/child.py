"""The limited process: reads one request from stdin, answers one JSON object on stdout.

Run as `python -m xiangchuang.documents.intake.child`; `run_limited` is the only caller.
"""

import importlib
import json
import resource
import sys
from typing import Any

from xiangchuang.documents.intake.limited import too_heavy
from xiangchuang.documents.intake.limits import MEBIBYTE
from xiangchuang.documents.intake.refusal import RefusedFile

MAX_WRITTEN_BYTES = 512 * MEBIBYTE


def main() -> None:
    """Set the limits before anything of the file is touched, call the function, print the answer."""
    request = json.loads(sys.stdin.buffer.read())
    _limit(seconds=request["seconds"], memory_mb=request["memory_mb"])
    sys.stdout.write(json.dumps(_answer(request), ensure_ascii=True))


def _limit(*, seconds: int, memory_mb: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * MEBIBYTE, memory_mb * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN_BYTES, MAX_WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    module, _, name = str(request["function"]).partition(":")
    try:
        return {"result": getattr(importlib.import_module(module), name)(**request["args"])}
    except RefusedFile as refused:
        return {"refused": {"code": refused.code, "message": refused.message_zh}}
    except (MemoryError, RecursionError):
        heavy = too_heavy()
        return {"refused": {"code": heavy.code, "message": heavy.message_zh}}


if __name__ == "__main__":
    main()
