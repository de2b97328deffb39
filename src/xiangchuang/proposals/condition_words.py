"""What a kept record says of a condition, in the language of the page.

The record holds numbers, units and labels; its own sentence (``gap``) is Chinese, as the printed papers of a
case are. Records kept before they held the numbers are shown by that sentence.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext

from xiangchuang.policy.conditions import Distance, Lack, Tongue, distance_sentence, shown
from xiangchuang.policy.pack import Label
from xiangchuang.procedure.pack_words import words

Record = Mapping[str, Any]
OF_THE_PAGE: Final = Tongue(say=gettext, name=words)


def distance_words(record: Record) -> str:
    """Say what is missing, how far from the line and the least change, or who judges; "" when met."""
    kept = record.get("distance")
    if kept is None:
        return str(record.get("gap", ""))
    # JSON has lists where the record has tuples, which a strict reading would refuse.
    return distance_sentence(Distance.model_validate(kept, strict=False), OF_THE_PAGE)


def figure_words(figure: Record) -> str:
    """Write the value of a fact or a parameter with its unit."""
    if "counted_in" not in figure:
        return str(figure["shown"])
    counted_in = Label(**figure["counted_in"]) if figure["counted_in"] else None
    return shown(figure["value"], figure["unit"], counted_in, OF_THE_PAGE)


def lack_words(operand: Record) -> str:
    """Say why a fact has no value; "" when it has one."""
    return lack.said(OF_THE_PAGE) if (lack := lack_of(operand)) else str(operand.get("note", ""))


def lack_of(operand: Record) -> Lack | None:
    """Return why a fact has no value, where the record says it other than in words."""
    kept = operand.get("lack")
    return Lack.model_validate(kept, strict=False) if kept else None
