"""Each dependency has its reason in docs/adr/0002-dependencies.md, and no reason is left without one."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def declared() -> set[str]:
    """Return the names in pyproject.toml, run-time and dev."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {re.split(r"[\[<>=~! ]", line)[0].lower() for group in groups for line in group}


def explained() -> set[str]:
    """Return the names that begin a row of the decision's tables."""
    text = (ROOT / "docs" / "adr" / "0002-dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| `([^|]+)` \|", text, re.M)
    return {name.strip("` ").lower() for row in rows for name in row.split(",")}


def test_every_dependency_has_a_line_of_reason() -> None:
    assert declared() == explained()


def test_the_lock_holds_every_dependency_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]+\])?==", lock, re.M))
    normal = {re.sub(r"[-_.]+", "-", name.lower()) for name in locked}
    assert {re.sub(r"[-_.]+", "-", name) for name in declared()} <= normal
    assert lock.count("--hash=sha256:") >= len(locked)
