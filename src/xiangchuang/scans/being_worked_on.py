"""Whether somebody works on a scan: a lock that dies with its holder, so a killed worker is seen at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from xiangchuang.scans.models import Scan


@contextmanager
def working_on(scan: Scan) -> Iterator[None]:
    """Hold the scan's lock; waits for another holder to end."""
    scan.lock_file.parent.mkdir(parents=True, exist_ok=True)
    with scan.lock_file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def is_worked_on(scan: Scan) -> bool:
    """Return whether a living worker holds the scan's lock."""
    try:
        with scan.lock_file.open("r") as looked_at:
            fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
