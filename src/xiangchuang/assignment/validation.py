"""Whether panels keep every rule, asked by plain counting: nothing here is shared with what built them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from xiangchuang.assignment.problem import Person, Proposal, Round, Seat

Rule = Literal[
    "unknown", "twice", "kind", "quota", "size", "odd", "load", "least_load", "forbidden", "spread", "by_hand"
]  # fmt: skip


@dataclass(frozen=True)
class Breach:
    """A rule that panels break: where, by whom, and the rule's own name or kind."""

    rule: Rule
    proposal: str = ""
    person: str = ""
    detail: str = ""


def breaches(given: Round, seats: Iterable[Seat]) -> list[Breach]:
    """Return every breach of the round's rules by a set of seats; none when the panels are valid."""
    people = {person.key: (place, person) for place, person in enumerate(given.people)}
    rows = {proposal.key: row for row, proposal in enumerate(given.proposals)}
    panels: dict[str, list[Seat]] = defaultdict(list)
    found: list[Breach] = []
    loads: Counter[str] = Counter()
    for seat in seats:
        if seat.person not in people or seat.proposal not in rows:
            found.append(Breach("unknown", seat.proposal, seat.person))
            continue
        place, person = people[seat.person]
        panels[seat.proposal].append(seat)
        loads[seat.person] += 1
        if seat.kind not in person.kinds or seat.kind not in given.rules.kinds:
            found.append(Breach("kind", seat.proposal, seat.person, seat.kind))
        if rule := given.forbidden.get((rows[seat.proposal], place)):
            found.append(Breach("forbidden", seat.proposal, seat.person, rule))
    for person in given.people:
        held = person.carried + loads[person.key]
        # Somebody who came with more than the most cannot be seated, but need not give up a seat.
        if loads[person.key] and held > person.most:
            found.append(Breach("load", person=person.key, detail=str(held)))
        if held < person.least:
            found.append(Breach("least_load", person=person.key, detail=str(held)))
    for proposal in given.proposals:
        members = [(seat, people[seat.person][1]) for seat in panels[proposal.key]]
        found += _panel_breaches(given, proposal, members)
    return found


def _panel_breaches(given: Round, proposal: Proposal, members: list[tuple[Seat, Person]]) -> Iterable[Breach]:
    key, rules = proposal.key, given.rules
    kinds = Counter(seat.kind for seat, _ in members)
    for kind, span in rules.kinds.items():
        if not span.least <= kinds[kind] <= span.most:
            yield Breach("quota", key, detail=kind)
    if not rules.size.least <= len(members) <= rules.size.most:
        yield Breach("size", key, detail=str(len(members)))
    if rules.odd and len(members) % 2 == 0:
        yield Breach("odd", key, detail=str(len(members)))
    for name, count in Counter(seat.person for seat, _ in members).items():
        if count > 1:
            yield Breach("twice", key, name)
    for spread in rules.spreads:
        groups = Counter(person.groups.get(spread.group, "") for _, person in members)
        for group, count in groups.items():
            if group and count > spread.most:
                yield Breach("spread", key, detail=f"{spread.rule}:{group}")
    held = {(seat.person, seat.kind) for seat, _ in members}
    for seated in proposal.seated:
        if seated not in held:
            yield Breach("by_hand", key, seated[0], seated[1])
