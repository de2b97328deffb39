"""What the documentation names is there: files, links, commands, and every package of the house."""

import re
import subprocess
from collections.abc import Iterator
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
CODE = re.compile(r"```.*?```|`([^`\n]+)`", re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
A_FILE = re.compile(r"[\w.*{},/-]+\.(?:py|md|yaml|html|js|css|toml|typ|sh|svg|lock)")
A_FOLDER = re.compile(r"[\w.-]+(?:/[\w.-]+)*/")
A_PLACE = re.compile(r"([\w.-]+)(?:/[\w.*-]+)+")
A_NAME = re.compile(r"[a-z]\w*(?:\.\w+)+")
PACKAGES = {path.name for path in (ROOT / "src/xiangchuang").iterdir() if path.is_dir()}
ROOTS = PACKAGES | {path.name for path in ROOT.iterdir()}
# Made on each machine, and kept out of git.
MADE_HERE = ("var/", "build/", ".venv/", ".tools/", "node_modules/")


def id_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def kept() -> frozenset[PurePosixPath]:
    """Every file that git keeps, and every folder above one."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = [PurePosixPath(name) for name in listed.stdout.split("\0") if name]
    return frozenset(files) | {folder for file in files for folder in file.parents}


def paths_in(text: str) -> Iterator[str]:
    """Yield each word in backticks that is a path: by its ending, its last stroke, or where it begins."""
    for word in (word for said in CODE.findall(text) for word in said.split()):
        place = A_PLACE.fullmatch(word)
        is_path = A_FILE.fullmatch(word) or A_FOLDER.fullmatch(word) or (place and place[1] in ROOTS)
        if is_path and not word.startswith(MADE_HERE):
            yield word


def is_there(name: str) -> bool:
    """Whether a dotted name is a module of ours, something in one, or a model."""
    module, *rest = name.split(".")
    try:
        found: Any = import_module(f"xiangchuang.{module}")
        for part in rest:
            found = getattr(found, part, None) or import_module(f"{found.__name__}.{part}")
    except (ModuleNotFoundError, AttributeError):
        return name.lower() in {model._meta.label_lower for model in apps.get_models()}
    return True


@pytest.mark.parametrize("doc", DOCS, ids=id_of)
def test_every_path_that_is_named_exists(doc: Path, kept: frozenset[PurePosixPath]) -> None:
    """A path may leave out its beginning: `reviews/conflicts.py`, `pack.yaml`."""
    missing = [path for path in paths_in(doc.read_text("utf-8")) if not any(p.match(path) for p in kept)]
    assert missing == []


@pytest.mark.parametrize("doc", DOCS, ids=id_of)
def test_every_dotted_name_of_ours_can_be_imported(doc: Path) -> None:
    said = " ".join(CODE.findall(doc.read_text("utf-8")))
    names = {word for word in A_NAME.findall(said) if word.partition(".")[0] in PACKAGES}
    assert {name for name in names if not A_FILE.fullmatch(name) and not is_there(name)} == set()


@pytest.mark.parametrize("doc", DOCS, ids=id_of)
def test_every_link_within_the_repository_leads_somewhere(doc: Path) -> None:
    links = [link for link in LINK.findall(doc.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (doc.parent / link).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=id_of)
def test_every_command_that_is_named_can_be_called(doc: Path) -> None:
    text = doc.read_text("utf-8")
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert commands - get_commands().keys() == set()
    scripts = set(re.findall(r"(?<![\w/.])script/([\w.]+[\w])", text))
    assert {name for name in scripts if not (ROOT / "script" / name).exists()} == set()


def test_every_decision_is_in_their_list() -> None:
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    decisions = {path.name for path in (ROOT / "docs/adr").glob("0*.md")}
    assert decisions == set(re.findall(r"\]\((0[\w-]+\.md)\)", index))


def test_the_drawing_of_the_house_has_the_packages_of_the_import_law_in_its_order() -> None:
    drawing = re.search(r"```\n(faces.*?)```", (ROOT / "docs/architecture.md").read_text("utf-8"), re.S)
    assert drawing is not None
    law = ConfigParser()
    law.read(ROOT / ".importlinter")
    layers = law["importlinter:contract:house"]["layers"].replace("xiangchuang.", "").split("\n")
    packages = [re.split(r"\s*[|:]\s*", layer.strip()) for layer in reversed(layers) if layer.strip()]
    floor = {package: number for number, layer in enumerate(packages) for package in layer}
    drawn = re.findall(r"\w+", drawing[1])
    assert floor.keys() - set(drawn) == {"config", "demo"}, "the settings and the example stand outside"
    thread = drawing[1][drawing[1].index("thread") : drawing[1].index("engine")]
    floors = [floor[word] for word in re.findall(r"\w+", thread) if word in floor]
    assert floors == sorted(floors)
