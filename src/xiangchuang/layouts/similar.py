"""Demands that may want the same, and directions that may answer one: shown to a person, who decides."""

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.likeness import alike
from xiangchuang.layouts.models import Demand
from xiangchuang.layouts.models.demands import STANDING
from xiangchuang.layouts.queries import demands_visible_to
from xiangchuang.layouts.rules import planning

_COMPARED = 2_000


def similar_demands(actor: Actor, demand: Demand) -> list[tuple[Demand, int]]:
    """Return the standing demands whose title and text come near, the nearest first, in basis points."""
    others = demands_visible_to(actor).filter(state__in=STANDING).exclude(pk=demand.pk)[:_COMPARED]
    threshold = planning().likeness.from_basis_points
    by_title = dict(alike(demand.title, others, lambda row: row.title, from_basis_points=threshold))
    by_text = dict(alike(_whole(demand), others, _whole, from_basis_points=threshold))
    found = {row: max(by_title.get(row, 0), by_text.get(row, 0)) for row in {**by_title, **by_text}}
    return sorted(found.items(), key=lambda pair: -pair[1])


def _whole(demand: Demand) -> str:
    return f"{demand.title} {demand.text}"
