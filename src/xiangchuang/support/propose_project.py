"""Projects of the province that a center proposes and organises, and the department decides (6.2-3)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view, standings_of
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import ProjectProposal
from xiangchuang.support.verbs import (
    ACCEPT_PROJECT,
    AMEND_PROJECT,
    CLOSE_PROJECT,
    REFUSE_PROJECT,
    REPORT_PROGRESS,
    RETURN_PROJECT,
    SUBMIT_PROJECT,
    needed_text,
    step,
    write_step,
)

CLAUSE = "6.2-3"


@dataclass(frozen=True)
class ProjectDraft:
    """What a center writes; budget in fen, technology type and mode of organisation are codes of the pack."""

    title: str
    need: str
    technology_type: str
    budget_fen: int
    organisation_mode: str
    partners: str = ""
    runs_until: date | None = None


def draft_project(*, actor: Actor, center: Center, draft: ProjectDraft) -> ProjectProposal:
    """Return a new draft of the center. Raises NotFound, NotPermitted, Invalid."""
    if not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_keep(actor, center)
    if acting is None:
        raise NotPermitted(_("省级项目由中心提出。"), clause=CLAUSE)
    project = ProjectProposal(center=center, drafted_by=actor.user)
    _write_down(project, draft)
    with transaction.atomic():
        project.save()
        write_step(project, "project_propose", actor, acting)
    return project


def amend_project(*, actor: Actor, project: ProjectProposal, seen: int, draft: ProjectDraft) -> None:
    """Change a draft, also one that the department has returned."""
    with step(AMEND_PROJECT, actor=actor, matter=project, seen=seen) as row:
        _write_down(row, draft)


def submit_project(*, actor: Actor, project: ProjectProposal, seen: int) -> None:
    """Propose it to the department."""
    with step(SUBMIT_PROJECT, actor=actor, matter=project, seen=seen) as row:
        row.submitted_on = clock.today()


def return_project(*, actor: Actor, project: ProjectProposal, seen: int, reason: str) -> None:
    """Give it back to the center with what to improve."""
    said = needed_text(reason, _("退回的理由没有填写。"), _("写明要补充或修改什么。"))
    with step(RETURN_PROJECT, actor=actor, matter=project, seen=seen, text=said):
        pass


def accept_project(
    *, actor: Actor, project: ProjectProposal, seen: int, reason: str, number: str, granted_fen: int | None
) -> None:
    """The department takes it as a project of the province, with what it grants in fen, and says why."""
    said = _reason(reason)
    _refuse_barred(project)
    with step(ACCEPT_PROJECT, actor=actor, matter=project, seen=seen, text=said) as row:
        row.number = within(ProjectProposal, "number", normalise_line(number))
        if not row.number:
            raise Invalid(_("项目编号没有填写。"), remedy=_("填立项文件中的编号。"))
        row.decided_on, row.decision_reason, row.granted_fen = clock.today(), said, granted_fen


def _refuse_barred(project: ProjectProposal) -> None:
    """A decision on the center is a reference (6.5-3); only one that says so bars."""
    barring = standings_of(project.center).filter(bars=True).first()
    if barring is not None:
        raise Blocked(
            _("按 %(case)s 的决定，这个中心的项目不予支持：%(reason)s")
            % {"case": barring.case.number, "reason": barring.reason},
            remedy=_("不予立项，或先由新的决定解除。"),
            clause=barring.clause,
        )


def refuse_project(*, actor: Actor, project: ProjectProposal, seen: int, reason: str) -> None:
    """The department does not take it, and says why."""
    said = _reason(reason)
    with step(REFUSE_PROJECT, actor=actor, matter=project, seen=seen, text=said) as row:
        row.decided_on, row.decision_reason = clock.today(), said


def report_progress(
    *, actor: Actor, project: ProjectProposal, seen: int, text: str, evidence: StoredFile | None = None
) -> None:
    """The center tells how far the project is."""
    said = needed_text(text, _("进展没有填写。"), _("写明完成了什么、下一步做什么。"))
    with step(REPORT_PROGRESS, actor=actor, matter=project, seen=seen, text=said, evidence=evidence):
        pass


def close_project(*, actor: Actor, project: ProjectProposal, seen: int, text: str) -> None:
    """The department closes it with a conclusion."""
    said = needed_text(text, _("结题结论没有填写。"), _("写明目标完成情况。"))
    with step(CLOSE_PROJECT, actor=actor, matter=project, seen=seen, text=said) as row:
        row.closed_on = clock.today()


def _reason(reason: str) -> str:
    said = needed_text(reason, _("决定的理由没有填写。"), _("写明依据和考虑，中心会看到。"))
    return within(ProjectProposal, "decision_reason", said)


def _write_down(project: ProjectProposal, draft: ProjectDraft) -> None:
    pack = current_pack()
    project.title = within(ProjectProposal, "title", normalise_line(draft.title))
    project.need = within(ProjectProposal, "need", normalise_text(draft.need))
    project.partners = within(ProjectProposal, "partners", normalise_line(draft.partners))
    project.budget_fen, project.runs_until = draft.budget_fen, draft.runs_until
    if not project.title or not project.need:
        raise Invalid(_("项目名称或需求没有填写。"), remedy=_("写明要解决的问题和达到的指标。"))
    if draft.budget_fen <= 0:
        raise Invalid(_("预算应大于零。"), remedy=_("填项目总预算。"))
    if draft.technology_type not in {kind.code for kind in pack.technology_types}:
        raise Invalid(_("技术类型没有选。"), remedy=_("从列表中选择。"))
    if draft.organisation_mode not in {mode.code for mode in pack.support.organisation_modes}:
        raise Invalid(_("组织方式没有选。"), remedy=_("从列表中选择。"), clause=CLAUSE)
    project.technology_type, project.organisation_mode = draft.technology_type, draft.organisation_mode
