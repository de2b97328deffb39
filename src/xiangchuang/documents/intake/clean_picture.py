"""Pictures made anew: of a PNG or JPEG only what draws it is written again, anything else becomes a PNG.

The pixels of a plain picture stay as they are, so that the second time changes nothing; where it was taken,
with what, a thumbnail or a file behind its end are gone. Run in the limited child: it decodes.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from xiangchuang.documents.intake.container import broken
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.picture import JPEG_MAGIC, PNG_MAGIC, refuse_pixels

# What a PNG needs to look as it does (PNG 3rd edition, 11.2, 11.3); profiles, texts, times and EXIF go.
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
# JFIF says the resolution, Adobe how colours are coded; every other APPn and the comment go (ITU T.81, B.1).
_JPEG_DROPPED = (frozenset(range(0xE0, 0xF0)) - {0xE0, 0xEE}) | {0xFE}
_JFIF, _ADOBE = b"JFIF\x00", b"Adobe"
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN, _END = 0xDA, 0xD9
_ORIENTATION = 0x0112
_UPRIGHT = 1
_BECOME_PNG = ("GIF", "BMP", "TIFF", "WEBP")
_JPEG_QUALITY = 95


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture that holds nothing but itself; `media_type`: image/png or image/jpeg."""

    content: bytes
    media_type: str


def clean_picture(content: bytes, limits: UploadLimits) -> CleanPicture:
    """Return the picture made anew; one that a camera turned by a note is turned itself.

    Raises RefusedFile (`broken`, `image_bomb`) for what does not decode to its end or is too large.
    """
    try:
        if content.startswith(PNG_MAGIC):
            plain = _plain_png(content)
            _decode(plain, "PNG", limits)
            return CleanPicture(plain, "image/png")
        if content.startswith(JPEG_MAGIC):
            turned = _turned(content, limits)
            plain = _plain_jpeg(turned)
            _decode(plain, "JPEG", limits)
            return CleanPicture(plain, "image/jpeg")
        return CleanPicture(_as_png(content, limits), "image/png")
    except (OSError, ValueError, SyntaxError, IndexError, EOFError, Image.DecompressionBombError) as error:
        raise broken() from error


def _opened(content: bytes, kinds: tuple[str, ...], limits: UploadLimits) -> Image.Image:
    # Ours is asked instead, and refuses: Pillow's own warns below twice its limit.
    Image.MAX_IMAGE_PIXELS = None
    picture = Image.open(io.BytesIO(content), formats=kinds)
    refuse_pixels(picture.size, limits)
    return picture


def _decode(content: bytes, kind: str, limits: UploadLimits) -> None:
    with _opened(content, (kind,), limits) as picture:
        # A JPEG is read to its end at an eighth of its size all the same.
        picture.draft(picture.mode, (picture.width // 8 or 1, picture.height // 8 or 1))
        picture.load()


def _turned(content: bytes, limits: UploadLimits) -> bytes:
    with _opened(content, ("JPEG",), limits) as picture:
        if picture.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT:
            return content
        upright = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=_JPEG_QUALITY)
        return out.getvalue()


def _as_png(content: bytes, limits: UploadLimits) -> bytes:
    with _opened(content, _BECOME_PNG, limits) as picture:
        picture.load()
        has_alpha = "A" in picture.getbands() or "transparency" in picture.info
        drawn = picture.convert("RGBA" if has_alpha else "RGB")
        out = io.BytesIO()
        drawn.save(out, "PNG")
        return _plain_png(out.getvalue())


def _plain_png(content: bytes) -> bytes:
    kept, at = [PNG_MAGIC], len(PNG_MAGIC)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if end > len(content):
            break
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise ValueError("no IEND")


def _plain_jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes may stand before any marker
            at += 1
            continue
        if marker == _END:
            return b"".join([*kept, b"\xff\xd9"])
        end = at + 2 if marker in _ALONE else at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            end = _end_of_scan(content, end)
        if not _goes(marker, content[at + 4 : at + 9]):
            kept.append(content[at:end])
        at = end
    raise ValueError("no end of image")


def _goes(marker: int, beginning: bytes) -> bool:
    if marker == 0xE0:
        return not beginning.startswith(_JFIF)
    if marker == 0xEE:
        return not beginning.startswith(_ADOBE)
    return marker in _JPEG_DROPPED


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker stands; a stuffed FF00 and the restarts belong to the scan."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise ValueError("no end of scan")
