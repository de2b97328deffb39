"""A draw from a document and a seed, and again from the same: who sits where, and who comes next."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from xiangchuang.assignment.draw.document import Candidate, Document, commitment
from xiangchuang.assignment.draw.numbers import Numbers
from xiangchuang.assignment.draw.rounding import Network


class ReplacementError(ValueError):
    """A seat cannot be drawn again; `code` says why."""

    def __init__(self, code: Literal["not_seated", "nobody_left"], proposal: str, person: str) -> None:
        super().__init__(f"{code} {proposal} {person}")
        self.code, self.proposal, self.person = code, proposal, person


@dataclass(frozen=True)
class Recusal:
    """Somebody who leaves a panel after the draw, in the order in which it happened."""

    proposal: str
    person: str


@dataclass(frozen=True)
class DrawnSeat:
    """A seat that was drawn."""

    proposal: str
    person: str
    kind: str


@dataclass(frozen=True)
class Replacement:
    """Who came for whom, with the odds at that moment: the published ones of those who were left."""

    proposal: str
    left: str
    came: str
    kind: str
    odds: Fraction


@dataclass(frozen=True)
class Outcome:
    """The panels after all recusals, those first drawn, what was replaced, and how many numbers were used."""

    drawn: tuple[DrawnSeat, ...]
    seats: tuple[DrawnSeat, ...]
    replacements: tuple[Replacement, ...]
    numbers: int


class Draws:
    """Draws from one document; what does not hang on the seed is made once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.commitment = commitment(document.text())
        self._people = {candidate.key: candidate for candidate in document.candidates}
        self._panels = {panel.key: panel for panel in document.panels}
        self._networks: dict[int, Network] = {}

    @cached_property
    def _excluded(self) -> frozenset[tuple[str, str]]:
        return frozenset((e.proposal, e.person) for e in self.document.exclusions)

    @cached_property
    def _weights(self) -> dict[tuple[str, str], list[tuple[Candidate, int]]]:
        """For each panel and kind the units of every candidate, in the list's order."""
        units: Counter[tuple[str, str, int]] = Counter()
        for way in self.document.ways:
            for odd in way:
                units[self.document.panels[odd.panel].key, odd.kind, odd.candidate] += odd.units
        kinds = {kind for panel in self.document.panels for kind in panel.seats}
        found: defaultdict[tuple[str, str], list[tuple[Candidate, int]]] = defaultdict(list)
        for panel in self.document.panels:
            for at, candidate in enumerate(self.document.candidates):
                if (panel.key, candidate.key) not in self._excluded:
                    for kind in kinds.intersection(candidate.kinds):
                        found[panel.key, kind].append((candidate, units[panel.key, kind, at]))
        return found

    def draw(self, seed: str, recusals: Sequence[Recusal] = ()) -> Outcome:
        """Draw all panels, then replace who left, in order, by the numbers that come next.

        Raises ReplacementError where somebody left a panel they did not sit on, or nobody can follow.
        """
        numbers = Numbers(self.commitment, seed)
        way = numbers.below(len(self.document.ways))
        if way not in self._networks:
            self._networks[way] = Network(self.document, self.document.ways[way])
        drawn = [
            DrawnSeat(
                self.document.panels[odd.panel].key, self.document.candidates[odd.candidate].key, odd.kind
            )
            for odd in self._networks[way].seats(numbers)
        ]
        seats = list(drawn)
        replacements: list[Replacement] = []
        gone: set[tuple[str, str]] = set()
        for recusal in recusals:
            at = self._seat_of(seats, recusal)
            gone.add((recusal.proposal, recusal.person))
            leaving = seats.pop(at)
            replacement = self._replace(leaving, seats, gone, numbers)
            seats.insert(at, DrawnSeat(leaving.proposal, replacement.came, leaving.kind))
            replacements.append(replacement)
        return Outcome(tuple(drawn), tuple(seats), tuple(replacements), numbers.used)

    @staticmethod
    def _seat_of(seats: list[DrawnSeat], recusal: Recusal) -> int:
        for at, seat in enumerate(seats):
            if (seat.proposal, seat.person) == (recusal.proposal, recusal.person):
                return at
        raise ReplacementError("not_seated", recusal.proposal, recusal.person)

    def _replace(
        self, leaving: DrawnSeat, seats: list[DrawnSeat], gone: set[tuple[str, str]], numbers: Numbers
    ) -> Replacement:
        """Draw among those who may sit, by their published odds; evenly where all of these are 0."""
        by_hand = [person for person, _ in self._panels[leaving.proposal].seated]
        members = {seat.person for seat in seats if seat.proposal == leaving.proposal}.union(by_hand)
        organizations = {self._people[member].organization for member in members} - {""}
        loads = Counter(seat.person for seat in seats)
        able = [
            (candidate, units)
            for candidate, units in self._weights[leaving.proposal, leaving.kind]
            if candidate.key not in members
            and candidate.organization not in organizations
            and loads[candidate.key] < candidate.load
            and (leaving.proposal, candidate.key) not in gone
        ]
        if not able:
            raise ReplacementError("nobody_left", leaving.proposal, leaving.person)
        total = sum(units for _, units in able)
        if not total:
            able, total = [(candidate, 1) for candidate, _ in able], len(able)
        number = numbers.below(total)
        for candidate, units in able:
            if number < units:
                odds = Fraction(units, total)
                return Replacement(leaving.proposal, leaving.person, candidate.key, leaving.kind, odds)
            number -= units
        raise AssertionError("a number below the total lies in somebody's share")


def replay(document: Document, seed: str, recusals: Sequence[Recusal] = ()) -> Outcome:
    """Return what this document and seed give; the same wherever it is run."""
    return Draws(document).draw(seed, recusals)
