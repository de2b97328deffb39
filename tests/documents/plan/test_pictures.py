"""The pictures of a plan are made anew in the child: hashes match, or what they were made from is told."""

import hashlib
import io
from pathlib import Path

import docx
import pytest
from PIL import Image

from tests.documents.intake import hostile
from tests.documents.intake.test_clean_picture import photo
from xiangchuang.documents.plan import OutlineSection, ParsedPlan, parse_plan

OUTLINE = [
    OutlineSection(code="A.1.1", chapter_code="A.1", chapter_title="基本情况", title="基本情况", titles=())
]


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (12, 7), "#2b7249").save(out, kind)
    return out.getvalue()


def plan(folder: Path, *pictures: bytes) -> ParsedPlan:
    """Let python-docx write a plan with these pictures, and read it."""
    document = docx.Document()
    document.add_heading("一、基本情况", 1)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture))
    path = folder / "plan.docx"
    document.save(str(path))
    return parse_plan(path, OUTLINE)


def test_a_plain_picture_keeps_its_hash(tmp_path: Path) -> None:
    given = hostile.png(40, 30)
    [image] = plan(tmp_path, given).images
    assert (image.sha256, image.content, image.original_sha256) == (
        hashlib.sha256(given).hexdigest(), given, "",
    )  # fmt: skip


def test_a_photo_tells_neither_place_nor_camera_and_what_it_was_made_from_is_recorded(
    tmp_path: Path,
) -> None:
    given = photo()
    read = plan(tmp_path, given)
    [image] = read.images
    assert b"SecretCamera" not in image.content
    assert image.original_sha256 == hashlib.sha256(given).hexdigest()
    assert image.sha256 == hashlib.sha256(image.content).hexdigest()
    assert [block.image for block in read.sections[0].blocks if block.image] == [image.sha256]


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_what_no_page_shows_everywhere_becomes_a_png(tmp_path: Path, kind: str) -> None:
    given = drawn(kind)
    read = plan(tmp_path, given)
    [image] = read.images
    assert (image.media_type, image.name.rpartition(".")[2]) == ("image/png", "png")
    assert image.original_sha256 == hashlib.sha256(given).hexdigest()
    assert not read.losses


def test_a_picture_that_does_not_decode_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    broken = bytearray(drawn("PNG"))
    broken[45:50] = b"\x00" * 5
    read = plan(tmp_path, bytes(broken), hostile.png(40, 30))
    assert [loss.reason for loss in read.losses] == ["图片已损坏，打不开；在 Word 中重新插入该图片后再上传。"]
    assert {image.media_type for image in read.images} == {"application/octet-stream", "image/png"}
