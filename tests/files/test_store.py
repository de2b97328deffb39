"""A file is judged by its content, kept once, and its row is never without its bytes."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import Settings

from tests.factories.registers import StoredFileFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.files.invariants import every_row_has_its_bytes
from xiangchuang.files.models import ScanState, StoredFile
from xiangchuang.files.store import RefusedUpload, store, store_bytes
from xiangchuang.ledger.models import LedgerEntry

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "证明.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def kept(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def test_an_upload_lies_under_its_hash_with_type_by_content_and_an_entry(media: Path, png: bytes) -> None:
    li = actor_as(Role.LEAD)
    file = store(actor=li, upload=upload(png), expect=("png", "pdf"), purpose="evidence")
    sha256 = hashlib.sha256(png).hexdigest()
    assert kept(media) == [media / sha256[:2] / sha256]
    assert file.path.read_bytes() == png
    assert (file.media_type, file.size, file.uploaded_by) == ("image/png", len(png), li.user)
    assert file.scan_state == ScanState.UNSCANNED
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.detail["sha256"]) == ("store_file", sha256)


def test_equal_content_is_kept_once_and_each_upload_keeps_its_row(
    media: Path, png: bytes, tmp_path: Path
) -> None:
    source = tmp_path / "另一份.png"
    source.write_bytes(png)
    first = store(actor=actor_as(Role.LEAD), upload=upload(png), expect=("png",), purpose="evidence")
    second = store(actor=actor_as(Role.LEAD), upload=source, expect=("png",), purpose="letter")
    assert len(kept(media)) == 1
    assert (first.path, second.name) == (second.path, "另一份.png")
    assert source.exists()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "证明.png", "empty"),
        (b"<html><script>alert(1)</script>", "证明.png", "wrong_type"),
        (b"%PDF-1.7", "证明.png", "wrong_type"),
        (b"MZ", "证明.exe", "wrong_type"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 5_000, "证明.png", "too_big"),
    ],
)
def test_a_refused_file_leaves_nothing_behind_but_its_reason(
    media: Path, settings: Settings, content: bytes, name: str, code: str
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 4_000
    with pytest.raises(RefusedUpload) as refused:
        store(actor=actor_as(Role.LEAD), upload=upload(content, name), expect=("png",), purpose="evidence")
    assert refused.value.code == code
    assert refused.value.message
    assert kept(media) == []
    assert not StoredFile.objects.exists()


def test_a_verb_that_fails_afterwards_leaves_bytes_without_a_row_never_a_row_without_bytes(
    media: Path, png: bytes
) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        store(actor=Actor.anonymous(), upload=upload(png), expect=("png",), purpose="objection")
        raise RuntimeError("the verb around it failed")
    assert len(kept(media)) == 1
    assert not StoredFile.objects.exists()
    assert list(every_row_has_its_bytes()) == []


def test_lost_and_altered_bytes_are_found(media: Path, png: bytes) -> None:
    file = store_bytes(
        actor=Actor.system(), content=png, name="批复.png", media_type="image/png", purpose="approval"
    )
    file.path.write_bytes(b"altered")
    lost = StoredFileFactory(sha256="f" * 64)
    assert list(every_row_has_its_bytes()) == [
        f"{sha256}: {what}"
        for sha256, what in sorted([(file.sha256, "other bytes"), (lost.sha256, "no bytes")])
    ]
