"""Feedback as tables and words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiangchuang.feedback.models import Feedback, FeedbackState
from xiangchuang.feedback.queries import counts_by_clause
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.procedure.packs import current_pack

_SNIPPET: Final = 24


def clause_choices(nothing: str) -> list[tuple[str, object]]:
    """Return the clauses of the policy in force under their chapters, after a first choice for none."""
    chapters: dict[str, list[tuple[str, str]]] = {}
    for anchor, clause in current_pack().clauses.items():
        chapters.setdefault(clause.heading_path[0] if clause.heading_path else "", []).append(
            (anchor, clause_words(anchor))
        )
    return [("", nothing), *chapters.items()]


def clause_words(anchor: str) -> str:
    """Return an anchor with the beginning of its clause; "" for none."""
    clause = current_pack().clauses.get(anchor)
    if clause is None:
        return anchor
    text = clause.text
    return f"{anchor} {text[:_SNIPPET]}{'…' if len(text) > _SNIPPET else ''}"


def state_words(row: Feedback, today: date) -> str:
    """Return where it stands; that it is overdue, or how far up it was brought, is said beside."""
    state = str(row.get_state_display())
    if row.is_overdue(today):
        state = _("%(state)s，已逾期") % {"state": state}
    if row.level and not row.is_answered:
        return _("%(state)s（%(level)s）") % {"state": state, "level": row.get_level_display()}
    return state


def feedback_table(rows: Sequence[Feedback], today: date) -> ListTable:
    """Return the department's list as a page shows it."""
    columns = [
        Column(_("主题"), is_lead=True), Column(_("编号")), Column(_("类别")), Column(_("条款")),
        Column(_("反馈单位")), Column(_("答复期限")), Column(_("主办人")), Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                _titled(row), _whole(row.number), row.get_kind_display(), _whole(row.clause or "—"),
                _unit(row), _whole(_day(row.due_on)), str(row.owner) if row.owner else "—",
                state_words(row, today),
            ],
            reverse("feedback:item", args=[row.pk]),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("问题和建议"))


def export_table(rows: Sequence[Feedback], today: date) -> ListTable:
    """Return the department's list as it goes out: with the days and what was changed, without any filer."""
    columns = [
        Column(_("主题")), Column(_("编号")), Column(_("类别")), Column(_("条款")), Column(_("反馈单位")),
        Column(_("收到")), Column(_("答复期限")), Column(_("主办人")), Column(_("状态")),
        Column(_("答复日期")), Column(_("因此作出的改动")), Column(_("改动的链接")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                _titled(row), row.number, row.get_kind_display(), row.clause, _unit(row), _day(row.filed_at),
                _day(row.due_on), str(row.owner or ""), state_words(row, today), _day(row.answered_at),
                row.change, row.change_url,
            ]
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("问题和建议"))


def _unit(row: Feedback) -> str:
    return row.organization.name if row.organization else _("个人")


def _day(value: date | datetime | None) -> str:
    return figures.iso_day(value) if value else figures.NOTHING


def _whole(text: str) -> SafeString:
    """What is read as one is not broken over two lines."""
    return format_html('<span class="nowrap">{}</span>', text)


def own_table(rows: Sequence[Feedback]) -> ListTable:
    """Return one's own: how the department has it among itself is not in it."""
    columns = [
        Column(_("主题"), is_lead=True), Column(_("编号")), Column(_("类别")), Column(_("反馈")),
        Column(_("答复期限")), Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                _titled(row), row.number, row.get_kind_display(), _day(row.filed_at),
                _day(row.due_on), filer_state(row),
            ],
            reverse("feedback:own", args=[row.pk]),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("我的反馈"))


def filer_state(row: Feedback) -> str:
    """Return where it stands for its filer: what is still to be given out is under way too."""
    return str(FeedbackState.ANSWERED.label if row.is_answered else FeedbackState.ASSIGNED.label)


def public_table(rows: Sequence[Feedback]) -> ListTable:
    """Return the published ones."""
    columns = [
        Column(_("主题"), is_lead=True), Column(_("类别")), Column(_("条款")), Column(_("答复日期")),
        Column(_("因此作出的改动")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                _titled(row, row.public_title), row.get_kind_display(), row.clause or "—",
                _day(row.answered_at), row.change or "—",
            ],
            reverse("feedback:answered", args=[row.number]),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("问题和建议的答复"))


def clause_table(rows: "QuerySet[Feedback]", today: date) -> ListTable:
    """Return how much came to each clause, the most first: which clause gives the most trouble."""
    columns = [
        Column(_("条款"), is_lead=True), Column(_("反馈"), unit=_("件"), is_number=True),
        Column(_("未答复"), unit=_("件"), is_number=True), Column(_("逾期"), unit=_("件"), is_number=True),
        Column(_("有改动"), unit=_("件"), is_number=True),
    ]  # fmt: skip
    lines = [
        Row(
            [
                clause_words(line.clause) or _("不针对某一条"), line.total, line.waiting, line.late,
                line.changed,
            ],
            f"{reverse('feedback:desk')}?clause={line.clause}" if line.clause else "",
        )
        for line in counts_by_clause(rows, today)
    ]  # fmt: skip
    return ListTable(columns, lines, _("按条款统计"))


def _titled(row: Feedback, title: str = "") -> str:
    shown = title or row.title
    return f"{shown}（{_('示例数据')}）" if row.is_sample else shown
