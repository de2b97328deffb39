"""Agreements, commitments, projects and problems as tables and words."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import Commitment, Problem, ProblemState, ProjectProposal, SupportAgreement


def kind_words() -> dict[str, str]:
    """Return what the pack calls each kind of promise."""
    return {kind.code: words(kind.label) for kind in current_pack().support.commitment_kinds}


def measure_words() -> dict[str, str]:
    """Return what the pack calls each measure for talent."""
    return {measure.code: words(measure.label) for measure in current_pack().support.talent_measures}


def mode_words() -> dict[str, str]:
    """Return what the pack calls each way of organising a project."""
    return {mode.code: words(mode.label) for mode in current_pack().support.organisation_modes}


def technology_words() -> dict[str, str]:
    """Return what the pack calls each type of technology."""
    return {kind.code: words(kind.label) for kind in current_pack().technology_types}


def commitment_kind_words(commitment: Commitment, kinds: dict[str, str], measures: dict[str, str]) -> str:
    """Return a promise's kind, with the measure for talent where there is one."""
    kind = kinds.get(commitment.kind, commitment.kind)
    measure = measures.get(commitment.measure, commitment.measure)
    return f"{kind}·{measure}" if measure else kind


def commitment_state(commitment: Commitment, today: date) -> str:
    """Return where a promise stands, in words; that it is overdue or was late is said beside."""
    state = str(commitment.get_state_display())
    if commitment.is_overdue(today):
        return _("%(state)s，已逾期") % {"state": state}
    if commitment.state == "kept" and commitment.was_late:
        return _("%(state)s（逾期）") % {"state": state}
    return state


def agreement_table(rows: Sequence[SupportAgreement]) -> ListTable:
    """Return agreements as a list; `promised` is annotated where the number of promises is shown."""
    columns = [
        Column(_("协议"), is_lead=True), Column(_("中心")), Column(_("对方")), Column(_("状态")),
        Column(_("签署日期")), Column(_("有效期至")), Column(_("承诺数"), is_number=True),
    ]  # fmt: skip
    lines = [
        Row(
            [a.title, a.center.name, a.partner.name, a.get_state_display(), _day(a.signed_on),
             _day(a.runs_until), getattr(a, "promised", "")],
            reverse("support:agreement", args=[a.pk]),
        )
        for a in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("支持协议"))


def commitment_table(rows: Sequence[Commitment], today: date, *, with_center: bool = True) -> ListTable:
    """Return promises as a list, what is overdue marked in words."""
    kinds, measures = kind_words(), measure_words()
    columns = [
        Column(_("承诺"), is_lead=True), *([Column(_("中心"))] if with_center else []), Column(_("承诺方")),
        Column(_("类别")), Column(_("金额"), _("万元"), is_number=True), Column(_("应履行日")),
        Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                str(c), *([c.center.name] if with_center else []), c.promised_by.name,
                commitment_kind_words(c, kinds, measures),
                "" if c.amount_fen is None else figures.wan_number(c.amount_fen), _nowrap(_day(c.due_on)),
                _marked(commitment_state(c, today), urgent=c.is_overdue(today) or c.state == "broken"),
            ],
            reverse("support:commitment", args=[c.pk]),
        )
        for c in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("支持承诺"))


def project_table(rows: Sequence[ProjectProposal], *, with_center: bool = True) -> ListTable:
    """Return proposed projects as a list."""
    modes, types = mode_words(), technology_words()
    columns = [
        Column(_("项目"), is_lead=True), *([Column(_("中心"))] if with_center else []), Column(_("技术类型")),
        Column(_("组织方式")), Column(_("预算"), _("万元"), is_number=True), Column(_("状态")),
        Column(_("提出日期")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                p.title, *([p.center.name] if with_center else []), types.get(p.technology_type, ""),
                modes.get(p.organisation_mode, ""), figures.wan_number(p.budget_fen), p.get_state_display(),
                _nowrap(_day(p.submitted_on)),
            ],
            reverse("support:project", args=[p.pk]),
        )
        for p in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("提出的省级项目"))


def problem_state(problem: Problem, today: date) -> str:
    """Return where a problem stands, with the level it was brought to and whether it is overdue."""
    said = [str(problem.get_state_display())]
    if problem.is_overdue(today):
        said.append(_("已逾期"))
    if problem.level and problem.state != ProblemState.CLOSED:
        said.append(_("由%(level)s协调") % {"level": problem.get_level_display()})
    return _("，").join(said)


def problem_table(rows: Sequence[Problem], today: date, *, with_center: bool = True) -> ListTable:
    """Return problems as a list, what is overdue marked in words."""
    columns = [
        Column(_("问题"), is_lead=True), *([Column(_("中心"))] if with_center else []), Column(_("提出单位")),
        Column(_("办理单位")), Column(_("办理期限")), Column(_("状态")), Column(_("提出日期")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                p.title, *([p.center.name if p.center else ""] if with_center else []), p.raised_by.name,
                p.owner.name if p.owner else "", _nowrap(_day(p.due_on)),
                _marked(problem_state(p, today), urgent=p.is_overdue(today)),
                _nowrap(figures.iso_day(p.raised_at)),
            ],
            reverse("support:problem", args=[p.pk]),
        )
        for p in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("协调事项"))


def _day(day: date | None) -> str:
    return figures.iso_day(day) if day else ""


def _nowrap(text: str) -> SafeString | str:
    return format_html('<span class="nowrap">{}</span>', text) if text else ""


def _marked(text: str, *, urgent: bool) -> SafeString | str:
    return format_html('<span class="due due-past"><b>{}</b></span>', text) if urgent else text
