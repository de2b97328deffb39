"""The department's pages: the list with its filters and counts, and one feedback with what can be done."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.feedback.models import Feedback, FeedbackKind, FeedbackState, FeedbackStep, Level
from xiangchuang.feedback.offers import offers
from xiangchuang.feedback.queries import find_feedback, visible_to
from xiangchuang.feedback.rules import feedback_rule
from xiangchuang.feedback.step import BY_FILER
from xiangchuang.feedback.words import (
    clause_choices,
    clause_table,
    clause_words,
    export_table,
    feedback_table,
    state_words,
)
from xiangchuang.ledger.act_words import act_words
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, DueReading, Entry, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.procedure.deadlines import work_calendar

OPEN, OVERDUE, MINE, CLAUSES = "open", "overdue", "mine", "clauses"
EXPORTED_AT_MOST: Final = 5000


@signed_in
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """List what came in, narrowed, or count it by clause; either goes out as it is shown."""
    _refuse_outsider(request.actor)
    today, asked = clock.today(), request.GET.dict()
    by_clause = asked.get("view") == CLAUSES
    bar = _bar(asked)
    rows = _narrowed(visible_to(request.actor), bar, request.actor)
    title = _("问题和建议")
    table = clause_table(rows, today) if by_clause else None
    if wanted := asked.get("format", ""):
        out = table or export_table(list(rows[:EXPORTED_AT_MOST]), today)
        download = table_download(out, wanted=wanted, title=out.caption, source=_source(today))
        if download is not None:
            return download
    page = page_of(rows, asked.get("page", "1"))
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "xlsx"
    context = {
        "page": page, "by_clause": by_clause, "bar": bar, "export_url": f"?{query.urlencode()}",
        "table": table or feedback_table(list(page.object_list), today), "title": title,
        "tabs": _tabs(by_clause), "rule": feedback_rule(),
    }  # fmt: skip
    return render(request, "feedback/desk.html", context)


@signed_in
@require_safe
def item(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one: what was written, whose it is, until when, what was done, and what the person can do."""
    _refuse_outsider(request.actor)
    found, today = find_feedback(request.actor, pk), clock.today()
    pairs: list[tuple[str, object]] = [
        (_("类别"), found.get_kind_display()),
        (_("针对的条款"), clause_words(found.clause) if found.clause else ""),
        (_("反馈单位"), found.organization.name if found.organization else _("个人")),
        (_("联系方式"), _("已留，加密保存") if found.sealed_contact else _("没有留")),
        (_("主办人"), str(found.owner) if found.owner else ""),
        (_("是否同意公开"), _("同意") if found.may_publish else _("不同意")),
    ]
    context = {
        "feedback": found, "state": state_words(found, today), "is_late": found.is_overdue(today),
        "pairs": [(label, value) for label, value in pairs if value], "due": _due(found),
        "actions": offers(request.actor, found), "history": _history(found), "rule": feedback_rule(),
    }  # fmt: skip
    return render(request, "feedback/item.html", context)


def _refuse_outsider(actor: Actor) -> None:
    if not actor.is_department_staff:
        raise NotPermitted(_("反馈由省科技厅办理。"), remedy=_("您反馈的在“我的反馈”里。"))


def _due(found: Feedback) -> DueReading | None:
    if found.due_on is None or found.is_answered:
        return None
    left = work_calendar().working_days_between(clock.today(), found.due_on)
    if left == 0 and found.due_on < clock.today():
        left = -1  # only days of rest since: past all the same
    return DueReading(found.due_on, left, found.due_provisional)


def _history(found: Feedback) -> list[Entry]:
    steps = FeedbackStep.objects.filter(feedback=found)
    return [
        Entry(
            line.at, _("反馈人") if line.verb in BY_FILER else line.by_name, act_words(line.verb),
            detail=line.text,
        )
        for line in steps
    ]  # fmt: skip


def _tabs(by_clause: bool) -> list[Tab]:
    here = reverse("feedback:desk")
    return [
        Tab(_("清单"), here, not by_clause),
        Tab(_("按条款统计"), f"{here}?view={CLAUSES}", by_clause),
    ]


def _bar(asked: dict[str, str]) -> FilterBar:
    states = [
        (OPEN, _("未答复")), (OVERDUE, _("已逾期")), (MINE, _("我主办的")), *FeedbackState.choices,
    ]  # fmt: skip
    offered: list[tuple[str, str, Sequence[tuple[str, Any]]]] = [
        ("state", _("状态"), states),
        ("level", _("督办层级"), [(str(code), label) for code, label in Level.choices]),
        ("kind", _("类别"), list(FeedbackKind.choices)),
        ("clause", _("条款"), clause_choices("")[1:]),
    ]
    choices = [ChoiceFilter(name, label, some, _known(asked, name, some)) for name, label, some in offered]
    kept = {"view": CLAUSES} if asked.get("view") == CLAUSES else {}
    return FilterBar(_("主题、编号或单位"), normalise_line(asked.get("q", ""))[:100], choices, kept)


def _known(asked: dict[str, str], name: str, offered: Sequence[tuple[str, Any]]) -> str:
    """Return what was asked for, when the filter offers it, in a group or by itself."""
    wanted = asked.get(name, "")
    codes: set[str] = set()
    for code, label in offered:
        codes.update(inner for inner, _label in label) if isinstance(label, list) else codes.add(code)
    return wanted if wanted in codes else ""


def _narrowed(rows: "QuerySet[Feedback]", bar: FilterBar, actor: Actor) -> "QuerySet[Feedback]":
    chosen = {choice.name: choice.chosen for choice in bar.choices if choice.chosen}
    state = chosen.pop("state", "")
    unanswered = ~Q(state=FeedbackState.ANSWERED)
    if state == OPEN:
        rows = rows.filter(unanswered)
    elif state == OVERDUE:
        rows = rows.filter(unanswered, due_on__lt=clock.today())
    elif state == MINE:
        rows = rows.filter(owner=actor.user)
    elif state:
        rows = rows.filter(state=state)
    if bar.text:
        words = Q(title__icontains=bar.text) | Q(number__icontains=bar.text)
        rows = rows.filter(words | Q(organization__name__icontains=bar.text))
    return rows.filter(**chosen)


def _source(today: object) -> str:
    return _("湖南省技术创新中心管理系统，%(day)s") % {"day": today}
