"""The case file: one page a case, its tabs in the address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.workbench.case_file import facts, head_lines, open_case_file, rail_steps
from xiangchuang.workbench.case_now import now_box
from xiangchuang.workbench.case_tabs import chosen_tab, tab_links
from xiangchuang.workbench.case_timeline import timeline
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.signed_in import signed_in


@signed_in
@require_safe
def case(request: ActorRequest, number: str) -> HttpResponse:
    """Show the case to someone it is visible to; to anyone else there is no such case."""
    opened = open_case_file(request.actor, number)
    tab = chosen_tab(opened.viewpoint, request.GET.get("tab", ""))
    context = {
        "case": opened.case,
        "actor": request.actor,
        "pack": opened.pack,
        "clauses": opened.pack.clauses,
        "viewpoint": opened.viewpoint.value,
        "lines": head_lines(opened),
        "steps": rail_steps(opened),
        "now": now_box(
            opened.case, request.actor, viewpoint=opened.viewpoint, pack=opened.pack, due=DueDays()
        ),
        "facts": facts(opened),
        "tabs": tab_links(opened.case, opened.viewpoint, tab),
        "tab": tab,
        "tab_templates": (tab.template, "workbench/case_tab_empty.html"),
        "timeline": timeline(opened) if tab.code == "overview" else [],
        **tab.context(opened.case, request.actor),
    }
    return render(request, "workbench/case.html", context)
