"""Findings on positioning: of one center, of all the person may see, and one with what is done about it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.permissions import may_keep, may_oversee
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import frame_of
from xiangchuang.consortia.downloads import findings_sheet
from xiangchuang.consortia.finding_lines import lines_of
from xiangchuang.consortia.forms import ExplanationForm, VerdictForm
from xiangchuang.consortia.models import FindingState, PositioningFinding
from xiangchuang.consortia.queries import find_finding, findings_visible_to
from xiangchuang.consortia.settle_finding import decide_finding, explain_finding
from xiangchuang.consortia.watch_positioning import UNDECIDED
from xiangchuang.ledger.act_words import act_words
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def of_center(request: ActorRequest, pk: int) -> HttpResponse:
    """List a center's findings, with the signs that are watched."""
    center = find_file(request.actor, pk)
    rows = findings_visible_to(request.actor).filter(center=center)
    frame = {**frame_of(center, "overview"), "signs": current_pack().positioning.signs}
    return _listed(request, rows, frame, _("定位监看"))


@signed_in
@require_safe
def of_all(request: ActorRequest) -> HttpResponse:
    """List the findings of every center whose file the person may read."""
    return _listed(request, findings_visible_to(request.actor), {}, _("各中心定位监看"))


def _listed(
    request: ActorRequest, rows: "QuerySet[PositioningFinding]", frame: dict[str, Any], title: str
) -> HttpResponse:
    state = request.GET.get("state", "")
    chosen = state if state in FindingState.values else ""
    shown = rows.filter(state=chosen) if chosen else rows
    if request.GET.get("format") == "xlsx":
        return findings_sheet(title, lines_of(shown))
    page = page_of(shown, request.GET.get("page", "1"))
    context = {
        **frame, "title": title, "page": page, "lines": lines_of(page.object_list), "state": chosen,
        "states": FindingState.choices,
    }  # fmt: skip
    return render(request, "consortia/positioning.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: ActorRequest, pk: int, finding_pk: int) -> HttpResponse:
    """Show a finding; the center explains it, an officer decides on it."""
    center = find_file(request.actor, pk)
    found = find_finding(request.actor, center, finding_pk)
    explains = may_keep(request.actor, center) is not None and found.state in UNDECIDED
    decides = may_oversee(request.actor, center) is not None and found.state != FindingState.CLOSED
    form = VerdictForm(request.POST or None) if decides and not explains else _explanation(request, found)

    def act(data: dict[str, Any]) -> str:
        if isinstance(form, VerdictForm):
            decide_finding(
                actor=request.actor, finding=found, seen=version_seen(request), verdict=data["verdict"],
                reason=data["reason"],
            )  # fmt: skip
            return _("已认定，理由已留痕。")
        explain_finding(
            actor=request.actor, finding=found, seen=version_seen(request), explanation=data["explanation"]
        )
        return _("说明已提交，等待认定。")

    history = entries_of_case(center.ledger_key).filter(subject=f"positioning:{found.pk}")
    context = {
        **frame_of(center, "overview"), "finding": found, "line": lines_of([found])[0],
        "may_act": explains or decides, "decides": isinstance(form, VerdictForm),
        "history": [(entry, act_words(entry.verb)) for entry in history.order_by("id")],
        "version": version_seen(request) or found.version,
    }  # fmt: skip
    here = reverse("consortia:finding", args=[center.pk, found.pk])
    return answer_form(request, form, act, template="consortia/finding.html", then=here, context=context)


def _explanation(request: ActorRequest, found: PositioningFinding) -> ExplanationForm:
    return ExplanationForm(request.POST or None, initial={"explanation": found.explanation})
