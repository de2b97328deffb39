"""What is committed to before the seed exists: candidates, rules, exclusions with reasons, and the odds.

Odds are whole numbers of `unit`. A document holds one or more ways to draw, each as likely as any
other. Within
a way each organisation is drawn for one kind a panel, so that its limit of one seat nests in the quota
of that
kind; the odds published are those over all ways, and they hold exactly, the organisation rule included.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Literal

from xiangchuang.canonical_json import canonical_json, text_sha256

FORM: Final = "xiangchuang-draw/1"

Fault = Literal[
    "not_json", "not_canonical", "form", "fields", "reference", "quota", "odds_range", "load", "kind",
    "excluded", "organization", "organization_kind", "seated",
]  # fmt: skip


class DocumentError(ValueError):
    """The document is not one a fair draw can be made from; `code` says how, `where` names the place."""

    def __init__(self, code: Fault, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where


@dataclass(frozen=True)
class Candidate:
    """Who may be drawn: kinds, organisation ("" for none) and how many seats they are free for."""

    key: str
    kinds: tuple[str, ...]
    organization: str
    load: int


@dataclass(frozen=True)
class Drawn:
    """A panel to draw: seats by kind, beside those filled by hand."""

    key: str
    seats: Mapping[str, int]
    seated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """A pair that is left out, with the rule and its reason."""

    proposal: str
    person: str
    rule: str
    reason: str = ""


@dataclass(frozen=True)
class Odd:
    """The chance, in units, that a person is drawn for a kind of a panel: places in the lists, and the
    kind."""

    panel: int
    candidate: int
    kind: str
    units: int


@dataclass(frozen=True)
class Document:
    """The whole of what decides a draw but its seed. `rules` is what the caller states beside it."""

    code: str
    unit: int
    candidates: tuple[Candidate, ...]
    panels: tuple[Drawn, ...]
    exclusions: tuple[Exclusion, ...]
    ways: tuple[tuple[Odd, ...], ...]
    rules: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the one text of this document: sorted keys, no spaces, no line ends, no floats."""
        plain = {
            "form": FORM, "code": self.code, "unit": self.unit, "rules": dict(self.rules),
            "candidates": [
                {"key": c.key, "kinds": list(c.kinds), "organization": c.organization, "load": c.load}
                for c in self.candidates
            ],
            "panels": [
                {"key": p.key, "seats": dict(p.seats), "seated": [list(seat) for seat in p.seated]}
                for p in self.panels
            ],
            "exclusions": [
                {"proposal": e.proposal, "person": e.person, "rule": e.rule, "reason": e.reason}
                for e in self.exclusions
            ],
            "ways": [[[o.panel, o.candidate, o.kind, o.units] for o in way] for way in self.ways],
        }  # fmt: skip
        return canonical_json(plain)

    def odds(self) -> dict[tuple[str, str], Fraction]:
        """Return the published probability of each pair, panel and person; pairs that are not there
        have none."""
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for way in self.ways:
            for odd in way:
                sums[self.panels[odd.panel].key, self.candidates[odd.candidate].key] += odd.units
        whole = self.unit * len(self.ways)
        return {pair: Fraction(units, whole) for pair, units in sums.items()}


def commitment(text: str) -> str:
    """Return the hash that is made public before the seed exists: SHA-256 of the text in UTF-8,
    hexadecimal."""
    return text_sha256(text)


def read_document(text: str) -> Document:
    """Return the document a committed text holds. Raises DocumentError unless it is sound and canonical."""
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise DocumentError("not_json") from error
    if not isinstance(plain, dict) or plain.get("form") != FORM:
        raise DocumentError("form")
    try:
        document = _from_plain(plain)
        if document.text() != text:
            raise DocumentError("not_canonical")
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError("fields", str(error)) from error
    check(document)
    return document


def _from_plain(plain: dict[str, Any]) -> Document:
    return Document(
        plain["code"],
        plain["unit"],
        tuple(
            Candidate(c["key"], tuple(c["kinds"]), c["organization"], c["load"]) for c in plain["candidates"]
        ),
        tuple(
            Drawn(p["key"], p["seats"], tuple((person, kind) for person, kind in p["seated"]))
            for p in plain["panels"]
        ),
        tuple(Exclusion(e["proposal"], e["person"], e["rule"], e["reason"]) for e in plain["exclusions"]),
        tuple(
            tuple(Odd(panel, candidate, kind, units) for panel, candidate, kind, units in way)
            for way in plain["ways"]
        ),
        plain["rules"],
    )


def check(document: Document) -> None:
    """Raise DocumentError where the odds of some way break a quota, a load, an exclusion or an
    organisation."""
    keys = [c.key for c in document.candidates], [p.key for p in document.panels]
    if any(len(set(some)) != len(some) for some in keys) or document.unit < 1 or not document.ways:
        raise DocumentError("fields")
    excluded = {(exclusion.proposal, exclusion.person) for exclusion in document.exclusions}
    by_key = {candidate.key: candidate for candidate in document.candidates}
    if any(person not in by_key for panel in document.panels for person, _ in panel.seated):
        raise DocumentError("reference")
    taken = [{_organization(by_key[person]) for person, _ in panel.seated} for panel in document.panels]
    for way in document.ways:
        _check_way(document, way, excluded, taken)


def _organization(candidate: Candidate) -> str:
    """Who has no organisation stands alone."""
    return f"o/{candidate.organization}" if candidate.organization else f"p/{candidate.key}"


def _check_way(
    document: Document, way: tuple[Odd, ...], excluded: set[tuple[str, str]], taken: list[set[str]]
) -> None:
    seats: defaultdict[tuple[int, str], int] = defaultdict(int)
    loads: defaultdict[int, int] = defaultdict(int)
    of_organization: defaultdict[tuple[int, str], int] = defaultdict(int)
    kind_of: dict[tuple[int, str], str] = {}
    for odd in way:
        if not (0 <= odd.panel < len(document.panels) and 0 <= odd.candidate < len(document.candidates)):
            raise DocumentError("reference")
        candidate, panel = document.candidates[odd.candidate], document.panels[odd.panel]
        where = f"{panel.key} {candidate.key}"
        organization = (odd.panel, _organization(candidate))
        if not 0 < odd.units <= document.unit:
            raise DocumentError("odds_range", where)
        if odd.kind not in candidate.kinds:
            raise DocumentError("kind", where)
        if (panel.key, candidate.key) in excluded:
            raise DocumentError("excluded", where)
        if organization[1] in taken[odd.panel]:
            raise DocumentError("seated", where)
        if kind_of.setdefault(organization, odd.kind) != odd.kind:
            raise DocumentError("organization_kind", where)
        seats[odd.panel, odd.kind] += odd.units
        loads[odd.candidate] += odd.units
        of_organization[organization] += odd.units
    for (panel_at, name), units in of_organization.items():
        if units > document.unit:
            raise DocumentError("organization", f"{document.panels[panel_at].key} {name}")
    for at, units in loads.items():
        if units > document.candidates[at].load * document.unit:
            raise DocumentError("load", document.candidates[at].key)
    wanted = {
        (at, k): n * document.unit for at, p in enumerate(document.panels) for k, n in p.seats.items() if n
    }
    if wanted != dict(seats):
        raise DocumentError("quota")
