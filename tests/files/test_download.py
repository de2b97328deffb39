"""A file leaves only as an attachment, and only for those its gate lets in."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.registers import StoredFileFactory, UserFactory, actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.roles import Role
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import ScanState, StoredFile
from xiangchuang.files.store import store
from xiangchuang.files.views.download import as_attachment

pytestmark = pytest.mark.django_db


def read(answer: Any) -> bytes:
    """What was sent, to its end: only then is the file closed."""
    return b"".join(answer.streaming_content)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def uploader() -> Actor:
    return actor_as(Role.LEAD)


@pytest.fixture
def file(media: Path, png: bytes, uploader: Actor) -> StoredFile:
    given = SimpleUploadedFile("审计报告（2025）.png", png)
    return store(actor=uploader, upload=given, expect=("png",), purpose="evidence")


def test_the_uploader_gets_the_bytes_as_an_attachment_under_its_name(
    client: Client, file: StoredFile, uploader: Actor, png: bytes
) -> None:
    assert uploader.user is not None
    answer = signed_in(client, uploader.user).get(reverse("files:download", args=[file.pk]))
    assert b"".join(answer.streaming_content) == png  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert quote("审计报告（2025）.png") in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_nothing_in_a_file_runs_whatever_a_browser_takes_it_for(
    client: Client, file: StoredFile, uploader: Actor
) -> None:
    assert uploader.user is not None
    answer = signed_in(client, uploader.user).get(reverse("files:download", args=[file.pk]))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Type"] == "image/png"
    assert read(answer)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("审计报告（2025）.png", "_____2025_.png"),
        ("report.pdf", "report.pdf"),
        ('a"b;c\\d%0d.pdf', "a_b_c_d_0d.pdf"),
        ("𠮷𠮷.docx", "__.docx"),
    ],
)
def test_a_name_is_given_twice_once_for_old_programs(name: str, plain: str) -> None:
    header = as_attachment(name)
    assert f'filename="{plain}"' in header
    assert unquote(header.rpartition("''")[2]) == name
    assert header.isascii() and "\n" not in header


@pytest.mark.parametrize(
    ("asked", "status", "first", "after"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=3-999999", 206, 3, None),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=9-3", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("lines=1-2", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_a_part_may_be_asked_for(
    client: Client, file: StoredFile, uploader: Actor, png: bytes, asked: str, status: int, first: int,
    after: int | None,
) -> None:  # fmt: skip
    assert uploader.user is not None
    answer = signed_in(client, uploader.user).get(
        reverse("files:download", args=[file.pk]), headers={"Range": asked}
    )
    assert answer.status_code == status
    if status == 416:
        assert answer["Content-Range"] == f"bytes */{len(png)}"
        return
    content = read(answer)
    assert content == png[first:after]
    assert answer["Content-Length"] == str(len(content))
    if status == 206:
        start = first % len(png)
        assert answer["Content-Range"] == f"bytes {start}-{start + len(content) - 1}/{len(png)}"


def test_a_broken_off_download_goes_on_only_with_the_same_file(
    client: Client, file: StoredFile, uploader: Actor
) -> None:
    assert uploader.user is not None
    address = reverse("files:download", args=[file.pk])
    begun = signed_in(client, uploader.user).get(address)
    same = client.get(address, headers={"Range": "bytes=5-", "If-Range": begun["ETag"]})
    other = client.get(address, headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert read(same) == read(begun)[5:] == read(other)[5:]


def test_a_foreign_file_and_one_that_never_was_answer_alike(client: Client, file: StoredFile) -> None:
    stranger = signed_in(client, UserFactory())
    foreign = stranger.get(reverse("files:download", args=[file.pk]))
    missing = stranger.get(reverse("files:download", args=[file.pk + 1]))
    assert foreign.status_code == missing.status_code == 404
    assert Client().get(reverse("files:download", args=[file.pk])).status_code == 404


def test_a_quarantined_file_is_kept_from_its_uploader_too(
    client: Client, file: StoredFile, uploader: Actor
) -> None:
    assert uploader.user is not None
    StoredFile.objects.update(scan_state=ScanState.QUARANTINED)
    answer = signed_in(client, uploader.user).get(reverse("files:download", args=[file.pk]))
    assert answer.status_code == 422
    assert "还没有查毒，暂时隔离" in answer.content.decode()
    stranger = signed_in(Client(), UserFactory()).get(reverse("files:download", args=[file.pk]))
    assert stranger.status_code == 404


def test_a_file_is_not_changed_by_a_post(client: Client, file: StoredFile) -> None:
    assert client.post(reverse("files:download", args=[file.pk])).status_code == 405


def test_a_row_whose_bytes_are_lost_is_not_found_and_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    lost = StoredFileFactory(sha256="e" * 64)
    answer = signed_in(client, lost.uploaded_by).get(reverse("files:download", args=[lost.pk]))
    assert answer.status_code == 404
    assert f"file:{lost.pk} has a row but no bytes" in caplog.text


def test_a_purpose_has_one_gate() -> None:
    with pytest.raises(ValueError, match="gate already"):
        register_gate("evidence", lambda actor, file: True)
