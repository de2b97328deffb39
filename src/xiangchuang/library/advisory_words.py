"""The advisory group as tables and words."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.library.models import AdvisoryMember, AdvisoryQuestion, QuestionState
from xiangchuang.pages.figures import iso_day
from xiangchuang.pages.parts import Column, DueReading, Linked, ListTable, Row
from xiangchuang.policy.experts import AdvisoryRule
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.queries import can_view


def member_table(members: Sequence[AdvisoryMember], *, may_end: bool) -> ListTable:
    """Return who sits or sat in the group, with the terms."""
    today = clock.today()
    columns = [Column(_("成员"), is_lead=True), Column(_("任职单位")), Column(_("任期")), Column(_("状态"))]
    if may_end:
        columns.append(Column(_("办理")))
    lines = []
    for member in members:
        sits = member.is_in_term(today) and not member.leaving_reason
        gone = member.leaving_reason or _("任期届满")
        name = _("%(name)s（组长）") % {"name": member.expert.name} if member.is_chair else member.expert.name
        cells: list[object] = [
            name, member.expert.employer.name,
            _("%(since)s 至 %(until)s") % {"since": member.since, "until": member.until},
            _("在任") if sits else _("离任：%(why)s") % {"why": gone},
        ]  # fmt: skip
        if may_end:
            to = reverse("library:end-member", args=[member.group_id, member.pk])
            cells.append(Linked(_("办理离任"), to) if sits else "—")
        lines.append(Row(cells))
    return ListTable(columns, lines, _("成员"))


def question_table(questions: Sequence[AdvisoryQuestion]) -> ListTable:
    """Return the questions with where each stands."""
    columns = [
        Column(_("问题"), is_lead=True), Column(_("咨询组")), Column(_("事项")), Column(_("提出日期")),
        Column(_("意见期限")), Column(_("状态")),
    ]  # fmt: skip
    rule, today = current_pack().experts.advisory, clock.today()
    lines = [
        Row(
            [row.title, row.group.name, matter_words(row, rule), iso_day(row.asked_at),
             iso_day(row.advice_due_on), state_words(row, today)],
            reverse("library:question", args=[row.pk]),
        )
        for row in questions
    ]  # fmt: skip
    return ListTable(columns, lines, _("咨询事项"))


def state_words(row: AdvisoryQuestion, today: date) -> str:
    """Return where a question stands; that its day has passed is said beside."""
    if row.state == QuestionState.ASKED and row.advice_due_on < today:
        return _("%(state)s，意见已逾期") % {"state": row.get_state_display()}
    return str(row.get_state_display())


def matter_words(row: AdvisoryQuestion, rule: AdvisoryRule | None) -> str:
    """Return what kind of matter it is; one of another version of the policy keeps its code."""
    matter = rule.matter(row.matter) if rule else None
    return words(matter.label) if matter else row.matter


def about_words(actor: Actor, row: AdvisoryQuestion) -> dict[str, str]:
    """Return what the question is about: `text`, and `url` where the actor may open it."""
    if row.case is not None:
        url = reverse("workbench:case", args=[row.case.number]) if can_view(actor, row.case) else ""
        return {"text": f"{row.case.number} {row.case.title}", "url": url}
    if row.direction is not None:
        return {"text": f"{row.direction.number} {row.direction.title}", "url": ""}
    return {"text": row.clause, "url": "", "clause": row.clause}


def due_reading(day: date, provisional: bool) -> DueReading:
    """Return the reading of a due day."""
    left = work_calendar().working_days_between(clock.today(), day)
    if left == 0 and day < clock.today():
        left = -1  # only days of rest since: past all the same
    return DueReading(day, left, provisional)
