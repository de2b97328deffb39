"""Open a stranger's file in a process of its own, so that only that process can fall."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xiangchuang.documents.intake.refusal import RefusedFile

SOURCE_ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 3
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT")


def run_limited(function_path: str, args: Mapping[str, Any], *, seconds: int, memory_mb: int) -> Any:
    """Call `module:function` with keyword `args` in a child and return its JSON result.

    `seconds` bounds processor time, PATIENCE times as many the wait (on the last evening the machine is busy,
    and no file is refused for that), `memory_mb` the address space in MiB. Arguments and result must
    be JSON values: nothing a child says is ever unpickled. A `RefusedFile` of the child is raised here again;
    a child that dies or overruns is a `RefusedFile` too (`too_heavy`, `too_slow`). `function_path`
    is written by the caller in code, never taken from a request.
    """
    request = {"function": function_path, "args": dict(args), "seconds": seconds, "memory_mb": memory_mb}
    process = subprocess.Popen(
        [sys.executable, "-m", "xiangchuang.documents.intake.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(json.dumps(request).encode(), timeout=seconds * PATIENCE)
    except subprocess.TimeoutExpired:
        raise _too_slow(seconds) from None
    finally:
        _end_session(process)
    return _result(process.returncode, output, seconds)


def _environment() -> dict[str, str]:
    # The child gets no secret of the server: neither the database address nor the signing key.
    kept = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    return {**kept, "PYTHONPATH": str(SOURCE_ROOT), "PYTHONIOENCODING": "utf-8"}


def _end_session(process: "subprocess.Popen[bytes]") -> None:
    # The converter is a grandchild: it must not outlive the child that started it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _result(returncode: int, output: bytes, seconds: int) -> Any:
    if returncode == -signal.SIGXCPU:
        raise _too_slow(seconds)
    try:
        answer = json.loads(output)
    except ValueError:
        raise too_heavy() from None
    if "refused" in answer:
        raise RefusedFile(answer["refused"]["code"], answer["refused"]["message"])
    return answer["result"]


def too_heavy() -> RefusedFile:
    """The refusal of a file that used up the memory it was given, or brought its reader down."""
    return RefusedFile(
        "too_heavy",
        "读取文件时超出内存上限或意外中止，文件可能过于复杂或已损坏。压缩图片、拆分过大的表格，"
        "另存后重新上传。",
    )


def _too_slow(seconds: int) -> RefusedFile:
    return RefusedFile(
        "too_slow", f"读取文件超过 {seconds} 秒，系统已停止。压缩图片、拆分过大的表格，另存后重新上传。"
    )
