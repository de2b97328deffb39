"""What is public, kind by kind: each app says what of its own anyone may find, and search knows no app."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Draft:
    """A text as the public reads it now. `key` is its own within the kind; `place` a prefecture's code."""

    key: str
    title: str
    body: str
    url: str
    published_at: datetime | None = None
    place: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of public text.

    texts: those that are public now, all of them or those of these keys; it must start at what is public.
    of_case: keys of what hangs on a case, public or not; with it the kernel's verbs bring them up to date.
    is_matched: whether texts are matched by their rarest words, so that the words are counted.
    """

    kind: str
    label: str | Promise
    texts: Callable[[Collection[str] | None], Iterable[Draft]]
    of_case: Callable[[int], Iterable[str]] | None = None
    is_matched: bool = False


_sources: dict[str, Source] = {}


def contribute_source(source: Source) -> None:
    """Let a kind of text be found; called when an app is ready."""
    _sources[source.kind] = source


def sources() -> dict[str, Source]:
    """Return the kinds there are, by code, in the order of their contribution."""
    return dict(_sources)
