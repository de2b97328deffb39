"""The house keeps its own measure: what no linter of ours looks at, each rule with its reason."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WRITTEN = [path for path in SOURCES if path.parent.name != "migrations"]  # makemigrations writes those
RECORDS = [path for path in SOURCES if path.name == "models.py" or path.parent.name == "models"]

FILE_LINES = 400
FUNCTION_LINES = 40

# qualified name → why it may be longer than FUNCTION_LINES
LONG_FUNCTIONS: dict[str, str] = {}

DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "data", "services", "misc"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError)\b")
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|home|opt|Users|mnt)/[\w.]")
MINIFIED = re.compile(r"[.-]min\.(?:js|css)$")


def tracked_files() -> list[Path]:
    """Return the files git would commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def written_texts() -> Iterator[tuple[Path, str]]:
    """Yield every committed text that a person wrote: not the licence, not the generated locks."""
    for path in tracked_files():
        if path.name in {"LICENSE", "package-lock.json", "requirements.lock"}:
            continue
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Yield (qualified name, lines without the docstring) of each function of a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            lines -= (first.end_lineno or first.lineno) - first.lineno + 1
        module = path.relative_to(ROOT / "src").with_suffix("").as_posix().replace("/", ".")
        yield f"{module}.{node.name}", lines


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = [
        (path.relative_to(ROOT).as_posix(), lines)
        for path in [*WRITTEN, *(ROOT / "tests").rglob("*.py"), *(ROOT / "script").glob("*.py")]
        if (lines := len(path.read_text("utf-8").splitlines())) > FILE_LINES
    ]
    assert not long


def test_no_function_is_longer_than_a_screen_unless_its_reason_is_written() -> None:
    long = {name: lines for path in WRITTEN for name, lines in functions_of(path) if lines > FUNCTION_LINES}
    assert long.keys() - LONG_FUNCTIONS.keys() == set()
    assert LONG_FUNCTIONS.keys() - long.keys() == set(), "these are short enough now: take them off the list"


def test_no_module_is_a_drawer_for_what_has_no_place() -> None:
    names = [path for path in SOURCES if DRAWERS & {path.stem, *path.relative_to(ROOT / "src").parts}]
    assert not names


def test_nothing_unfinished_is_left_behind() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path in SOURCES
        if (match := UNFINISHED.search(path.read_text("utf-8")))
    ]
    assert not found


def test_nothing_of_third_parties_is_committed() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    built = ("node_modules/", "build/", ".venv/", ".tools/")
    assert not [name for name in names if MINIFIED.search(name) or name.startswith(built)]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path, text in written_texts()
        if path != Path(__file__) and (match := MACHINE_PATH.search(text))
    ]
    assert not found


def test_the_locks_name_no_package_host() -> None:
    for name in ("requirements.lock", "package-lock.json"):
        text = (ROOT / name).read_text("utf-8")
        assert "--index-url" not in text
        assert '"resolved": "http' not in text


def test_templates_bring_no_inline_script_or_style() -> None:
    """The content security policy would block them silently."""
    inline = re.compile(
        r"<style|\sstyle=|\son\w+=[\"']|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.I
    )
    found = [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "src").rglob("*.html")]
        if (match := inline.search(path.read_text("utf-8")))
    ]
    assert not found


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if p.name == "models.py" or p.parent.name == "models"], ids=str
)
def test_money_is_never_a_float_or_decimal_column(path: Path) -> None:
    """A Decimal of 14 digits comes back wrong from SQLite; money is BIGINT fen."""
    assert not re.search(r"models\.(Float|Decimal)Field", path.read_text("utf-8"))
