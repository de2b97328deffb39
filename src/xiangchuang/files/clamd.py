"""Asks a ClamAV daemon about a file: INSTREAM of clamd's own protocol, over TCP or a Unix socket.

Forty lines in place of a package: those on offer are asynchronous or have not been kept for years (ADR 0025).
"""

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_PIECE = 256 * 1024
_CONNECTS_WITHIN = 3.0
# Between two answers of the daemon, not for the whole file.
_ANSWERS_WITHIN = 60.0
_LONGEST_ANSWER = 4096


class ScannerSilent(Exception):  # noqa: N818 - what is asked of it stays unknown, nothing is wrong with the file
    """The daemon cannot be reached, or did not say what it found: the file is not known to be clean."""


@dataclass(frozen=True)
class Scanned:
    """What the daemon said; `virus` is its name for what it found, "" for nothing."""

    virus: str

    @property
    def is_clean(self) -> bool:
        """Return whether nothing was found."""
        return not self.virus


def scan(path: Path, *, address: str) -> Scanned:
    """Send the bytes at `path` to the daemon at `address` ("tcp://host:3310", "unix:/run/clamd.ctl").

    Raises ScannerSilent for any answer but OK or FOUND (its size limit, too: clamd's StreamMaxLength must be
    above ours), and ValueError for an address of another kind.
    """
    try:
        with _connected(address) as link, path.open("rb") as content:
            link.sendall(b"zINSTREAM\0")
            while piece := content.read(_PIECE):
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
            said = _answer(link)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    if said == "stream: OK":
        return Scanned("")
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Scanned(said.removeprefix("stream: ").removesuffix(" FOUND") or "?")
    raise ScannerSilent(said)


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(_CONNECTS_WITHIN)
        try:
            link.connect(parts.path)
        except OSError:
            link.close()
            raise
    elif parts.scheme == "tcp" and parts.hostname and parts.port:
        link = socket.create_connection((parts.hostname, parts.port), timeout=_CONNECTS_WITHIN)
    else:
        raise ValueError(f"CLAMD_ADDRESS is neither tcp://host:port nor unix:/path: {address}")
    link.settimeout(_ANSWERS_WITHIN)
    return link


def _answer(link: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        piece = link.recv(_LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
