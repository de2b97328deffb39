"""Meetings: the list, arranging one, its agenda, and both on paper before and after."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.decisions import call_sitting as verbs
from xiangchuang.decisions.forms import SittingForm
from xiangchuang.decisions.meeting_papers import meeting_pdf, minutes_of_case, minutes_of_sitting
from xiangchuang.decisions.models import Meeting, Sitting
from xiangchuang.decisions.views.desk import department_actor
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen, whole
from xiangchuang.procedure.errors import NotFound, NotPermitted
from xiangchuang.procedure.queries import visible_to as cases_visible_to

_FIELDS = ("title", "held_on", "place", "chair", "recorder", "present", "absent")


@signed_in
@require_safe
def sittings(request: ActorRequest) -> HttpResponse:
    """List the meetings, newest first, and the cases that wait for one."""
    actor = department_actor(request)
    rows = verbs.sittings_visible_to(actor).prefetch_related("items")
    context = {
        "page": page_of(rows, request.GET.get("page", "1")),
        "waiting": verbs.waiting_runs(actor).filter(agenda_items=None)[:50],
        "may_call": _may_call(actor),
    }
    return render(request, "decisions/sittings.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_sitting(request: ActorRequest) -> HttpResponse:
    """Arrange a meeting."""
    actor = department_actor(request)
    _refuse_others(actor)
    made: list[Sitting] = []

    def act(values: dict[str, Any]) -> str:
        made.append(verbs.call_sitting(actor=actor, draft=verbs.SittingDraft(**values)))
        return _("会议已安排。")

    form = SittingForm(request.POST or None)
    back = reverse("decisions:sittings")
    context = {"heading": _("安排会议"), "back": back, "button": _("安排"), "crumb": _("会议")}
    answer = answer_form(request, form, act, template="decisions/plain_form.html", context=context, then=back)
    return redirect("decisions:sitting", pk=made[0].pk) if made else answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def amend_sitting(request: ActorRequest, pk: int) -> HttpResponse:
    """Change day, place or people."""
    actor = department_actor(request)
    sitting = _sitting(actor, pk)
    _refuse_others(actor)

    def act(values: dict[str, Any]) -> str:
        draft = verbs.SittingDraft(**values)
        verbs.amend_sitting(actor=actor, sitting=sitting, seen=version_seen(request), draft=draft)
        return _("会议安排已修改。")

    initial = {name: getattr(sitting, name) for name in _FIELDS}
    form = SittingForm(request.POST or None, initial=initial)
    back = reverse("decisions:sitting", args=[pk])
    context = {
        "heading": _("修改会议安排"), "back": back, "button": _("保存"), "crumb": sitting.title,
        "version": version_seen(request) or sitting.version,
    }  # fmt: skip
    return answer_form(request, form, act, template="decisions/plain_form.html", context=context, then=back)


@signed_in
@require_safe
def sitting(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a meeting with its agenda and what became of each case."""
    actor = department_actor(request)
    found = _sitting(actor, pk)
    made = {meeting.run_id: meeting for meeting in found.decisions.all()}
    items = found.items.select_related("run__case")
    context = {
        "sitting": found, "items": [(item, made.get(item.run_id)) for item in items],
        "waiting": verbs.waiting_runs(actor).filter(agenda_items=None)[:50], "may_call": _may_call(actor),
    }  # fmt: skip
    return render(request, "decisions/sitting.html", context)


@signed_in
@require_POST
def change_agenda(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a case on the agenda, or take it off."""
    actor = department_actor(request)
    found = _sitting(actor, pk)
    seen = version_seen(request)
    if request.POST.get("take_off"):
        run_id = whole(request.POST["take_off"], 0)
        verbs.take_off_agenda(actor=actor, sitting=found, seen=seen, run_id=run_id)
        messages.success(request, _("已移出议程。"))
    else:
        run_id = whole(request.POST.get("put_on", ""), 0)
        verbs.put_on_agenda(actor=actor, sitting=found, seen=seen, run_id=run_id)
        messages.success(request, _("已列入议程。"))
    return redirect("decisions:sitting", pk=pk)


@signed_in
@require_safe
def sitting_pdf(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer with agenda and minutes as PDF: what is not yet resolved says so."""
    found = _sitting(department_actor(request), pk)
    return _pdf(meeting_pdf(minutes_of_sitting(found)), f"meeting-{found.pk}.pdf")


@signed_in
@require_safe
def case_minutes(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Answer with the record of one case's meeting as PDF, for its file."""
    actor = department_actor(request)
    meeting = (
        Meeting.objects.filter(pk=pk, case__number=number, case__in=cases_visible_to(actor))
        .select_related("case", "sitting", "recorded_by")
        .first()
    )
    if meeting is None:
        raise NotFound(_("没有这份会议记录。"))
    return _pdf(meeting_pdf(minutes_of_case(meeting)), f"{number}-minutes.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sitting(actor: Actor, pk: int) -> Sitting:
    found = verbs.sittings_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这次会议。"))
    return found


def _may_call(actor: Actor) -> bool:
    return actor.acting_as([Role.DIVISION_HEAD]) is not None


def _refuse_others(actor: Actor) -> None:
    if not _may_call(actor):
        raise NotPermitted(_("会议由处室负责人安排。"))
