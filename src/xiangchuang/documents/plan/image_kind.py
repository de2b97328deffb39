"""What kind of image bytes are, by their first bytes; never by the name an author gave them."""

SHOWN = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
NOT_SHOWN = (
    (b"\x01\x00\x00\x00", "image/emf"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
)


def image_media_type(content: bytes) -> tuple[str, bool]:
    """The media type, and whether a browser may be given it (SVG may not: it can carry scripts)."""
    for magic, media_type in SHOWN:
        if content.startswith(magic):
            return media_type, True
    for magic, media_type in NOT_SHOWN:
        if content.startswith(magic):
            return media_type, False
    return "application/octet-stream", False
