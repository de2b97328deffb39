"""Small real files, made here."""

import zlib
from pathlib import Path

import pytest
from pytest_django import Settings


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


@pytest.fixture
def png() -> bytes:
    """One white pixel."""
    header = _png_chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + _png_chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + _png_chunk(b"IEND", b"")
    )


@pytest.fixture
def media(tmp_path: Path, settings: Settings) -> Path:
    """An empty folder of files."""
    folder = tmp_path / "files"
    settings.MEDIA_ROOT = folder
    return folder
