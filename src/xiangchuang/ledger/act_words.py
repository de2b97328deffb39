"""What the codes of acts mean to a reader: each app names those it writes, when it is ready."""

from collections.abc import Mapping

from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def name_acts(words: Mapping[str, str | Promise]) -> None:
    """Say what the verbs of an app's ledger entries are called."""
    _words.update(words)


def act_words(code: str) -> str:
    """Return what a verb is called, in the reader's language; a code nobody has named stays a code."""
    return str(_words.get(code, code))
