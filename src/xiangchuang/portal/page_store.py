"""Pages kept in this process's memory: the oldest unread leave when the room is used up."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

_STRIPES = 64


@dataclass(frozen=True)
class KeptPage:
    """A rendered page: `since` is when this body was first rendered, `until` when it runs out."""

    body: bytes
    headers: Mapping[str, str]
    etag: str
    since: datetime
    until: datetime

    @property
    def size(self) -> int:
        """Bytes it takes, near enough."""
        return len(self.body) + 1_000


def etag_of(body: bytes) -> str:
    """Return the entity tag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class PageStore:
    """Kept pages by key, for the threads of one process."""

    def __init__(self, room: int) -> None:
        """Make an empty store of so many bytes."""
        self._room = room
        self._used = 0
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._lock = threading.Lock()
        self._rendering = [threading.Lock() for _ in range(_STRIPES)]

    def get(self, key: Hashable) -> KeptPage | None:
        """Return what is kept, run out or not."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep a page in place of the one before."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._used += page.size - (before.size if before else 0)
            self._pages[key] = page
            while self._used > self._room and self._pages:
                _key, oldest = self._pages.popitem(last=False)
                self._used -= oldest.size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._used = 0

    @contextmanager
    def rendering(self, key: Hashable) -> Iterator[None]:
        """Let one thread render a page while the others who want it wait for it."""
        with self._rendering[hash(key) % _STRIPES]:
            yield
