"""A center's research this year and last, in the figures that its chapter and its cycle's papers show."""

from typing import Any, Final

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.figures import Span, read_spans
from xiangchuang.centers.models import Center
from xiangchuang.research.queries import results_by_stage, task_completion, team_structure

SHOWN: Final = (
    "rd_spending", "patents_filed", "patents_granted", "new_products", "contracts_signed", "contracts_agreed",
    "contracts_received", "transfers", "transfers_outside",
)  # fmt: skip


def year_so_far(center: Center, actor: Actor) -> dict[str, Any]:
    """Return the figures of this year and of the last, for the chapter of research."""
    today = clock.today()
    years = (today.year, today.year - 1)
    read = {code: read_spans(code, center, [Span.of_year(year) for year in years]) for code in SHOWN}
    return {
        "center": center, "year": today.year, "completion": task_completion(center, today),
        "team": team_structure(center, today),
        "stages": list(results_by_stage(center, today).items()),
        "years": [
            {"year": year, **{code: found[place].value for code, found in read.items()}}
            for place, year in enumerate(years)
        ],
    }  # fmt: skip
