"""A virus is refused; what the scanner did not answer for is nobody's to open, and never called clean."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.documents.intake import hostile
from tests.factories.registers import actor_as
from tests.files.scanner import EICAR, scanner
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.clamd import ScannerSilent, scan
from xiangchuang.files.gates import may_know, may_read
from xiangchuang.files.models import ScanState, StoredFile
from xiangchuang.files.scanning import scan_again
from xiangchuang.files.store import RefusedUpload, store
from xiangchuang.ledger.models import LedgerEntry

PDF = hostile.pdf()
INFECTED = hostile.pdf(b"/Note(" + EICAR.replace(b"\\", b"\\") + b")")


@pytest.fixture
def li(media: Path, db: None) -> Actor:
    return actor_as(Role.LEAD)


@pytest.fixture
def listening(settings: Settings) -> Iterator[None]:
    with scanner() as address:
        settings.CLAMD_ADDRESS = address
        yield


@pytest.fixture
def silent(settings: Settings) -> None:
    """The scanner is named, and nobody is there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{free.getsockname()[1]}"


def bring(actor: Actor, content: bytes = PDF, name: str = "证明.pdf") -> StoredFile:
    given = SimpleUploadedFile(name, content)
    return store(actor=actor, upload=given, expect=("pdf", "docx", "csv"), purpose="evidence")


@pytest.mark.usefixtures("listening")
def test_what_the_scanner_passes_is_clean(li: Actor) -> None:
    file = bring(li)
    assert file.scan_state == ScanState.CLEAN and file.scanned_at is not None


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("how", ["plain", "in a PDF", "zipped in a Word file"])
def test_a_virus_is_refused_with_its_name_and_leaves_nothing(li: Actor, tmp_path: Path, how: str) -> None:
    content, name = {
        "plain": (EICAR, "表.csv"),
        "in a PDF": (INFECTED, "证明.pdf"),
        "zipped in a Word file": (
            hostile.docx(tmp_path / "a", {"word/media/note.dat": EICAR}).read_bytes(), "方案.docx",
        ),
    }[how]  # fmt: skip
    with pytest.raises(RefusedUpload, match="发现病毒（Eicar") as refused:
        bring(li, content, name)
    assert refused.value.code == "virus"
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("listening")
def test_a_zip_is_refused_by_the_container_rules_whatever_it_holds(li: Actor) -> None:
    with pytest.raises(RefusedUpload) as refused:
        bring(li, hostile.zip_bytes({"eicar.com": EICAR}), "压缩.docx")
    assert refused.value.code == "wrong_type"


@pytest.mark.usefixtures("silent")
def test_without_an_answer_a_file_waits_in_quarantine_and_the_page_says_so(
    li: Actor, client: Client, settings: Settings
) -> None:
    file = bring(li)
    assert (file.scan_state, file.scanned_at) == (ScanState.QUARANTINED, None)
    assert may_know(li, file) and not may_read(li, file)
    assert li.user is not None
    client.force_login(li.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("files:download", args=[file.pk]))
    assert answer.status_code == 422 and "还没有查毒" in answer.content.decode()
    assert scan_again() == {}
    file.refresh_from_db()
    assert file.scan_state == ScanState.QUARANTINED
    with scanner() as address:
        settings.CLAMD_ADDRESS = address
        call_command("scan_files", verbosity=0)
    file.refresh_from_db()
    assert file.scan_state == ScanState.CLEAN and may_read(li, file)
    assert LedgerEntry.objects.filter(verb="scan_file", detail__state="clean").exists()


@pytest.mark.usefixtures("silent")
def test_what_turns_out_infected_stays_apart_for_good(li: Actor, client: Client, settings: Settings) -> None:
    file = bring(li, INFECTED)
    with scanner() as address:
        settings.CLAMD_ADDRESS = address
        assert scan_again() == {ScanState.INFECTED: 1}
        assert scan_again() == {}
    file.refresh_from_db()
    assert file.virus.startswith("Eicar") and not may_read(li, file)
    assert li.user is not None
    client.force_login(li.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "里查出病毒" in client.get(reverse("files:download", args=[file.pk])).content.decode()


def test_without_a_scanner_the_container_rules_decide_and_nothing_is_called_clean(li: Actor) -> None:
    file = bring(li)
    assert file.scan_state == ScanState.UNSCANNED and may_read(li, file)
    with pytest.raises(CommandError, match="CLAMD_ADDRESS"):
        call_command("scan_files")


def test_a_scanner_that_is_named_later_is_asked_about_what_came_before(li: Actor, settings: Settings) -> None:
    settings.CLAMD_ADDRESS = ""
    bring(li)
    with scanner() as address:
        settings.CLAMD_ADDRESS = address
        assert scan_again() == {}
        assert scan_again(never_scanned=True) == {ScanState.CLEAN: 1}


def test_the_protocol_over_a_unix_socket_and_what_is_no_answer(tmp_path: Path) -> None:
    content = tmp_path / "file"
    content.write_bytes(b"x" * 700_000)
    with scanner(tmp_path / "clamd.ctl") as address:
        assert scan(content, address=address).is_clean
    with scanner(most=1000) as address, pytest.raises(ScannerSilent):
        scan(content, address=address)
    with pytest.raises(ScannerSilent):
        scan(content, address=f"unix:{tmp_path / 'nobody'}")
    with pytest.raises(ValueError, match="neither tcp"):
        scan(content, address="localhost:3310")


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """The real daemon with one signature of its own: its database cannot be fetched here."""
    program = shutil.which("clamd")
    if program is None:
        pytest.skip("not run: clamd is not on PATH (Debian: clamav-daemon)")
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "own.ndb").write_text(f"Eicar-Own:0:*:{EICAR.hex()}\n")
    at, setup = tmp_path / "clamd.ctl", tmp_path / "clamd.conf"
    setup.write_text(
        f"LocalSocket {at}\nDatabaseDirectory {tmp_path / 'db'}\nForeground yes\nStreamMaxLength 100M\n"
        f"LogFile {tmp_path / 'log'}\nUser root\n"
    )
    process = subprocess.Popen(
        [program, "-c", str(setup)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _attempt in range(200):
        if at.exists():
            break
        time.sleep(0.1)
    yield f"unix:{at}"
    process.terminate()
    process.wait()


def test_the_real_daemon_says_the_same(li: Actor, clamd: str, settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = clamd
    assert bring(li).scan_state == ScanState.CLEAN
    word = hostile.docx(tmp_path / "a.docx", {"word/media/note.dat": EICAR}).read_bytes()
    for content, name in ((INFECTED, "证明.pdf"), (word, "方案.docx"), (EICAR, "表.csv")):
        with pytest.raises(RefusedUpload, match="Eicar-Own"):
            bring(li, content, name)
