"""A scanner that speaks clamd's INSTREAM over TCP or a Unix socket: it knows one virus, also within a zip."""

import io
import socketserver
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Harmless by agreement of the makers of scanners; written in two parts lest a scanner take this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _holds_it(content: bytes, depth: int = 0) -> bool:
    if EICAR in content:
        return True
    if depth > 2 or not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(_holds_it(archive.read(name), depth + 1) for name in archive.namelist())


class _Asked(socketserver.StreamRequestHandler):
    most = 100 * 1024 * 1024

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Signature FOUND\0" if _holds_it(content) else b"stream: OK\0")


class _OnTcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _OnSocket(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def scanner(at: Path | None = None, most: int = _Asked.most) -> Iterator[str]:
    """Run it and give its address: on a Unix socket at `at`, else on a free port of this machine."""
    handler = type("Asked", (_Asked,), {"most": most})
    server = _OnSocket(str(at), handler) if at else _OnTcp(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"unix:{at}" if at else f"tcp://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
