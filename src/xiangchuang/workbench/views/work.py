"""The work list: what waits for the person, soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.pages.parts import DueReading
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.models import WorkItem
from xiangchuang.procedure.work_list import work_list
from xiangchuang.proposals.reading_mask import shown_title
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.standing_in import for_whom, standing_in
from xiangchuang.workbench.wording import work_words

PER_PAGE = 50
# Urgent: due today or within so many working days.
URGENT_WITHIN = 3


@dataclass(frozen=True)
class WorkLine:
    """One row: which case, what is to be done, until when, since when."""

    url: str
    number: str
    title: str
    is_sample: bool
    what: str
    round: int
    due: DueReading | None
    since: datetime
    for_whom: str


@dataclass(frozen=True)
class WorkGroup:
    """Rows under one heading; `code` is late, urgent, dated or undated."""

    code: str
    label: str
    lines: Sequence[WorkLine]


@signed_in
@require_safe
def work(request: ActorRequest) -> HttpResponse:
    """Show one page of the list; the page number walks on in steps of PER_PAGE."""
    page = _page_number(request.GET.get("page", ""))
    due = DueDays()
    errands = [(one, due.reading(one.due_on)) for one in errands_of(request.actor)] if page == 1 else []
    found = work_list(request.actor, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "groups": _groups(found.items, due, request.actor),
        "errands": errands,
        "late_errands": sum(_urgency(reading) == "late" for _errand, reading in errands),
        "standing_in": standing_in(request.actor),
        "page": page,
        "next_page": page + 1 if found.more else None,
        "previous_page": page - 1 if page > 1 else None,
    }
    return render(request, "workbench/work_list.html", context)


def _page_number(text: str) -> int:
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _groups(items: Sequence[WorkItem], due: DueDays, actor: Actor) -> list[WorkGroup]:
    labels = {
        "late": _("已逾期"),
        "urgent": _("三个工作日内到期"),
        "dated": _("其余有期限的"),
        "undated": _("没有期限的"),
    }
    lines: dict[str, list[WorkLine]] = {code: [] for code in labels}
    for item in items:
        line = _line(item, due, actor)
        lines[_urgency(line.due)].append(line)
    return [WorkGroup(code, label, lines[code]) for code, label in labels.items() if lines[code]]


def _urgency(due: DueReading | None) -> str:
    if due is None:
        return "undated"
    left = due.working_days_left
    if left is not None and left < 0:
        return "late"
    return "urgent" if left is None or left <= URGENT_WITHIN else "dated"


def _line(item: WorkItem, due: DueDays, actor: Actor) -> WorkLine:
    case = item.case
    return WorkLine(
        url=reverse("workbench:case", args=[case.number]),
        number=case.number,
        title=shown_title(actor, case),
        is_sample=case.is_sample,
        what=work_words(item),
        round=item.run.round,
        due=due.reading(item.due_on, provisional=item.due_provisional),
        since=item.opened_at,
        for_whom=for_whom(item, actor),
    )
