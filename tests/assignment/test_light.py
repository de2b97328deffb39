"""Solvers are heavy: a process that only answers pages never loads them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ_ALL_PAGES = """
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
from django.urls import reverse
reverse("reviews:propose-panel", args=["2026-HN-0001"])
print(sorted({name.partition(".")[0] for name in sys.modules} & {"scipy", "ortools", "pandas"}))
"""


def test_a_process_that_has_read_every_address_has_loaded_no_solver(tmp_path: Path) -> None:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT / "src"), "XIANGCHUANG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "xiangchuang.config.settings",
    }  # fmt: skip
    read = subprocess.run(
        [sys.executable, "-c", READ_ALL_PAGES], env=environment, capture_output=True, text=True, check=True
    )

    assert read.stdout.strip() == "[]"


def test_what_solves_loads_them(tmp_path: Path) -> None:
    """The same question answers otherwise once a program is solved, so it asks what it means to."""
    solve = READ_ALL_PAGES.replace(
        "print(", "import bench.rounds as rounds\n"
        "from xiangchuang.assignment.seating import build_panels\n"
        "build_panels(rounds.five_kinds(2, 60, known=10))\nprint(",
    )  # fmt: skip
    environment = {
        **os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "XIANGCHUANG_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "xiangchuang.config.settings",
    }  # fmt: skip
    read = subprocess.run(
        [sys.executable, "-c", solve], env=environment, capture_output=True, text=True, check=True
    )

    assert "'ortools'" in read.stdout
    assert "'scipy'" in read.stdout
