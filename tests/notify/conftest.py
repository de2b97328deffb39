"""A mail server and two robots that really listen, and a kind of message of the tests' own."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import translation
from pytest_django import Settings

from xiangchuang.notify import kinds
from xiangchuang.notify.kinds import MessageKind, Said, register_message_kind


@dataclass
class MailServer:
    """What arrived at the server; `refuse` is what it says instead of taking the next mails."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuse: str = ""
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    @property
    def bodies(self) -> list[str]:
        """The texts of the mails."""
        return [mail.get_content() for mail in self.mails]


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    """A server on a port of its own, named in the settings."""
    server = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server.port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.DEFAULT_FROM_EMAIL = "xiangchuang@kjt.example.cn"
    settings.SITE_URL = "https://tic.example.cn"
    yield server
    controller.stop()


@dataclass
class Robot:
    """What was posted to the robot service; `answer` is what it says, with HTTP 200 as the real ones do."""

    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})
    status: int = 200


@pytest.fixture
def robot(settings: Settings) -> Iterator[Robot]:
    """One service that plays both robots, named in the settings."""
    played = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            played.posts.append((self.path, json.loads(body)))
            answer = json.dumps(played.answer).encode()
            self.send_response(played.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    here = f"http://127.0.0.1:{server.server_port}"
    settings.WECOM_ROBOT_URL, settings.DINGTALK_ROBOT_URL = f"{here}/wecom/send", f"{here}/dingtalk/send"
    settings.SITE_URL = "https://tic.example.cn"
    yield played
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def river() -> Iterator[None]:
    """A kind that says in the reader's language how many rivers have risen; it holds while any has."""

    def say(values: object) -> Said:
        assert isinstance(values, dict)
        english = translation.get_language() == "en"
        return Said(f"{values['count']} rivers" if english else f"{values['count']} 条河涨水", "请看水位。")

    register_message_kind(MessageKind("river", "水情", say, lambda message: message.values["count"] != 0))
    yield
    kinds._KINDS.pop("river")
