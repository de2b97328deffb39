"""Which center serves which link of which industry chain, and where a chain has none yet (1.1-2).

A center stands where it has said so in its register; until it has, on the chain of the direction it answered.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, QuerySet

from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.queries import public_centers
from xiangchuang.centers.registers.entry import STANDING
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.layouts.models import Direction, DirectionState
from xiangchuang.layouts.queries import public_directions
from xiangchuang.proposals.models import Proposal
from xiangchuang.research.models import ChainPlace, Transfer
from xiangchuang.research.models.keys import title_key

UNNAMED: Final = ""
"""The link of a center that stands on a chain by its direction alone."""


@dataclass(frozen=True)
class Standing:
    """A center on a chain: at which link ("" where it has not said), with what."""

    center: Center
    link: str = UNNAMED
    supplies: str = ""


@dataclass
class Chain:
    """A chain with the centers on it, the directions open on it, and what went to firms outside.

    transfers: results that these centers handed to recipients outside their consortia, by their registers.
    """

    key: str
    label: str
    standings: list[Standing] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    transfers: int = 0

    @property
    def centers(self) -> list[Center]:
        """The centers, each once, in the order in which they were approved."""
        by_number = {s.center.pk: s.center for s in self.standings}
        return [by_number[pk] for pk in sorted(by_number)]

    @property
    def links(self) -> list[tuple[str, Sequence[Standing]]]:
        """The links with their centers, those served by most first; centers without a link last."""
        by_link: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.standings:
            by_link[standing.link].append(standing)
        return sorted(by_link.items(), key=lambda line: (line[0] == UNNAMED, -len(line[1]), line[0]))

    @property
    def is_gap(self) -> bool:
        """Whether no center serves it although the layout asks for one."""
        return not self.standings and bool(self.directions)


def industry_chains() -> list[Chain]:
    """Return every chain that a center serves or the layout names, the most served first; in five queries."""
    chains: dict[str, Chain] = {}
    for name, standing in _standings(_going_on()):
        _chain(chains, name).standings.append(standing)
    for direction in public_directions().filter(state=DirectionState.OPEN).exclude(industry_chain=""):
        if chain_key(direction.industry_chain):
            _chain(chains, direction.industry_chain).directions.append(direction)
    outside = _transfers_outside()
    for chain in chains.values():
        chain.transfers = sum(outside[center.pk] for center in chain.centers)
    return sorted(chains.values(), key=lambda c: (-len(c.centers), c.label))


def chains_of(center: Center) -> list[tuple[str, str, str]]:
    """Return key, name and link of each place of one center; none of one that has left, as in the chains."""
    rows = _going_on().filter(pk=center.pk)
    return [(chain_key(name), name, standing.link) for name, standing in _standings(rows)]


def chain_key(name: str) -> str:
    """Return a chain's name as it is compared and stands in an address; "" for one without letters."""
    return title_key(openly(name))


def _going_on() -> QuerySet[Center]:
    return public_centers().filter(state__in=GOING_ON)


def _chain(chains: dict[str, Chain], name: str) -> Chain:
    key = chain_key(name)
    return chains.setdefault(key, Chain(key, name))


def _standings(rows: QuerySet[Center]) -> Iterator[tuple[str, Standing]]:
    """Yield (name of the chain, standing): what registers say, then the directions of the silent ones."""
    centers = {center.pk: center for center in rows}
    said: set[int] = set()
    places: Any = ChainPlace.objects
    kept: QuerySet[ChainPlace] = places.standing().filter(center__in=rows.order_by().values("pk"))
    for place in kept.order_by("chain", "link", "pk"):
        said.add(place.center_id)
        yield place.chain, Standing(centers[place.center_id], place.link, place.supplies)
    answered = Proposal.objects.filter(case__center__in=rows.order_by().values("pk"))
    named = answered.filter(layout_direction__industry_chain__gt="").order_by("pk")
    for pk, name in named.values_list("case__center", "layout_direction__industry_chain"):
        if pk not in said and chain_key(name):
            yield name, Standing(centers[pk])


def _transfers_outside() -> Counter[int]:
    rows = Transfer._default_manager.filter(STANDING, is_outside=True).order_by()
    return Counter(dict(rows.values_list("center").annotate(Count("pk"))))
