"""Images by their own header: real PNG or JPEG, of a size that a browser can open."""

import struct
from pathlib import Path

from xiangchuang.documents.intake.container import broken
from xiangchuang.documents.intake.limits import UploadLimits
from xiangchuang.documents.intake.refusal import RefusedFile

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC = b"\xff\xd8\xff"
# SOF markers carry the size; C4, C8 and CC are tables, not frames (ITU T.81, table B.1).
FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check_picture(path: Path, limits: UploadLimits) -> None:
    """Refuse a PNG or JPEG that is cut short, too large in pixels, or carries another file behind its end."""
    content = path.read_bytes()
    size = pixel_size(content)
    if size is None:
        raise broken()
    refuse_image_bomb(content, limits)
    end = b"IEND\xaeB`\x82" if content.startswith(PNG_MAGIC) else b"\xff\xd9"
    if not content.rstrip(b"\x00\r\n ").endswith(end):
        raise RefusedFile(
            "broken", "图片不完整，或结尾之后还附有别的内容。用看图软件打开后另存为新的图片，重新上传。"
        )


def refuse_image_bomb(head: bytes, limits: UploadLimits) -> None:
    """Refuse an image whose header declares more pixels than the limit; other content passes."""
    size = pixel_size(head)
    if size is not None:
        refuse_pixels(size, limits)


def refuse_pixels(size: tuple[int, int], limits: UploadLimits) -> None:
    """Refuse an image of `size` (width, height in pixels) above the limit."""
    if size[0] * size[1] > limits.max_pixels:
        raise RefusedFile(
            "image_bomb",
            f"图片有 {size[0]}×{size[1]} 像素，超过 {limits.max_pixels // 10_000} 万像素的上限。"
            "缩小图片后重新上传。",
        )


def pixel_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels from a PNG or JPEG header; None when it is neither or is cut short."""
    if content.startswith(PNG_MAGIC) and content[12:16] == b"IHDR" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(JPEG_MAGIC):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in FRAME_MARKERS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
