"""What later stages add to the pages of a plan: below what is about to be submitted, and under 方案."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from xiangchuang.accounts.actor import Actor
from xiangchuang.proposals.models import PlanRevision

Place = Literal["submit", "tab"]
PanelContext = Callable[[PlanRevision, Actor], dict[str, Any] | None]
"""What the panel's template gets; None when this person has nothing to see there."""


@dataclass(frozen=True)
class PlanPanel:
    """A template of its own, drawn at `place` with what `context` returns, under the name `panel`."""

    place: Place
    template: str
    context: PanelContext


_panels: Final[list[PlanPanel]] = []


def contribute_plan_panel(panel: PlanPanel) -> None:
    """Add a panel; call it from `ready()`."""
    if panel not in _panels:
        _panels.append(panel)


def plan_panels(place: Place, revision: PlanRevision, actor: Actor) -> list[dict[str, Any]]:
    """Return the panels of that place as `{"template", "context"}`, in the order they were added."""
    drawn = ((p.template, p.context(revision, actor)) for p in _panels if p.place == place)
    return [{"template": template, "context": context} for template, context in drawn if context is not None]
