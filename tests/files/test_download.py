"""A file leaves only as an attachment, and only for those its gate lets in."""

from pathlib import Path
from urllib.parse import quote

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

pytestmark = pytest.mark.django_db


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
    assert answer.status_code == 404


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
