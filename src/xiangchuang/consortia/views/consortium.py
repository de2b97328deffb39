"""The consortium's contributions: promised against made, overdue marked, and drawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.consortia.consortium_graph import draw
from xiangchuang.consortia.contribution_balance import (
    STATES,
    balances_of,
    lines_of,
    promises_of,
    state_words,
)
from xiangchuang.consortia.downloads import contributions_sheet
from xiangchuang.consortia.models.whole import WHOLE
from xiangchuang.consortia.registers import PROMISES
from xiangchuang.consortia.take_members import take_members
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in


@signed_in
@require_safe
def contributions(request: ActorRequest, pk: int) -> HttpResponse:
    """Show promises beside what was made, by member and line by line, of one state when asked."""
    center, today = find_file(request.actor, pk), clock.today()
    state = request.GET.get("state", "")
    rows = promises_of(center, today, state=state)
    if request.GET.get("format") == "xlsx":
        return contributions_sheet(center, lines_of(rows, today))
    balances = balances_of(center, today)
    promised, made = sum(b.promised for b in balances), sum(b.made for b in balances)
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        **frame_of(center, "consortium"), "chapter_url": chapter_url(center, "consortium"),
        "balances": balances, "graph": draw(str(center.lead), balances) if balances else None,
        "promised": promised, "made": made, "share": made * WHOLE // promised if promised else None,
        "overdue": sum(b.overdue for b in balances),
        "page": page, "lines": lines_of(page.object_list, today), "today": today,
        "state": state if state in STATES else "", "states": [(s, state_words(s)) for s in STATES],
        "may_keep": PROMISES.keeps(request.actor, center) is not None,
    }  # fmt: skip
    return render(request, "consortia/contributions.html", context)


@signed_in
@require_POST
def take(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the plan's members into the register."""
    center = find_file(request.actor, pk)
    count = take_members(actor=request.actor, center=center)
    told = ngettext("已带入 %(count)d 个成员。", "已带入 %(count)d 个成员。", count) % {"count": count}
    messages.success(request, f"{told}{_('权利和义务逐个补充。')}")
    return redirect(chapter_url(center, "consortium"))
