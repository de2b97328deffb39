"""The load generator, a process of its own: sends requests over kept connections, prints what they took.

Reads one JSON object from standard input: host, port, threads, seconds, status (the expected one), once,
and requests (method, path, headers, body). Closed loop: each thread sends its next request
when it has the answer. With `once`, each request is sent one time; else they are repeated for so many
seconds after a warm-up.
"""

import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

WARM_UP_SECONDS = 0.5
PATIENCE_SECONDS = 30


class Generator:
    """Sends the requests of one plan and gathers milliseconds and faults."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._requests = self._endless() if not plan["once"] else iter(plan["requests"])
        self._counted_from = 0.0
        self.milliseconds: list[float] = []
        self.faults: Counter[str] = Counter()
        self.seconds = 0.0

    def run(self) -> None:
        """Send everything; returns when all threads are through."""
        began = time.perf_counter()
        self._counted_from = began if self._plan["once"] else began + WARM_UP_SECONDS
        self._ends = self._counted_from + (PATIENCE_SECONDS if self._plan["once"] else self._plan["seconds"])
        threads = [threading.Thread(target=self._send_all) for _ in range(self._plan["threads"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.perf_counter() - self._counted_from

    def _endless(self) -> Iterator[dict[str, Any]]:
        while True:
            yield from self._plan["requests"]

    def _next(self) -> dict[str, Any] | None:
        with self._lock:
            return next(self._requests, None)

    def _send_all(self) -> None:
        connection = http.client.HTTPConnection(
            self._plan["host"], self._plan["port"], timeout=PATIENCE_SECONDS
        )
        while time.perf_counter() < self._ends and (request := self._next()) is not None:
            began = time.perf_counter()
            fault = self._send(connection, request)
            ended = time.perf_counter()
            with self._lock:
                if fault:
                    self.faults[fault] += 1
                elif began >= self._counted_from:
                    self.milliseconds.append((ended - began) * 1000)
        connection.close()

    def _send(self, connection: http.client.HTTPConnection, request: dict[str, Any]) -> str:
        """Send one request; return what was wrong with the answer, or an empty string."""
        try:
            connection.request(request["method"], request["path"], request.get("body"), request["headers"])
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return type(error).__name__
        expected: int = self._plan["status"]
        return "" if answer.status == expected else f"status {answer.status}"


def main() -> None:
    generator = Generator(json.load(sys.stdin))
    generator.run()
    json.dump(
        {"seconds": generator.seconds, "ms": generator.milliseconds, "faults": generator.faults}, sys.stdout
    )


if __name__ == "__main__":
    main()
