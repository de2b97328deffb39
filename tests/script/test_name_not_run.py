"""A test skipped on one database and run on the other was run; what ran nowhere is named and fails CI."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def name_not_run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as script/test does."""
    command = [sys.executable, str(ROOT / "script" / "name_not_run.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_test_that_one_pass_ran_is_not_named(tmp_path: Path) -> None:
    (tmp_path / "sqlite").write_text("tests/a.py::test_triggers\tonly on PostgreSQL\n")
    (tmp_path / "postgresql").write_text("")
    result = name_not_run(str(tmp_path / "sqlite"), str(tmp_path / "postgresql"))
    assert (result.returncode, result.stdout) == (0, "not run: nothing\n")


def test_what_no_pass_ran_is_named_with_its_reason_and_fails(tmp_path: Path) -> None:
    for database in ("sqlite", "postgresql"):
        (tmp_path / database).write_text("tests/b.py::test_line\tnot run: Chromium is not on PATH\n")
    result = name_not_run(str(tmp_path / "sqlite"), str(tmp_path / "postgresql"))
    assert result.returncode == 1
    assert result.stdout == "not run: Chromium is not on PATH (1 tests)\n    tests/b.py::test_line\n"


def test_a_database_that_was_not_found_is_named_and_fails() -> None:
    result = name_not_run("--missing", "all tests on PostgreSQL: initdb is not on PATH")
    assert result.returncode == 1
    assert result.stdout.startswith("not run: all tests on PostgreSQL")


def test_an_optional_extra_that_is_not_installed_is_told_and_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "sqlite").write_text("")
    result = name_not_run("--optional", "Spark", str(tmp_path / "sqlite"))
    assert (result.returncode, result.stdout) == (0, "optional, not installed: Spark\nnot run: nothing\n")
