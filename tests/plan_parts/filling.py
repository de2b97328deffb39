"""How tests fill the tables of a plan: as the lead, with the rows of the sample plan."""

from collections.abc import Sequence

from tests.factories.line import LineWorld
from xiangchuang.demo.plan_tables import sample_lines, total_fen
from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.save_part import save_part
from xiangchuang.plan_parts.tables import PlanTables, tables_of_revision, tables_to_begin
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.queries import working_revision

FIRST_YEAR = 2027


def manuscript(world: LineWorld) -> PlanRevision:
    """Return the revision under way."""
    revision = working_revision(world.proposal)
    assert revision is not None
    return revision


def tables(world: LineWorld) -> PlanTables:
    """Return the tables as they are kept now."""
    return tables_of_revision(manuscript(world))


def sample(world: LineWorld) -> dict[str, list[Line]]:
    """Return the lines of every table of the sample plan."""
    return sample_lines(tables_to_begin(world.proposal), first_year=FIRST_YEAR)


def save(
    world: LineWorld,
    code: str,
    lines: Sequence[Line],
    *,
    seen: int = 0,
    by: str = "lead",
    stated: int | None = None,
) -> PartState:  # fmt: skip
    """Save one table as that person."""
    return save_part(
        actor=world.actor(by), case=world.case, code=code, seen=seen, lines=lines, stated_fen=stated
    )


def fill(world: LineWorld) -> dict[str, list[Line]]:
    """Fill every table and return what was filled in."""
    lines = sample(world)
    for code, rows in lines.items():
        save(world, code, rows, stated=total_fen(rows) if code == "sources" else None)
    return lines
