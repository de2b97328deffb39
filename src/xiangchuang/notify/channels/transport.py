"""What every channel does: knows an address when it sees one, hides most of it, and delivers a letter."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise


@dataclass(frozen=True)
class Letter:
    """What is sent, in the reader's language.

    text: plain text without title and link. url: absolute, opens the page after sign-in.
    identity: names the letter, the same for each attempt. unsubscribe_url: "" where nothing is unsubscribed.
    """

    title: str
    text: str
    url: str
    identity: str
    unsubscribe_url: str = ""


class UndeliveredError(Exception):
    """The server did not take the letter; `is_final` when it never will."""

    def __init__(self, said: str, *, is_final: bool = False) -> None:
        super().__init__(said)
        self.is_final = is_final


class BadAddressError(Exception):
    """That is no address of the channel; the message says in words what one looks like."""


class Transport(Protocol):
    """A channel. Each lies in a folder of its own."""

    @property
    def hint(self) -> str | Promise:
        """What to type as the address, with an example."""
        ...

    @property
    def caution(self) -> str | Promise:
        """Who else may read what arrives there; "" for nobody."""
        ...

    def is_set_up(self) -> bool:
        """Return whether the server is named in the settings."""
        ...

    def read(self, typed: str) -> str:
        """Return the address in its one spelling. Raises BadAddressError."""
        ...

    def masked(self, address: str) -> str:
        """Return the address so that its owner knows it and nobody learns it."""
        ...

    def deliver(self, address: str, letter: Letter) -> None:
        """Hand the letter over. Raises UndeliveredError."""
        ...
