"""What the register says of everybody who could sit on panels formed together: read once for all panels."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiangchuang.assignment.draw.odds import ORGANIZATION
from xiangchuang.assignment.problem import Spread
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert, ExpertTie
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import PanelRule
from xiangchuang.reviews.candidates import Candidate, library, load_of
from xiangchuang.reviews.expert_quality import rotation_standing
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import active_seats

SHARED_EMPLOYER = "shared_employer"
TIED = "tied_expert"
CITY = "city"


@dataclass(frozen=True)
class KnownPeople:
    """Everybody by id: those seated first, then the library by name.

    seats and weighed: by panel. held: seats on these panels. loads: open seats anywhere, these included.
    lately: seats of the last year; rest_after: how many call for a rest, None where the pack knows none.
    """

    experts: Mapping[int, Expert]
    kinds: Mapping[int, frozenset[str]]
    seats: Mapping[int, Sequence[Seat]]
    weighed: Mapping[int, Sequence[Candidate]]
    held: Counter[int]
    loads: Counter[int]
    lately: Mapping[int, int]
    rest_after: int | None


def known_people(panels: Sequence[Panel], pack: Pack) -> KnownPeople:
    """Return what is known of all who sit on these panels or could."""
    seats = {panel.pk: active_seats(panel) for panel in panels}
    weighed = {panel.pk: library(panel=panel, case=panel.case, pack=pack) for panel in panels}
    at_hand = {c.expert.pk: c.expert for some in weighed.values() for c in some}
    sitting = {seat.expert_id: seat.expert for some in seats.values() for seat in some}
    experts = {pk: at_hand.get(pk, expert) for pk, expert in sitting.items()} | at_hand
    kinds = {pk: {held.kind for held in expert.kinds.all()} for pk, expert in experts.items()}
    for some in seats.values():
        for seat in some:
            # Who was seated as one kind keeps that seat, whatever the register says by now.
            kinds[seat.expert_id].add(seat.kind)
    rule = pack.experts.quality
    standing = rotation_standing(experts.values(), pack=pack, on=clock.today()) if rule else {}
    return KnownPeople(
        experts=experts,
        kinds={pk: frozenset(some) for pk, some in kinds.items()},
        seats=seats,
        weighed=weighed,
        held=Counter(seat.expert_id for some in seats.values() for seat in some),
        loads=load_of(experts.values()),
        lately={pk: one.seats_lately for pk, one in standing.items()},
        rest_after=rule.rest_after_seats if rule else None,
    )


def groups_of(
    known: KnownPeople, rule: PanelRule, *, spread: bool
) -> tuple[dict[int, dict[str, str]], tuple[Spread, ...]]:
    """Return the groups of each person, and how many of one a panel may hold.

    `spread` adds cities and the ties between people, which a draw by odds cannot keep.
    """
    groups = {pk: {ORGANIZATION: str(expert.employer_id)} for pk, expert in known.experts.items()}
    codes = {conflict.code for conflict in rule.conflicts}
    spreads = [Spread(SHARED_EMPLOYER, ORGANIZATION, 1)] if SHARED_EMPLOYER in codes else []
    if spread and rule.city_spread is not None:
        for pk, expert in known.experts.items():
            groups[pk][CITY] = expert.employer.prefecture
        spreads.append(Spread(CITY, CITY, max(rule.city_spread.most, _most_seated(known))))
    if spread and TIED in codes:
        for number, pair in enumerate(_tied_pairs(known)):
            for pk in pair:
                groups[pk][f"{TIED}/{number}"] = "1"
            spreads.append(Spread(TIED, f"{TIED}/{number}", 1))
    return groups, tuple(spreads)


def _most_seated(known: KnownPeople) -> int:
    """Return how many of one city somebody has seated by hand already: these stay."""
    cities = [Counter(seat.expert.employer.prefecture for seat in some) for some in known.seats.values()]
    return max((count for panel in cities for count in panel.values()), default=0)


def _tied_pairs(known: KnownPeople) -> list[tuple[int, int]]:
    """Return the pairs of whom either has named the other."""
    by_name: dict[str, list[int]] = {}
    for pk, expert in known.experts.items():
        by_name.setdefault(expert.name, []).append(pk)
    pairs = set()
    for one, name in ExpertTie.objects.filter(expert__in=known.experts).values_list("expert", "other_name"):
        pairs |= {(min(one, other), max(one, other)) for other in by_name.get(name, []) if other != one}
    return sorted(pairs)
