"""Each dependency has its reason in docs/adr/0002-dependencies.md, and no reason is left without one."""

import re
import tomllib
from pathlib import Path

import pytest

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
    assert named("dependencies", "dev") <= locked("requirements.lock")


@pytest.mark.parametrize("extra", ["spark", "bench"])
def test_what_is_installed_apart_has_a_lock_of_its_own_and_is_in_no_other(extra: str) -> None:
    assert named(extra) <= locked(f"script/locks/{extra}.txt")
    assert not named(extra) & locked("requirements.lock")


def named(*groups: str) -> set[str]:
    """Return the names of groups of pyproject.toml as an index writes them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [line for group in groups for line in extras.get(group, project["dependencies"])]
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", line)[0].lower()) for line in lines}


def locked(path: str) -> set[str]:
    """Return the names a lock holds; each has at least one hash."""
    lock = (ROOT / path).read_text("utf-8")
    names = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^]]+\])?==", lock, re.M)
    assert lock.count("--hash=sha256:") >= len(names)
    return {re.sub(r"[-_.]+", "-", name.lower()) for name in names}
