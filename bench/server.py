"""The web server as script/server starts it, for as long as a measurement lasts."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.figures import percentile

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30
BLOCKING_THREADS = 8


class Load(NamedTuple):
    """What the clients saw: requests a second, milliseconds, faults by name."""

    per_second: float
    p50: float
    p95: float
    p99: float
    answered: int
    faults: dict[str, int]


@contextmanager
def serving(workers: int) -> Iterator[int]:
    """Serve the database of this process's environment on a free port and yield the port."""
    port = _free_port()
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", HOST,
            "--port", str(port), "--log-level", "warning", "--workers", str(workers),
            "--blocking-threads", str(BLOCKING_THREADS), "xiangchuang.config.wsgi:application",
        ],
        stdout=sys.stderr,
        env=os.environ | {"SITE_URL": f"http://{HOST}:{port}"},
    )  # fmt: skip
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE_SECONDS)


def send(
    port: int, requests: list[dict[str, Any]], *, threads: int, seconds: float, status: int, once: bool
) -> Load:
    """Send the requests from a process of its own; see `bench.load` for the terms."""
    plan = {
        "host": HOST, "port": port, "threads": threads, "seconds": seconds, "status": status, "once": once,
        "requests": requests,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    times = told["ms"]
    return Load(
        len(times) / told["seconds"],
        percentile(times, 0.5),
        percentile(times, 0.95),
        percentile(times, 0.99),
        len(times),
        told["faults"],
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends and server.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=1)
        try:
            connection.request("GET", "/account/sign-in/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("the web server did not start; its message is above")
