"""Pages of the review batches: the list, one batch, what enters and leaves it, panels for all at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.errors import NotFound, NotPermitted
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.reviews.models import BatchedCase, ReviewBatch
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.review_batches import forms as batch_forms
from xiangchuang.reviews.review_batches.batch_table import batch_table, batches_table
from xiangchuang.reviews.review_batches.draw_batch import live_batch_draw
from xiangchuang.reviews.review_batches.keep_batch import form_batch, put_in_batch, take_from_batch
from xiangchuang.reviews.review_batches.panel_state import panel_states
from xiangchuang.reviews.review_batches.propose_batch import propose_batch, seat_batch
from xiangchuang.reviews.review_batches.queries import (
    batches_visible_to,
    cases_to_put_in,
    find_batch,
    members_of,
)
from xiangchuang.reviews.review_batches.ranking import ranking_of
from xiangchuang.reviews.review_batches.ranking_table import ranking_chart


def found_batch(request: ActorRequest, pk: int) -> ReviewBatch:
    """Return the batch, or raise NotFound for whoever may not know of batches."""
    return find_batch(request.actor, pk)


def refuse_unless_officer(actor: Actor) -> None:
    """Raise NotPermitted for those of the department who only read."""
    if not actor.holds(Role.OFFICER):
        raise NotPermitted(_("论证批次由省科技厅经办办理。"), remedy=_("在批次页查看进展。"), clause="5.2-1")


def seen_of(request: HttpRequest, batch: ReviewBatch) -> int:
    """Return the version of the batch that the person's page showed."""
    return whole(request.POST.get("version", ""), 0) if request.method == "POST" else batch.version


def batch_url(batch: ReviewBatch) -> str:
    """Return the address of the batch."""
    return reverse("reviews:batch", args=[batch.pk])


@signed_in
@require_safe
@never_cache
def batches(request: ActorRequest) -> HttpResponse:
    """List the batches, newest first; whoever is not of the department finds nothing."""
    if not request.actor.roles & AUTHORITY_ROLES:
        raise NotFound(_("没有这一页。"))
    page = page_of(batches_visible_to(request.actor), request.GET.get("page", "1"))
    context = {
        "page": page, "table": batches_table(list(page.object_list)),
        "may_form": request.actor.holds(Role.OFFICER),
    }  # fmt: skip
    return render(request, "reviews/batches.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: ActorRequest) -> HttpResponse:
    """Form a batch, and go on to putting proposals in."""
    if not request.actor.roles & AUTHORITY_ROLES:
        raise NotFound(_("没有这一页。"))
    refuse_unless_officer(request.actor)
    form = batch_forms.BatchForm(request.POST if request.method == "POST" else None)
    made: list[ReviewBatch] = []

    def act(data: dict[str, Any]) -> str:
        made.append(form_batch(actor=request.actor, **data))
        return _("批次已建立，接着列入方案。")

    answer = answer_form(
        request, form, act, template="reviews/batch_form.html", then=reverse("reviews:batches"),
        context={"heading": _("建立论证批次"), "button": _("建立"), "back": reverse("reviews:batches")},
    )  # fmt: skip
    return redirect(reverse("reviews:put-in-batch", args=[made[0].pk])) if made else answer


@signed_in
@require_safe
@never_cache
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one batch: each proposal with the state of its panel, and what can be done for all of them."""
    found = found_batch(request, pk)
    rows = list(members_of(found, request.actor))
    states = panel_states([row.case for row in rows])
    is_officer = request.actor.holds(Role.OFFICER)
    context = {
        "batch": found,
        "table": batch_table(rows, states, may_take_out=is_officer),
        "count": len(rows),
        "short": sum(state.is_short and not state.waits for state in states.values()),
        "is_officer": is_officer,
        "is_judged": any(not state.forming for state in states.values()),
        "draw": live_batch_draw(found),
        "draw_rule": panel_rule(rows[0].case, pack_of(rows[0].case)).draw if rows else None,
    }
    return render(request, "reviews/batch.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose the proposals that enter."""
    found = found_batch(request, pk)
    refuse_unless_officer(request.actor)
    open_cases = cases_to_put_in(request.actor)
    form = batch_forms.PutInForm(request.POST if request.method == "POST" else None, open_cases=open_cases)

    def act(data: dict[str, Any]) -> str:
        seen = seen_of(request, found)
        rows = put_in_batch(actor=request.actor, batch=found, seen=seen, cases=list(data["cases"]))
        return _("已列入 %(count)d 个方案。") % {"count": len(rows)}

    context = {
        "batch": found, "version": request.POST.get("version", found.version),
        "heading": _("列入方案"), "button": _("列入所勾选的方案"), "back": batch_url(found),
        "has_cases": open_cases.exists(),
    }  # fmt: skip
    return answer_form(
        request, form, act, template="reviews/put_in_batch.html", context=context, then=batch_url(found)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: ActorRequest, pk: int, member: int) -> HttpResponse:
    """Take one proposal out, with the reason."""
    found = found_batch(request, pk)
    refuse_unless_officer(request.actor)
    row: BatchedCase | None = members_of(found, request.actor).filter(pk=member).first()
    if row is None:
        raise NotFound(_("这个方案不在本批次。"))
    form = batch_forms.TakeOutForm(request.POST if request.method == "POST" else None)
    case = row.case

    def act(data: dict[str, Any]) -> str:
        seen = seen_of(request, found)
        take_from_batch(actor=request.actor, batch=found, seen=seen, case=case, reason=data["reason"])
        return _("已移出本批次。")

    context = {
        "batch": found, "version": request.POST.get("version", found.version), "heading": _("移出方案"),
        "about": f"{case.number} {case.title}", "button": _("移出"), "back": batch_url(found),
        "is_danger": True,
    }  # fmt: skip
    return answer_form(
        request, form, act, template="reviews/batch_form.html", context=context, then=batch_url(found)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose panels for the whole batch, and seat them all in one press."""
    found = found_batch(request, pk)
    refuse_unless_officer(request.actor)
    cases = {row.case.number: row.case for row in members_of(found, request.actor)}
    form = batch_forms.BatchPicksForm(request.POST if request.method == "POST" else None, cases=cases)

    def act(data: dict[str, Any]) -> str:
        seats = seat_batch(actor=request.actor, batch=found, seen=seen_of(request, found), **data)
        return _("%(count)d 位专家已入席。") % {"count": len(seats)}

    pack = pack_of(next(iter(cases.values()))) if cases else current_pack()
    context = {
        "batch": found, "back": batch_url(found), "proposal": propose_batch(found), "rule": pack.panel,
    }  # fmt: skip
    return answer_form(
        request, form, act, template="reviews/propose_batch.html", context=context, then=batch_url(found)
    )


@signed_in
@require_safe
@never_cache
def ranking(request: ActorRequest, pk: int) -> HttpResponse:
    """Compare the scores of the batch; ?format= downloads the table or the picture."""
    batch = found_batch(request, pk)
    found = ranking_of(batch)
    context: dict[str, Any] = {"batch": batch, "ranking": found}
    if found is not None:
        chart = ranking_chart(batch, found, clock.today())
        title = _("本批得分和名次")
        if download := chart_download(chart, wanted=request.GET.get("format", ""), title=title):
            return download
        context |= {"chart": chart, "rule": found.rule}
    return render(request, "reviews/batch_ranking.html", context)
