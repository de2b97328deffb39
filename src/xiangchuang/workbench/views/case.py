"""The case file: one page a case, its tabs in the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.workbench.case_face import CaseTab, Opened
from xiangchuang.workbench.case_file import open_case_file, rail_steps
from xiangchuang.workbench.case_now import now_box
from xiangchuang.workbench.case_tabs import face_of, tab_links
from xiangchuang.workbench.case_timeline import timeline
from xiangchuang.workbench.due_days import DueDays


@signed_in
@require_safe
def case(request: ActorRequest, number: str) -> HttpResponse:
    """Show the case to someone it is visible to; to anyone else there is no such case."""
    opened = open_case_file(request.actor, number)
    face = face_of(opened.case)
    tab = face.chosen_tab(opened.viewpoint, request.GET.get("tab", ""))
    now = now_box(opened.case, request.actor, viewpoint=opened.viewpoint, pack=opened.pack, due=DueDays())
    context = {
        "case": opened.case,
        "clauses": opened.pack.clauses,
        "place_url": reverse(face.place[0]),
        "place": face.place[1],
        "lines": face.lines(opened),
        "steps": rail_steps(opened),
        "now": now,
        "facts": face.facts(opened),
        "tabs": tab_links(opened.case, opened.viewpoint, tab),
        "tab_content": _tab_content(request, opened, tab),
        "timeline": timeline(opened) if tab.code == "overview" else [],
    }
    return render(request, "workbench/case.html", context)


def _tab_content(request: ActorRequest, opened: Opened, tab: CaseTab) -> str:
    """Draw the tab with its own app's names: nothing of the page around it is in the way."""
    context = {
        "case": opened.case,
        "actor": request.actor,
        "clauses": opened.pack.clauses,
        **tab.context(opened.case, request.actor),
    }
    return render_to_string(tab.template, context, request)
