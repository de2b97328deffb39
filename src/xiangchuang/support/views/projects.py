"""Projects proposed by centers: the list of both sides, a new draft, one project."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file, standings_of
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import FilterBar
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.support.forms import ProjectForm
from xiangchuang.support.models import ProjectProposal, ProjectState
from xiangchuang.support.propose_project import ProjectDraft, draft_project
from xiangchuang.support.queries import find_matter, projects_visible_to
from xiangchuang.support.views.finding import chosen, list_page, searched
from xiangchuang.support.views.steps import FORM, actions_of, history_of
from xiangchuang.support.words import mode_words, project_table, technology_words


@signed_in
@require_safe
def projects(request: ActorRequest) -> HttpResponse:
    """List the projects the person may read; the list exports as shown."""
    text = searched(request.GET.get("q", ""))
    states = {str(code): str(label) for code, label in ProjectState.choices}
    choices = [
        chosen("state", _("状态"), states, request.GET.get("state", "")),
        chosen("organisation_mode", _("组织方式"), mode_words(), request.GET.get("organisation_mode", "")),
    ]
    rows = projects_visible_to(request.actor)
    for choice in choices:
        if choice.chosen:
            rows = rows.filter(**{choice.name: choice.chosen})
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(center__name__icontains=text))
    return list_page(
        request, rows, project_table, name=_("省级项目"),
        bar=FilterBar(_("项目或中心"), text, choices), template="support/projects.html",
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: ActorRequest, pk: int) -> HttpResponse:
    """Draft a project of the province for one's center."""
    center = find_file(request.actor, pk)
    if may_keep(request.actor, center) is None:
        raise NotPermitted(_("省级项目由中心提出。"), clause="6.2-3")
    form = ProjectForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        draft_project(actor=request.actor, center=center, draft=ProjectDraft(**data))
        return _("草稿已保存，省科技厅还看不到。核对后提出。")

    back = chapter_url(center, "support")
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={"heading": _("提出省级项目"), "about": center.name, "button": _("保存草稿"), "back": back,
                 "clause": "6.2-3"},
    )  # fmt: skip


@signed_in
@require_safe
def project(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a project: what is proposed, how it was decided and why, how far it is."""
    found = find_matter(ProjectProposal, request.actor, pk)
    pairs: list[tuple[str, object]] = [
        (_("中心"), found.center.name),
        (_("技术类型"), technology_words().get(found.technology_type, "")),
        (_("组织方式"), mode_words().get(found.organisation_mode, "")),
        (_("参与单位"), found.partners),
        (_("预算"), figures.money_text(found.budget_fen)),
        (_("计划完成日"), figures.iso_day(found.runs_until) if found.runs_until else ""),
        (_("提出日期"), figures.iso_day(found.submitted_on) if found.submitted_on else ""),
        (_("决定日期"), figures.iso_day(found.decided_on) if found.decided_on else ""),
        (_("决定理由"), found.decision_reason),
        (_("项目编号"), found.number),
        (_("批准省级经费"), "" if found.granted_fen is None else figures.money_text(found.granted_fen)),
        (_("结题日期"), figures.iso_day(found.closed_on) if found.closed_on else ""),
    ]
    context = {
        "project": found, "actions": actions_of(request.actor, found),
        "pairs": [(label, value) for label, value in pairs if value], "history": history_of(found),
        "standings": list(standings_of(found.center)),
    }  # fmt: skip
    return render(request, "support/project.html", context)
