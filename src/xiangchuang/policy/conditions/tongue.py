"""In which language a sentence is made: its patterns and the labels of the pack.

A sentence is written once, as a Chinese pattern; whoever shows it brings the translation. The patterns stand
inside calls of ``_``, where the collector of messages finds them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from xiangchuang.policy.terms import Label


class Tongue(NamedTuple):
    """``say`` gives a Chinese pattern in the language, ``name`` a label of the pack."""

    say: Callable[[str], str]
    name: Callable[[Label], str]


CHINESE: Final = Tongue(say=lambda pattern: pattern, name=lambda label: label.zh)
