"""The tabs of the case file: what each shows, to whom, composed by the app whose matter it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.case_tabs import case_documents_context, case_publicity_context
from xiangchuang.pages.parts import Tab
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.case_tabs import (
    case_conditions_context,
    case_overview_context,
    case_plan_context,
)
from xiangchuang.reviews.case_tabs import case_review_context, case_visit_context
from xiangchuang.workbench.case_correspondence import correspondence_context
from xiangchuang.workbench.case_ledger import ledger_context
from xiangchuang.workbench.viewpoint import Viewpoint

_PARTIES = frozenset({Viewpoint.INSIDE, Viewpoint.OUTSIDE})
_ALL = frozenset(Viewpoint)


@dataclass(frozen=True)
class CaseTab:
    """One tab: its template gets the case, the actor, and what `context` returns."""

    code: str
    label: str | Promise
    template: str
    context: Callable[[Case, Actor], dict[str, Any]]
    viewpoints: frozenset[Viewpoint]


# An expert reads the intention and the plan, and has the own task under 论证 and 考察.
TABS: tuple[CaseTab, ...] = (
    CaseTab("overview", _("概览"), "proposals/case_overview.html", case_overview_context, _ALL),
    CaseTab("conditions", _("条件"), "proposals/case_conditions.html", case_conditions_context, _PARTIES),
    CaseTab("plan", _("方案"), "proposals/case_plan.html", case_plan_context, _ALL),
    CaseTab("review", _("论证"), "reviews/case_review.html", case_review_context, _ALL),
    CaseTab("visit", _("考察"), "reviews/case_visit.html", case_visit_context, _ALL),
    CaseTab("publicity", _("公示"), "decisions/case_publicity.html", case_publicity_context, _PARTIES),
    CaseTab("documents", _("文书"), "decisions/case_documents.html", case_documents_context, _PARTIES),
    CaseTab(
        "correspondence", _("往来"), "workbench/case_correspondence.html", correspondence_context, _PARTIES
    ),
    CaseTab("ledger", _("留痕"), "workbench/case_ledger.html", ledger_context, _PARTIES),
)


def tabs_for(viewpoint: Viewpoint) -> list[CaseTab]:
    """Return the tabs a person of that viewpoint has."""
    return [tab for tab in TABS if viewpoint in tab.viewpoints]


def chosen_tab(viewpoint: Viewpoint, code: str) -> CaseTab:
    """Return the tab of the address; one that is unknown or not the person's falls back to the first."""
    own = tabs_for(viewpoint)
    return next((tab for tab in own if tab.code == code), own[0])


def tab_links(case: Case, viewpoint: Viewpoint, current: CaseTab) -> list[Tab]:
    """Return the row of tabs."""
    here = reverse("workbench:case", args=[case.number])
    return [Tab(str(tab.label), f"{here}?tab={tab.code}", tab == current) for tab in tabs_for(viewpoint)]
