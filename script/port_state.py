"""`port_state.py free|answering HOST PORT`: exit 0 if the port is free, or once it answers (within 30 s)."""

import socket
import sys
import time

PATIENCE_SECONDS = 30


def answers(host: str, port: int) -> bool:
    """Tell whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def main() -> int:
    wanted, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if wanted == "free":
        return int(answers(host, port))
    end = time.monotonic() + PATIENCE_SECONDS
    while not answers(host, port):
        if time.monotonic() > end:
            return 1
        time.sleep(0.2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
