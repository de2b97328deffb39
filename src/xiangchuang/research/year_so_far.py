"""A center's research this year and last, in the figures that its chapter and its cycle's papers show."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.research.figures import YearFigures
from xiangchuang.research.models.kinds import NEW_PRODUCTS, PATENTS
from xiangchuang.research.queries import rd_spending, results_by_stage, task_completion, team_structure


def year_so_far(center: Center, actor: Actor) -> dict[str, Any]:
    """Return the figures of this year and of the last, for the chapter of research."""
    today = clock.today()
    years = [YearFigures(center, today.year), YearFigures(center, today.year - 1)]
    return {
        "center": center, "year": today.year, "completion": task_completion(center, today),
        "team": team_structure(center, today),
        "stages": list(results_by_stage(center, today).items()),
        "years": [
            {
                "year": y.year, "patents_filed": y.filed(*PATENTS), "patents_granted": y.granted(*PATENTS),
                "new_products": y.granted(*NEW_PRODUCTS),
                "contracts": sum(c.signed for c in y.contracts),
                "agreed": sum(c.agreed_fen for c in y.contracts),
                "received": sum(c.received_fen for c in y.contracts),
                "transfers": sum(t.count for t in y.transfers.values()),
                "outside": sum(t.outside for t in y.transfers.values()),
                "spending": rd_spending(center, y.year),
            }
            for y in years
        ],
    }  # fmt: skip
