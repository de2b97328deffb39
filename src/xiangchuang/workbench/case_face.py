"""What the case file needs to know of a matter: its tabs, its head, its facts and the list it stands in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case, Part, Participant
from xiangchuang.workbench.viewpoint import Viewpoint

Words = str | Promise
PARTIES: Final = frozenset({Viewpoint.INSIDE, Viewpoint.OUTSIDE})
EVERYONE: Final = frozenset(Viewpoint)
SIGHTED: Final = EVERYONE - {Viewpoint.BLIND}


@dataclass(frozen=True)
class CaseTab:
    """One tab: its template gets the case, the actor, and what `context` returns."""

    code: str
    label: Words
    template: str
    context: Callable[[Case, Actor], dict[str, Any]]
    viewpoints: frozenset[Viewpoint]


@dataclass(frozen=True)
class Opened:
    """A case as one person has it open."""

    case: Case
    actor: Actor
    pack: Pack
    viewpoint: Viewpoint
    participants: Sequence[Participant]

    def party_names(self, part: Part) -> str:
        """Return the names of those who have that part, in the order they came."""
        return _("、").join(
            str(p.organization) for p in self.participants if p.part == part and p.organization
        )


def _no_lines(opened: Opened) -> list[str]:
    return []


def _no_facts(opened: Opened) -> list[tuple[str, object]]:
    return []


@dataclass(frozen=True)
class CaseFace:
    """How cases of one matter are shown.

    tab_of_kind: on which tab a stage of each kind has left its traces. place: URL name and words of the list
    that the file belongs to, as the crumbs name it. lines: the head below the title. facts: the column
    beside the box 现在.
    """

    tabs: tuple[CaseTab, ...]
    tab_of_kind: Mapping[str, str]
    place: tuple[str, Words]
    lines: Callable[[Opened], list[str]] = field(default=_no_lines)
    facts: Callable[[Opened], list[tuple[str, object]]] = field(default=_no_facts)

    def tabs_for(self, viewpoint: Viewpoint) -> list[CaseTab]:
        """Return the tabs a person of that viewpoint has."""
        return [tab for tab in self.tabs if viewpoint in tab.viewpoints]

    def chosen_tab(self, viewpoint: Viewpoint, code: str) -> CaseTab:
        """Return the tab of the address; one that is unknown or not the person's falls back to the first."""
        own = self.tabs_for(viewpoint)
        return next((tab for tab in own if tab.code == code), own[0])
