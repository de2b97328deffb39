"""Kinds of message: how each is said, and whether what it says still holds when a channel would send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xiangchuang.notify.models import Message, Pace

Value = str | int | bool | None


@dataclass(frozen=True)
class Said:
    """A message in the language of its reader: what happened in one line, and what to do about it."""

    title: str
    detail: str = ""


def _always(message: Message) -> bool:
    return True


@dataclass(frozen=True)
class MessageKind:
    """A kind of message, contributed by the app that tells it.

    say: the values → words. still_holds: asked right before a channel sends what was told a while ago.
    pace: how soon it leaves the house for who chose nothing.
    """

    code: str
    label: str | Promise
    say: Callable[[Mapping[str, Value]], Said]
    still_holds: Callable[[Message], bool] = _always
    pace: Pace = Pace.AT_ONCE


_KINDS: Final[dict[str, MessageKind]] = {}


def register_message_kind(kind: MessageKind) -> None:
    """Add a kind; call it from the app's `ready()`."""
    _KINDS[kind.code] = kind


def message_kinds() -> list[MessageKind]:
    """Return every kind, in the order they were registered."""
    return list(_KINDS.values())


def find_kind(code: str) -> MessageKind | None:
    """Return the kind of that code."""
    return _KINDS.get(code)


def words_of(message: Message) -> Said:
    """Return the message in the language of the page; one of a kind that is gone says only its matter."""
    kind = _KINDS.get(message.kind)
    return kind.say(message.values) if kind else Said(message.subject or _("消息"))


def still_holds(message: Message) -> bool:
    """Return whether the message is still worth sending; a channel asks this last."""
    kind = _KINDS.get(message.kind)
    return kind is not None and kind.still_holds(message)
