"""What every test may ask for: the two packs, a clock to move, a browser, LibreOffice, an isolated ground.

What a machine lacks is skipped with a reason that begins `not run: `; script/test names those at the end.
The tests of an optional extra that is not installed are deselected; script/test says so.
"""

import gc
import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from xiangchuang.policy.pack import Pack

ROOT = Path(__file__).resolve().parents[1]
# A loaded machine is slow, not wrong: properties are judged by what they find, never by the time they take.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# What takes longest begins first: a process that is given it last keeps the others waiting at the end.
LONGEST_FIRST = ("tests/worlds/", "tests/line/", "tests/portal/test_leaks.py", "tests/browser/")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--clause-report", metavar="FILE", help="write JSON: anchor of the notice → ids of tests"
    )
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out what asks no database, and what a browser plays",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the garbage collector look at what the tests make, not at the code and the tests themselves.

    Collecting reads millions of objects that all stay. A full collection walked through them for a third of
    a second, some hundred times a run, and found nothing.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def pytest_unconfigure() -> None:
    """Let the interpreter take down at its end what it set up, as without the above."""
    gc.unfreeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here (Spark, an optional extra), and on a second database what asks none.

    What is left begins with what takes longest.
    """
    has_spark, database_only = find_spec("pyspark") is not None, config.getoption("--database-only")
    left_out = [
        item
        for item in items
        if (item.get_closest_marker("spark") and not has_spark)
        or (database_only and not _asks_a_database(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        kept = set(map(id, items)) - set(map(id, left_out))
        items[:] = [item for item in items if id(item) in kept]
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST_FIRST))


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"})


def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the clause report, once: under xdist every worker has collected the same tests."""
    target = session.config.getoption("--clause-report")
    worker = getattr(session.config, "workerinput", {}).get("workerid", "gw0")
    if not target or worker != "gw0" or not session.items:
        return
    tests: dict[str, list[str]] = defaultdict(list)
    for item in session.items:
        for mark in item.iter_markers("clause"):
            for anchor in mark.args:
                tests[anchor].append(item.nodeid)
    Path(target).write_text(json.dumps(tests, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Leave the skipped tests and their reasons to script/test, which knows what the other pass ran."""
    if not (target := os.environ.get("NOT_RUN_FILE")):
        return
    with Path(target).open("w", encoding="utf-8") as file:
        for report in terminalreporter.stats.get("skipped", []):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            file.write(f"{report.nodeid}\t{' '.join(reason.removeprefix('Skipped: ').split())}\n")


@pytest.fixture(scope="session")
def hunan_pack() -> "Pack":
    """The notice of 2020-12-31 as the product runs it, loaded once."""
    from xiangchuang.policy.pack import load_pack

    return load_pack(ROOT / "policies" / "hunan-tic-2020")


@pytest.fixture(scope="session")
def minimal_pack() -> "Pack":
    """The fictional second province: other stages, thresholds and outline."""
    from xiangchuang.policy.pack import load_pack

    return load_pack(ROOT / "tests" / "packs" / "minimal-province")


@pytest.fixture
def clock() -> Iterator[ModuleType]:
    """The clock, standing still; whatever the test does to it (`at`, `advance`, `set_offset`) is undone."""
    from xiangchuang.calendars import clock

    with clock.at(clock.now()):
        yield clock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """On SQLite, use a file: a database in memory has one lock for all threads and hides real contention."""
    from django.db import connections

    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Give the database made from the models what only a migration brings: the ledger's guard.

    Running all migrations once for each worker and database costs more than some thousand tests;
    tests/architecture/test_migrations.py holds the two ways to the same tables.
    """
    from django.apps import apps
    from django.db import connection

    from xiangchuang.ledger.guard import install_guard

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        install_guard(apps, editor)


@pytest.fixture(autouse=True)
def own_language(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the language back: the one that a request was answered in stays with the thread."""
    yield
    if request.config.pluginmanager.hasplugin("django"):
        from django.utils import translation

        translation.deactivate()


@pytest.fixture(autouse=True)
def isolated_ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep uploads and collected files of a test out of the checkout, and sign-in fast."""
    if not request.config.pluginmanager.hasplugin("django"):
        return
    settings = request.getfixturevalue("settings")
    ground = tmp_path_factory.getbasetemp() / "ground"
    static = ground / "static"
    static.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT = static
    settings.MEDIA_ROOT = ground / "files"
    # Each test client would else walk the whole build folder first.
    settings.WHITENOISE_AUTOREFRESH = True
    # What is kept of one test's pages would answer the next reader; tests/portal/test_kept_pages.py keeps.
    settings.PUBLIC_PAGES_SECONDS = settings.PUBLIC_FIGURES_SECONDS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium that can draw Chinese."""
    path = next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("not run: Chromium is not on PATH")
    fonts = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=False
    )
    if not (fonts and fonts.stdout.strip()):
        pytest.skip("not run: no font with Chinese characters (Debian: fonts-noto-cjk)")
    return path


@pytest.fixture(scope="session")
def soffice_path() -> str:
    """Path of LibreOffice, the other program that writes a plan."""
    path = shutil.which("soffice") or shutil.which("libreoffice")
    if path is None:
        pytest.skip("not run: LibreOffice is not on PATH (Debian: libreoffice-writer)")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator["Browser"]:
    """A running Chromium; make a context for each person: `browser.new_context(base_url=live_server.url)`."""
    from playwright.sync_api import sync_playwright

    # Playwright's sync API keeps an event loop in this thread, which Django takes for async code.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()
