"""Kill -9 of the web process in the middle of an upload: what it acknowledged is there when it is back."""

import hashlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIECE = 256 * 1024
CONTENT = random.Random(7).randbytes(40 * PIECE)  # noqa: S311
MAKE_A_PERSON = """
from django.contrib.sessions.backends.db import SessionStore
from xiangchuang.accounts.models import User
user = User.objects.create_user("li", password="x")
session = SessionStore()
session["_auth_user_id"] = str(user.pk)
session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
session["_auth_user_hash"] = user.get_session_auth_hash()
session.create()
print(session.session_key)
"""


class Server:
    """The web process itself, as script/server starts it, over a database of its own."""

    def __init__(self, folder: Path) -> None:
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        self.environment = {
            **os.environ, "PYTHONPATH": paths, "XIANGCHUANG_VAR": str(folder), "SECRET_KEY": "k" * 50,
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        }  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._manage("prepare_database")
        self.session = self._manage("shell", "-v", "0", "-c", MAKE_A_PERSON).split()[-1]

    def _manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def start(self) -> None:
        self.process = subprocess.Popen(
            [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(self.port), "--log-level", "critical", "xiangchuang.config.wsgi:application"],
            cwd=ROOT, env=self.environment, start_new_session=True,
        )  # fmt: skip
        for _attempt in range(300):
            try:
                self.ask("OPTIONS", "/files/uploads/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        token = "t" * 32
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Cookie": f"sessionid={self.session}; csrftoken={token}", "X-CSRFToken": token}
        link.request(method, path, body or None, sent)
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer

    def send(self, where: str, offset: int) -> int:
        """Send the next piece; return where the server says the upload ends, or raise OSError."""
        answer = self.ask(
            "PATCH", where, CONTENT[offset : offset + PIECE], Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream",
        )  # fmt: skip
        assert answer.status == 204, answer.status
        return int(answer.headers["Upload-Offset"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


def test_no_acknowledged_piece_is_lost_however_often_the_server_is_killed(
    server: Server, tmp_path: Path
) -> None:
    begun = server.ask(
        "POST", "/files/uploads/", Upload_Length=str(len(CONTENT)),
        Upload_Metadata="filename YS5wZGY=,fingerprint Zg==",
    )  # fmt: skip
    where = begun.headers["Location"]
    part = tmp_path / "files" / "unfinished" / where.split("/")[-2]
    offset, killed, chance = 0, 0, random.Random(3)  # noqa: S311
    while offset < len(CONTENT):
        shot = None
        if killed < 3 and offset >= (killed + 1) * 8 * PIECE:
            shot = threading.Timer(chance.uniform(0, 0.02), server.kill)
            shot.start()
            killed += 1
        try:
            offset = server.send(where, offset)
        except (OSError, http.client.HTTPException):
            assert shot is not None
        if shot is not None:
            shot.join()
            assert part.read_bytes()[:offset] == CONTENT[:offset]
            server.start()
            told = int(server.ask("HEAD", where).headers["Upload-Offset"])
            # The answer may have been lost with the process, the piece was not; nothing is taken back.
            assert offset <= told <= offset + PIECE
            offset = told
    assert killed == 3
    assert hashlib.sha256(part.read_bytes()).digest() == hashlib.sha256(CONTENT).digest()
