"""Versions of the layout: list, one, a new one; circulated, confirmed, returned, published, as a file."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.set_papers import Form
from xiangchuang.layouts.circulate_layout import circulate_layout, units_to_ask
from xiangchuang.layouts.draft_layout import CLAUSE, LayoutDraft, amend_layout, draft_layout, refuse_finished
from xiangchuang.layouts.forms import CirculateForm, ConfirmForm, LayoutForm, ReasonForm
from xiangchuang.layouts.history import history_of
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import LayoutState, LayoutVersion
from xiangchuang.layouts.permissions import DECIDERS, leader, may_plan, planner
from xiangchuang.layouts.publish_layout import confirm_layout, number_of, publish_layout, return_layout
from xiangchuang.layouts.queries import (
    directions_of,
    find_version,
    layout_under_way,
    replies_visible_to,
    versions_visible_to,
)
from xiangchuang.layouts.ready import confirmation_gaps, layout_gaps
from xiangchuang.layouts.render_layout import ensure_rendered, file_name, layout_bytes
from xiangchuang.layouts.rules import planning
from xiangchuang.layouts.tables import direction_table, period_text, reply_table, version_table
from xiangchuang.layouts.views.board import scale_of
from xiangchuang.layouts.views.frame import FORM, frame_of
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import Action
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.packs import pack_of_version


@signed_in
@require_safe
def versions(request: ActorRequest) -> HttpResponse:
    """List the versions the person may read."""
    page = page_of(versions_visible_to(request.actor), request.GET.get("page", "1"))
    context = {
        **frame_of(request.actor, "versions"), "page": page, "table": version_table(page.object_list),
        "may_draft": may_plan(request.actor) and layout_under_way() is None,
    }  # fmt: skip
    return render(request, "layouts/versions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: ActorRequest) -> HttpResponse:
    """Draft a version; the directions still open come along."""
    planner(request.actor)
    limit = planning().new_builds
    form = LayoutForm(request.POST or None, initial={"cap": limit.most})

    def act(data: dict[str, Any]) -> str:
        layout = draft_layout(actor=request.actor, draft=LayoutDraft(**data))
        return _("已起草第 %(edition)d 版，接着加入方向。") % {"edition": layout.edition}

    return answer_form(
        request, form, act, template=FORM, then=_latest_url(),
        context={**frame_of(request.actor, "versions"), "heading": _("起草总体布局"), "button": _("保存"),
                 "back": reverse("layouts:versions"), "clause": CLAUSE, "rule": limit},
    )  # fmt: skip


def _latest_url() -> str:
    return reverse("layouts:latest")


@signed_in
@require_safe
def latest(request: ActorRequest) -> HttpResponse:
    """Lead on to the version under way, or else to the one in force."""
    found = versions_visible_to(request.actor).first()
    return redirect("layouts:version", found.pk) if found else redirect("layouts:versions")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_version(request: ActorRequest, pk: int) -> HttpResponse:
    """Write a version anew."""
    planner(request.actor)
    found = find_version(request.actor, pk)
    refuse_finished(found)
    names = ("title", "about", "period_from", "period_to", "cap", "cap_reason")
    form = LayoutForm(request.POST or None, initial={name: getattr(found, name) for name in names})

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        amend_layout(actor=request.actor, layout=found, seen=seen, draft=LayoutDraft(**data))
        return _("已保存。")

    return _step(request, found, form, act, _("修改布局稿"), _("保存"), rule=planning().new_builds)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the draft to departments and cities."""
    planner(request.actor, "6.1-1")
    found = find_version(request.actor, pk)
    form = CirculateForm(request.POST or None, units=units_to_ask(found))

    def act(data: dict[str, Any]) -> str:
        circulate_layout(
            actor=request.actor, layout=found, seen=version_seen(request), to=list(data["units"])
        )
        return _("已发出征求意见。")

    return _step(
        request, found, form, act, _("征求意见"), _("发出"), clause="6.1-1", term=planning().reply_term
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """The leadership confirms."""
    leader(request.actor)
    found = find_version(request.actor, pk)
    form = ConfirmForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        confirm_layout(actor=request.actor, layout=found, seen=version_seen(request), text=data["text"])
        return _("已审定，由经办发布。")

    return _step(request, found, form, act, _("审定布局"), _("审定"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Send a confirmed version back."""
    found = find_version(request.actor, pk)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        return_layout(actor=request.actor, layout=found, seen=version_seen(request), reason=data["reason"])
        return _("已退回修改。")

    return _step(request, found, form, act, _("退回修改"), _("退回"))


@signed_in
@require_http_methods(["POST"])
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Publish a confirmed version."""
    found = find_version(request.actor, pk)
    publish_layout(actor=request.actor, layout=found, seen=version_seen(request))
    messages.success(request, _("已发布，文号 %(number)s。") % {"number": number_of(found)})
    return redirect("layouts:version", pk)


def _step(
    request: ActorRequest, found: LayoutVersion, form: Any, act: Any, heading: str, button: str,
    *, clause: str = CLAUSE, **more: Any,
) -> HttpResponse:  # fmt: skip
    here = reverse("layouts:version", args=[found.pk])
    return answer_form(
        request, form, act, template=FORM, then=here,
        context={**frame_of(request.actor, "versions"), "heading": heading, "about": found.title,
                 "button": button, "back": here, "clause": clause,
                 "version": version_seen(request) or found.version, **more},
    )  # fmt: skip


@signed_in
@require_safe
def version(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a version: its text, directions, replies, what it waits for and what happened to it."""
    found, actor = find_version(request.actor, pk), request.actor
    directions = list(directions_of(found))
    replies = list(replies_visible_to(actor).filter(layout=found))
    pack = pack_of_version(found.policy_version_id)
    own = next((r for r in replies if not actor.is_department_staff), None)
    context = {
        **frame_of(actor, "versions"), "layout": found, "pack": pack, "pairs": _pairs(found),
        "directions": direction_table(directions, pack, places_taken(directions)),
        "replies": reply_table(replies) if actor.is_department_staff else None, "own_reply": own,
        "replied": sum(bool(r.stance) for r in replies), "asked": len(replies),
        "gaps": _gaps(found) if actor.is_department_staff else [], "actions": _actions(actor, found),
        "history": history_of(found.ledger_key) if actor.is_department_staff else [],
        "may_plan": may_plan(actor) and found.may_be_written, "scale": _scale(found), "clauses": pack.clauses,
        "reply_term": pack.layout.planning.reply_term if pack.layout.planning else None,
    }  # fmt: skip
    return render(request, "layouts/version.html", context)


def _scale(layout: LayoutVersion) -> dict[str, Any] | None:
    return scale_of(layout) if layout.state == LayoutState.PUBLISHED else None


def _gaps(layout: LayoutVersion) -> list[str]:
    if layout.state == LayoutState.DRAFT:
        return layout_gaps(layout)
    return confirmation_gaps(layout) if layout.state == LayoutState.CIRCULATING else []


def _pairs(layout: LayoutVersion) -> list[tuple[str, object]]:
    term = figures.day_text(layout.replies_due_on) if layout.replies_due_on else ""
    if term and layout.replies_due_provisional:
        term = _("%(day)s（暂定，节假日公布后确定）") % {"day": term}
    pairs: list[tuple[str, object]] = [
        (_("版次"), _("第 %(edition)d 版") % {"edition": layout.edition}),
        (_("状态"), layout.get_state_display()),
        (_("布局期"), period_text(layout)),
        (_("新建上限"), _("%(count)d 个") % {"count": layout.cap}),
        (_("上限的理由"), layout.cap_reason),
        (_("反馈期限"), term),
        (_("审定"), layout.confirmed_text),
        (_("文号"), number_of(layout)),
        (_("发布时间"), figures.moment_text(layout.published_at) if layout.published_at else ""),
        (_("核验码"), layout.verification_code or ""),
    ]
    return [(label, value) for label, value in pairs if value]


def _actions(actor: Actor, layout: LayoutVersion) -> list[Action]:
    """Return the buttons of this person, the likeliest first; what cannot be done yet says why."""

    def page(name: str) -> str:
        return reverse(f"layouts:{name}", args=[layout.pk])

    found: list[Action] = []
    if Role.LEADERSHIP in actor.roles and layout.may_be_written:
        reason = _("；").join(confirmation_gaps(layout))
        found.append(Action(_("审定"), page("confirm"), "get", "primary", reason))
    if may_plan(actor):
        if layout.state == LayoutState.DRAFT:
            found.append(
                Action(_("征求意见"), page("circulate"), "get", "primary", _("；").join(layout_gaps(layout)))
            )
        if layout.state == LayoutState.CONFIRMED:
            seen = {"version": layout.version}
            found.append(Action(_("发布"), page("publish"), "post", "primary", fields=seen))
        if layout.may_be_written:
            found += [Action(_("加入方向"), page("new-direction"), "get"),
                      Action(_("修改布局稿"), page("edit-version"), "get")]  # fmt: skip
    if layout.state == LayoutState.CONFIRMED and actor.acting_as(DECIDERS):
        found.append(Action(_("退回修改"), page("return-version"), "get"))
    return found


@signed_in
@require_safe
def version_file(request: ActorRequest, pk: int, form: Form) -> HttpResponseBase:
    """Hand out a version as PDF or Word; a draft carries its watermark."""
    return file_response(find_version(request.actor, pk), form)


def file_response(layout: LayoutVersion, form: Form) -> HttpResponseBase:
    """Return the file of a version as a download: the kept one once it is published."""
    name, media_type = file_name(layout, form), MEDIA_TYPES[form]
    if layout.is_public:
        kept = getattr(ensure_rendered(layout), form)
        return FileResponse(kept.path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    return FileResponse(
        BytesIO(layout_bytes(layout, form)), as_attachment=True, filename=name, content_type=media_type
    )
