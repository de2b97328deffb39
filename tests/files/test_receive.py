"""A large file comes in pieces over tus 1.0: nothing acknowledged is lost, nothing of others is seen."""

import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from tests.factories.registers import actor_as
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock as the_clock
from xiangchuang.files.models import Upload
from xiangchuang.files.receive import append, begin_upload, sweep_uploads

FILE = bytes(range(256)) * 40
HASH = hashlib.sha256(FILE).hexdigest()
AT = "HTTP_UPLOAD_OFFSET"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


class Sender:
    """A browser that speaks tus, signed in as somebody."""

    def __init__(self, actor: Actor) -> None:
        self.client = Client()
        assert actor.user is not None
        self.client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")

    def begin(self, *, size: int = len(FILE), sha256: str = HASH, name: str = "实施方案.docx") -> Any:
        told = f"filename {b64(name)},fingerprint {b64(sha256)},sha256 {b64(sha256)}"
        return self.client.post(
            reverse("files:uploads"), HTTP_UPLOAD_LENGTH=str(size), HTTP_UPLOAD_METADATA=told,
            HTTP_TUS_RESUMABLE="1.0.0",
        )  # fmt: skip

    def piece(self, where: str, offset: int, content: bytes, **headers: str) -> Any:
        return self.client.patch(
            where, content, content_type="application/offset+octet-stream", **{AT: str(offset)}, **headers
        )

    def offset(self, where: str) -> int:
        answer = self.client.head(where)
        assert answer.status_code == 200
        return int(answer["Upload-Offset"])


@pytest.fixture
def li(media: Path, db: None) -> Actor:
    return actor_as(Role.LEAD)


@pytest.fixture
def sender(li: Actor) -> Sender:
    return Sender(li)


def test_a_file_comes_in_pieces_and_is_whole_at_the_end(sender: Sender) -> None:
    begun = sender.begin()
    where = begun["Location"]
    assert (begun.status_code, begun["Upload-Offset"], begun["Tus-Resumable"]) == (201, "0", "1.0.0")
    for offset in range(0, len(FILE), 4096):
        answer = sender.piece(where, offset, FILE[offset : offset + 4096])
        assert (answer.status_code, int(answer["Upload-Offset"])) == (204, min(offset + 4096, len(FILE)))
    upload = Upload.objects.get()
    assert upload.path.read_bytes() == FILE
    assert upload.finished_at is not None
    assert (upload.name, upload.sha256, upload.percent) == ("实施方案.docx", HASH, 100)


def test_the_same_file_chosen_again_goes_on_where_it_broke_off_on_any_machine(
    sender: Sender, li: Actor
) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    again = Sender(li).begin()
    assert (again["Location"], again["Upload-Offset"]) == (where, "3000")
    assert Upload.objects.count() == 1


def test_a_piece_at_another_offset_is_a_conflict_and_changes_nothing(sender: Sender) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    assert sender.piece(where, 0, b"x" * 3000).status_code == 409
    assert sender.piece(where, 3001, FILE[3001:]).status_code == 409
    assert sender.offset(where) == 3000
    assert Upload.objects.get().path.read_bytes() == FILE[:3000]


@pytest.mark.django_db(transaction=True)
def test_of_many_pieces_sent_at_once_for_one_place_one_is_taken(media: Path) -> None:
    li = actor_as(Role.LEAD)
    upload = begin_upload(actor=li, name="a.docx", size=len(FILE), fingerprint="f")
    pieces = [bytes([number]) * 2000 for number in range(8)]

    def send(piece: bytes) -> bytes:
        try:
            append(actor=li, token=upload.token, offset=0, content=piece)
        except Stale:
            return b""
        finally:
            connection.close()
        return piece

    with ThreadPoolExecutor(8) as together:
        taken = [piece for piece in together.map(send, pieces) if piece]
    assert len(taken) == 1
    assert upload.path.read_bytes() == taken[0]


def test_bytes_that_were_written_but_never_acknowledged_are_overwritten(sender: Sender) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    with Upload.objects.get().path.open("ab") as half_written:
        half_written.write(b"lost with the process")
    assert sender.piece(where, 3000, FILE[3000:]).status_code == 204
    assert Upload.objects.get().path.read_bytes() == FILE


def test_a_whole_that_is_not_what_was_announced_begins_anew(sender: Sender) -> None:
    where = sender.begin(sha256="0" * 64)["Location"]
    answer = sender.piece(where, 0, FILE)
    assert answer.status_code == 460
    assert "不一致" in answer.json()["message"]
    assert sender.offset(where) == 0


def test_a_damaged_piece_is_not_taken(sender: Sender) -> None:
    where = sender.begin()["Location"]
    wrong = "sha256 " + base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    assert sender.piece(where, 0, FILE[:99], HTTP_UPLOAD_CHECKSUM=wrong).status_code == 460
    assert sender.offset(where) == 0


def test_another_persons_upload_and_one_that_never_was_answer_alike(sender: Sender) -> None:
    where = sender.begin()["Location"]
    other = Sender(actor_as(Role.LEAD))
    for address in (where, reverse("files:upload", args=["never"])):
        assert other.client.head(address).status_code == 404
        assert other.piece(address, 0, FILE).status_code == 404
        assert other.client.delete(address).status_code == 404
        assert other.client.post(address).status_code == 404
    assert other.begin()["Location"] != where
    assert sender.offset(where) == 0


def test_signed_out_in_between_nothing_is_lost(sender: Sender, li: Actor) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    sender.client.logout()
    refused = sender.piece(where, 3000, FILE[3000:])
    assert (refused.status_code, refused.json()["message"]) == (401, "登录已过期。")
    assert Sender(li).piece(where, 3000, FILE[3000:]).status_code == 204


def test_cancelled_the_bytes_are_gone(sender: Sender, django_capture_on_commit_callbacks: Any) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    path = Upload.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        assert sender.client.delete(where).status_code == 204
    assert not path.exists() and not Upload.objects.exists()
    assert sender.client.head(where).status_code == 404


@pytest.mark.parametrize(
    ("size", "status"), [(0, 422), (61 * 1024 * 1024, 413), (999_999_999_999, 413), (60 * 1024 * 1024, 201)]
)
def test_the_limit_is_known_before_the_first_byte(sender: Sender, size: int, status: int) -> None:
    answer = sender.begin(size=size)
    assert answer.status_code == status
    if status != 201:
        assert answer.json()["message"]


def test_what_lies_half_way_has_a_limit_and_says_where_to_clear_it(
    sender: Sender, settings: Settings
) -> None:
    settings.UPLOADS_HALF_WAY = 2
    assert [sender.begin(sha256=c * 64).status_code for c in "abc"] == [201, 201, 422]
    assert "未提交的上传" in sender.begin(sha256="c" * 64).json()["message"]
    listed = sender.client.get(reverse("files:uploads")).content.decode()
    assert listed.count("实施方案.docx") >= 2
    sender.client.post(reverse("files:upload", args=[Upload.objects.first().token]))  # type: ignore[union-attr]
    assert sender.begin(sha256="c" * 64).status_code == 201


@pytest.mark.parametrize(
    "header", ["filename", "filename ###", f"filename {base64.b64encode(b'%c' % 255)!r}"]
)
def test_a_description_that_cannot_be_read_is_refused_in_words(sender: Sender, header: str) -> None:
    answer = sender.client.post(
        reverse("files:uploads"), HTTP_UPLOAD_LENGTH="10", HTTP_UPLOAD_METADATA=header
    )
    assert answer.status_code == 422 and answer.json()["message"]


def test_the_protocol_tells_what_it_can(sender: Sender) -> None:
    told = sender.client.options(reverse("files:uploads"))
    assert (told.status_code, told["Tus-Version"], told["Tus-Max-Size"]) == (204, "1.0.0", str(60 * 1024**2))
    where = sender.begin()["Location"]
    assert sender.client.patch(where, b"x", content_type="text/plain").status_code == 415
    assert sender.piece(where, 0, b"x", HTTP_TUS_RESUMABLE="0.2.2").status_code == 412
    assert sender.piece(where, -1, b"x").status_code == 400
    assert sender.piece(where, 0, b"x" * (4 * 1024 * 1024 + 1)).status_code == 413
    assert sender.client.get(where).status_code == 405


def test_what_nobody_touches_is_swept_away_after_its_days(
    sender: Sender, clock: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    where = sender.begin()["Location"]
    sender.piece(where, 0, FILE[:3000])
    path = Upload.objects.get().path
    assert sweep_uploads() == 0
    the_clock.advance(timedelta(days=3, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1
    assert not path.exists()


def test_the_page_of_uploads_asks_as_much_for_three_as_for_one(sender: Sender) -> None:
    address = reverse("files:uploads")
    counts = []
    for more in ("a", "bc"):
        for letter in more:
            sender.begin(sha256=letter * 64)
        sender.client.get(address)
        with CaptureQueriesContext(connection) as asked:
            sender.client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_stranger_sees_no_list(db: None) -> None:
    assert Client().get(reverse("files:uploads")).status_code == 302
    assert Client().post(reverse("files:uploads")).status_code == 401
