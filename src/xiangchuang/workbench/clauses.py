"""A clause as a page cites it: its words, its address, and what to print at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiangchuang.procedure.packs import current_pack

DEFAULT = "default"


class HasText(Protocol):
    """A clause of a pack, as far as a citation needs it."""

    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class CitedClause:
    """What is drawn: `label` on the line, `text` on hover and at the foot of the printed page."""

    key: str
    label: str
    text: str
    url: str


def cited_clause(
    anchor: str, *, origin: str = "", clauses: Mapping[str, HasText] | None = None
) -> CitedClause:
    """Return the citation of an anchor; "default" is our own rule and says the practice it comes from.

    An anchor the policy does not hold keeps its number without text: a page must not fail over a footnote.
    """
    if anchor == DEFAULT:
        return CitedClause(f"{DEFAULT}:{origin}", _("惯例"), origin, "")
    known = clauses if clauses is not None else current_pack().clauses
    clause = known.get(anchor)
    return CitedClause(anchor, anchor, clause.text if clause else "", _clause_url(anchor))


def _clause_url(anchor: str) -> str:
    try:
        return reverse("portal:clause", args=[anchor])
    except NoReverseMatch:
        return ""
