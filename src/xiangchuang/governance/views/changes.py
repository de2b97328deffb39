"""Pages of the change register: a new change, one with what it touches, those that wait, all."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.forms import EVIDENCE_ENDINGS, EVIDENCE_KINDS
from xiangchuang.centers.views.file import frame_of
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.governance.changes.evidence import PURPOSE
from xiangchuang.governance.changes.forms import ChangeForm, DecisionForm, OpinionForm
from xiangchuang.governance.changes.lines import change_line, change_lines, kinds_offered, lane_words
from xiangchuang.governance.changes.subjects import SUBJECTS
from xiangchuang.governance.changes.touches import touches_of
from xiangchuang.governance.changes.verbs import (
    approve_change,
    file_change,
    give_committee_opinion,
    may_decide,
    refuse_change,
    request_change,
    rule_of,
    take_back_change,
)
from xiangchuang.governance.models import ChangeRequest, ChangeState
from xiangchuang.governance.models.changes import AHEAD
from xiangchuang.governance.queries import changes_visible_to, changes_waiting_for
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_change(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """File a change or ask for one, by the lane of its kind."""
    center = find_file(request.actor, pk)
    pack = current_pack()
    rule = pack.changes.kind(kind)
    if rule is None:
        raise Http404
    if may_keep(request.actor, center) is None:
        raise NotPermitted(_("变更由中心工作人员提出和办理。"))
    form = ChangeForm(request.POST or None, request.FILES or None, kind=rule, center=center, pack=pack)
    open_one = file_change if rule.lane == "filing" else request_change

    def act(data: dict[str, Any]) -> str:
        open_one(
            actor=request.actor, center=center, kind=kind, after=form.after(), reason=data["reason"],
            effective_on=data["effective_on"], evidence=_stored(request.actor, data),
        )  # fmt: skip
        if rule.lane == "filing":
            return _("已备案，到生效日期即生效。")
        return _("已提出，批准前可以撤回。")

    subject = SUBJECTS[rule.subject]
    return answer_form(
        request, form, act, template="governance/new_change.html",
        then=reverse("centers:chapter", args=[pk, "changes"]),
        context={
            **frame_of(center, "changes"), "rule": rule, "label": words(rule.label),
            "lane": lane_words(rule.lane), "now": subject.say(subject.read(center), pack),
            "kinds": EVIDENCE_ENDINGS,
        },
    )  # fmt: skip


@signed_in
@require_safe
def change(request: ActorRequest, pk: int, change_pk: int) -> HttpResponse:
    """Show a change: before and after, what it touches, who said what; and what the person may do."""
    center, found = _find(request.actor, pk, change_pk)
    return render(request, "governance/change.html", _context(request.actor, center, found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: ActorRequest, pk: int, change_pk: int) -> HttpResponse:
    """Write down the expert committee's opinion."""
    center, found = _find(request.actor, pk, change_pk)
    form = OpinionForm(request.POST or None, center=center)

    def act(data: dict[str, Any]) -> str:
        give_committee_opinion(
            actor=request.actor, change=found, seen=version_seen(request), opinion=data["opinion"],
            meeting=data["meeting"],
        )  # fmt: skip
        return _("已登记专家委员会意见。")

    context = {
        **_context(request.actor, center, found),
        "heading": _("登记专家委员会意见"),
        "button": _("登记"),
    }
    return answer_form(
        request, form, act, template="governance/change_act.html", then=_url(found), context=context
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, pk: int, change_pk: int) -> HttpResponse:
    """Approve or refuse, beside what the change touches."""
    center, found = _find(request.actor, pk, change_pk)
    if may_decide(request.actor, found, rule_of(found)) is None:
        raise NotPermitted(_("这类变更不由您决定。"), clause=rule_of(found).clause)

    def act(data: dict[str, Any]) -> str:
        approves = request.POST.get("verdict") == "approve"
        verb = approve_change if approves else refuse_change
        verb(actor=request.actor, change=found, seen=version_seen(request), reason=data["reason"])
        return _("已批准。") if approves else _("已决定不予批准，理由已告知中心。")

    return answer_form(
        request, DecisionForm(request.POST or None), act, template="governance/decide_change.html",
        then=_url(found), context=_context(request.actor, center, found),
    )  # fmt: skip


@signed_in
@require_POST
def take_back(request: ActorRequest, pk: int, change_pk: int) -> HttpResponse:
    """Take a change back before it is in force."""
    center, found = _find(request.actor, pk, change_pk)

    def act(data: dict[str, Any]) -> str:
        take_back_change(actor=request.actor, change=found, seen=version_seen(request))
        return _("已撤回。")

    return answer_form(
        request, forms.Form(request.POST), act, template="governance/change.html", then=_url(found),
        context=_context(request.actor, center, found),
    )  # fmt: skip


@signed_in
@require_safe
def all_changes(request: ActorRequest) -> HttpResponse:
    """List the changes of the centers one may open; first those that wait for this person."""
    pack = current_pack()
    rows, state = _asked(request)
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        "waiting": change_lines(changes_waiting_for(request.actor, pack)[:50], pack),
        "page": page, "lines": change_lines(page.object_list, pack), "state": state,
        "kind": request.GET.get("kind", ""), "states": ChangeState.choices,
        "kinds": [(kind.code, label) for kind, label, _lane in kinds_offered(pack)],
        "query": request.GET.urlencode(), "is_narrow": bool(state or request.GET.get("kind")),
    }  # fmt: skip
    return render(request, "governance/all_changes.html", context)


@signed_in
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the changes the list shows as a table."""
    pack = current_pack()
    rows, _state = _asked(request)
    head = [_("中心"), _("变更事项"), _("办理方式"), _("原内容"), _("新内容"), _("理由"), _("生效日期"),
            _("状态"), _("专家委员会意见"), _("决定理由")]  # fmt: skip
    lines = (
        [line.change.center.name, line.label, line.lane, line.before, line.after, line.change.reason,
         figures.iso_day(line.change.effective_on), line.change.get_state_display(),
         line.change.committee_opinion, line.change.decision_reason]
        for line in change_lines(rows, pack)
    )  # fmt: skip
    return csv_response(_("变更登记.csv"), head, lines)


def _asked(request: ActorRequest) -> tuple["QuerySet[ChangeRequest]", str]:
    rows = changes_visible_to(request.actor)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    if state in ChangeState.values:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind[:32])
    return rows, state


def _find(actor: Actor, pk: int, change_pk: int) -> tuple[Center, ChangeRequest]:
    center = find_file(actor, pk)
    found = changes_visible_to(actor).filter(center=center, pk=change_pk).first()
    if found is None:
        raise NotFound(_("没有这项变更。"))
    return center, found


def _context(actor: Actor, center: Center, found: ChangeRequest) -> dict[str, Any]:
    pack = current_pack()
    line = change_line(found, pack)
    open_now = found.state == ChangeState.REQUESTED
    keeps = may_keep(actor, center) is not None
    touches = []
    if line.rule and (open_now or found.state in AHEAD):
        touches = touches_of(center, line.rule, found.after, found.effective_on, pack)
    decides = open_now and line.rule is not None and may_decide(actor, found, line.rule) is not None
    return {
        **frame_of(center, "changes"), "line": line, "change": found, "touches": touches,
        "may_decide": decides, "may_argue": open_now and keeps,
        "may_take_back": keeps and (open_now or found.state in AHEAD),
        "shows_evidence": found.evidence is not None and may_read(actor, found.evidence),
        "needs_opinion": bool(line.rule and line.rule.committee_first and not found.committee_opinion),
    }  # fmt: skip


def _stored(actor: Actor, data: dict[str, Any]) -> StoredFile | None:
    upload = data.get("evidence")
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=PURPOSE) if upload else None


def _url(found: ChangeRequest) -> str:
    return reverse("governance:change", args=[found.center_id, found.pk])
