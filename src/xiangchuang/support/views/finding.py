"""What the views of support share: the version a person saw, a file handed in, filters of an address."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_line
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.pages.parts import ChoiceFilter
from xiangchuang.pages.typed import whole
from xiangchuang.support.evidence import KINDS, PURPOSE

ENDINGS = ",".join(f".{kind}" for kind in KINDS)
LONGEST_SEARCH = 100


def stored(actor: Actor, upload: Any) -> StoredFile | None:
    """Take a file in, where one was handed in. Raises RefusedUpload."""
    return store(actor=actor, upload=upload, expect=KINDS, purpose=PURPOSE) if upload else None


def searched(text: str) -> str:
    """Return what is searched for."""
    return normalise_line(text)[:LONGEST_SEARCH]


def chosen(name: str, label: str, choices: dict[str, str], asked: str) -> ChoiceFilter:
    """Return a filter with what was asked, when it is one of its choices."""
    return ChoiceFilter(name, label, list(choices.items()), asked if asked in choices else "")


def asked_center(text: str) -> int | None:
    """Return the number of the center the list is narrowed to."""
    return whole(text, None)
