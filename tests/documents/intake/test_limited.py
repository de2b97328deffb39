"""A stranger's file is opened in a child; whatever happens to the child, the caller gets an answer."""

import time
from pathlib import Path

import pytest

from tests.documents.intake import hostile
from xiangchuang.documents.intake import RefusedFile, run_limited

CHECK = "xiangchuang.documents.intake.check:describe_upload"


def test_the_answer_of_the_child_comes_back(tmp_path: Path) -> None:
    path = hostile.docx(tmp_path / "a.docx")
    args = {"path": str(path), "name": "a.docx", "expect": ["docx"]}
    answer = run_limited(CHECK, args, seconds=10, memory_mb=512)
    assert answer["size"] == path.stat().st_size


def test_a_refusal_in_the_child_is_a_refusal_here(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"<html>")
    with pytest.raises(RefusedFile, match="网页"):
        run_limited(
            CHECK, {"path": str(path), "name": "a.docx", "expect": ["docx"]}, seconds=10, memory_mb=512
        )


def test_a_child_that_eats_memory_is_ended_and_the_caller_lives() -> None:
    with pytest.raises(RefusedFile) as caught:
        run_limited("random:randbytes", {"n": 2**31}, seconds=10, memory_mb=256)
    assert caught.value.code == "too_heavy"
    assert "内存" in caught.value.message_zh


def test_a_child_that_does_not_finish_is_ended_in_time_with_the_programs_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    with pytest.raises(RefusedFile) as caught:
        run_limited("subprocess:getoutput", {"cmd": f"sleep 6; touch {mark}"}, seconds=1, memory_mb=512)
    assert caught.value.code == "too_slow"
    # The grandchild would write its mark after six seconds from its start, were it still alive.
    time.sleep(4)
    assert not mark.exists()


def test_a_child_that_is_killed_is_a_refusal() -> None:
    with pytest.raises(RefusedFile) as caught:
        run_limited("subprocess:getoutput", {"cmd": "kill -9 $PPID"}, seconds=10, memory_mb=512)
    assert caught.value.code == "too_heavy"


def test_the_child_does_not_inherit_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "drop me")
    assert "drop me" not in run_limited("subprocess:getoutput", {"cmd": "env"}, seconds=10, memory_mb=512)
