"""A picture keeps its pixels and nothing else; made anew twice it is the same."""

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.documents.intake import hostile
from xiangchuang.documents.intake import RefusedFile, UploadLimits, take_in_limited
from xiangchuang.documents.intake.clean_picture import clean_picture

LIMITS = UploadLimits()
GPS = {1: "N", 2: (28.0, 11.0, 41.0)}


def photo(*, turned: int = 1, progressive: bool = False) -> bytes:
    """As a telephone writes it: where it was taken, with what, and which side is up."""
    picture = Image.new("RGB", (64, 32), "#1d5b99")
    picture.paste("#b23a26", (0, 0, 16, 16))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "SecretCamera"
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"by Li", progressive=progressive, quality=90)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        return picture.tobytes()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_loses_place_camera_and_comment_but_no_pixel(progressive: bool) -> None:
    given = photo(progressive=progressive)
    assert b"SecretCamera" in given and b"by Li" in given
    clean = clean_picture(given, LIMITS).content
    assert b"SecretCamera" not in clean and b"by Li" not in clean and b"Exif" not in clean
    assert pixels(clean) == pixels(given)
    assert clean_picture(clean, LIMITS).content == clean


def test_a_photo_that_was_turned_by_a_note_stands_upright_without_it() -> None:
    with Image.open(io.BytesIO(clean_picture(photo(turned=6), LIMITS).content)) as picture:
        assert picture.size == (32, 64)
        assert picture.getexif() == {}
        red, _green, blue = picture.getpixel((28, 4))  # type: ignore[misc]
        assert red > 150 > blue


def test_what_lies_behind_the_end_or_between_is_gone() -> None:
    texts = PngInfo()
    texts.add_text("Author", "Li Si")
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 4)).save(out, "PNG", pnginfo=texts)
    given = out.getvalue()
    clean = clean_picture(given + b"PK\x03\x04 a zip", LIMITS).content
    assert b"Li Si" in given and b"Li Si" not in clean and b"PK" not in clean
    assert pixels(clean) == pixels(given)
    assert clean_picture(photo() + b"<script>", LIMITS).content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_become_png(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (12, 7), "#2b7249").save(out, kind)
    clean = clean_picture(out.getvalue(), LIMITS)
    assert clean.media_type == "image/png"
    with Image.open(io.BytesIO(clean.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (12, 7))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.png(40, 30)[:60], "broken"),
        (photo()[:400], "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "broken"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "broken"),
        (b"\x01\x00\x00\x00 EMF", "broken"),
        (hostile.png(50_000, 50_000), "image_bomb"),
    ],
)
def test_what_does_not_draw_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        clean_picture(content, LIMITS)
    assert refused.value.code == code


def test_the_hash_of_what_was_given_is_told_beside_the_new_one(tmp_path: Path) -> None:
    path, given = tmp_path / "upload", photo()
    path.write_bytes(given)
    taken = take_in_limited(path, name="现场.jpg", expect=("jpg", "png"))
    assert taken.original_sha256 == hashlib.sha256(given).hexdigest()
    assert taken.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert taken.size == path.stat().st_size < len(given)
    again = take_in_limited(path, name="现场.jpg", expect=("jpg",))
    assert (again.sha256, again.original_sha256) == (taken.sha256, "")


def test_a_picture_at_the_limit_fits_into_the_childs_memory(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    Image.new("RGB", (10_000, 6_000), "#ffffff").save(path, "PNG")
    assert take_in_limited(path, name="图.png", expect=("png",)).media_type == "image/png"
