"""What a panel is formed for: each matter says which experts it needs, whom it bars, what waits for them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Matter, Pack, PanelRule
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.verbs import Blocker, Standpoint
from xiangchuang.reviews.conflicts import Conflict, conflicts_of
from xiangchuang.reviews.models import Seat

Bars = Callable[[Iterable[Expert], Case, Pack, date, Collection[Seat]], dict[int, list[Conflict]]]
"""Why each expert (by id) may not sit at all, on that day, beside those who are seated."""


@dataclass(frozen=True)
class PanelMatter:
    """How panels of one matter differ from others.

    rule: kinds, numbers and conflicts asked for. gaps: what else reading waits for. work: the verb that waits
    for an expert who has declared. open_page: where reading is opened. chosen_by: who seats without a
    nomination, as the list of seats says it. about: what the experts should know, where it is not a plan.
    """

    rule: Callable[[Pack], PanelRule]
    bars: Bars
    work: str
    open_page: str
    chosen_by: str | Promise
    gaps: Callable[[Standpoint], list[Blocker]] = lambda at: []
    about: Callable[[Case, Pack], str] | None = None


def _rule(pack: Pack) -> PanelRule:
    return pack.panel


def _bars(
    experts: Iterable[Expert], case: Case, pack: Pack, on: date, seated: Collection[Seat]
) -> dict[int, list[Conflict]]:
    return conflicts_of(experts, case=case, pack=pack, on=on, seated=seated)


_MATTERS: Final[dict[str, PanelMatter]] = {
    "approval": PanelMatter(_rule, _bars, "submit_review", "reviews:open-reading", _("省科技厅选定"))
}


def contribute_panel_matter(matter: Matter, panel: PanelMatter) -> None:
    """Let panels be formed in cases of that matter; call it from the app's `ready()`."""
    _MATTERS[matter] = panel


def panel_matter(case: Case) -> PanelMatter:
    """Return how panels of the case are formed; raises KeyError for a matter without panels."""
    return _MATTERS[case.matter]


def panel_rule(case: Case, pack: Pack) -> PanelRule:
    """Return kinds, numbers and conflicts that the case's panel is held to."""
    return panel_matter(case).rule(pack)
