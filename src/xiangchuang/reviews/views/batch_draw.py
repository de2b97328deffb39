"""Pages of the draw for a whole batch: committing, drawing, withdrawing, and what all may see of it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.pages.answering import Act, answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.panel import DrawRule
from xiangchuang.procedure.errors import Blocked, NotFound
from xiangchuang.reviews import draw_forms
from xiangchuang.reviews.draws.verbs import weekday_words
from xiangchuang.reviews.draws.visibility import draws_visible_to, sees_reasons
from xiangchuang.reviews.models import ReviewBatch
from xiangchuang.reviews.review_batches.draw_batch import (
    batch_list,
    batch_rule,
    commit_batch_draw,
    live_batch_draw,
    seat_batch_by_draw,
    withdraw_batch_draw,
)
from xiangchuang.reviews.review_batches.draw_lines import batch_draw_page, batch_preview
from xiangchuang.reviews.review_batches.queries import find_batch
from xiangchuang.reviews.views.review_batches import batch_url, refuse_unless_officer, seen_of


@signed_in
@require_safe
@never_cache
def batch_draw(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the draws of a batch to all who may know of draws; anybody else finds nothing."""
    found = list(draws_visible_to(request.actor).filter(batch=pk))
    if not found:
        raise NotFound(_("没有这一页。"))
    batch = found[0].batch
    assert batch is not None
    _pack, rule, draw_rule = batch_rule(batch)
    current = next((one for one in found if one.withdrawn_at is None), None)
    context = {
        "batch": batch,
        "page": batch_draw_page(current, rule) if current else None,
        "withdrawn": [one for one in found if one.withdrawn_at is not None],
        "rule": draw_rule,
        "sees_reasons": sees_reasons(request.actor),
        "in_department": request.actor.is_department_staff,
        "may_act": request.actor.holds(Role.OFFICER),
    }
    return render(request, "reviews/batch_draw.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def commit(request: ActorRequest, pk: int) -> HttpResponse:
    """Commit to one list for the whole batch."""
    batch, rule = _acting_on(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = draw_forms.CommitForm(posted, initial={"seed_on": _next_day(rule)})

    def act(data: dict[str, Any]) -> str:
        commit_batch_draw(actor=request.actor, batch=batch, seen=seen_of(request, batch), **data)
        return _("名单已承诺，散列值已记入各案卷的留痕。")

    preview: dict[str, Any] = {}
    if live_batch_draw(batch) is None:
        preview = _preview(batch)
    return _page(
        request, batch, form, act, "reviews/commit_batch_draw.html",
        _("为全批承诺抽取名单"), _("承诺抽取名单"),
        {"draw_rule": rule, "days": weekday_words(rule), **preview},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seed(request: ActorRequest, pk: int) -> HttpResponse:
    """Fill in the public value, and seat all panels."""
    batch, rule = _acting_on(request, pk)
    form = draw_forms.SeedForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> str:
        seat_batch_by_draw(actor=request.actor, batch=batch, seen=seen_of(request, batch), **data)
        return _("抽取完成，全批抽中的专家已入席。")

    context = {"draw_rule": rule, "draw": live_batch_draw(batch)}
    return _page(
        request, batch, form, act, "reviews/seat_batch_by_draw.html",
        _("填入种子并为全批抽取"), _("填入种子并抽取"), context,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Give up the list of the batch, with the reason."""
    batch, rule = _acting_on(request, pk)
    form = draw_forms.WithdrawalForm(request.POST if request.method == "POST" else None)

    def act(data: dict[str, Any]) -> str:
        withdraw_batch_draw(actor=request.actor, batch=batch, seen=seen_of(request, batch), **data)
        return _("已撤回，原名单和原因一并留存。")

    context = {"draw_rule": rule, "is_danger": True}
    return _page(
        request, batch, form, act, "reviews/batch_form.html", _("撤回全批的抽取名单"), _("撤回"), context
    )


def _acting_on(request: ActorRequest, pk: int) -> tuple[ReviewBatch, DrawRule]:
    batch = find_batch(request.actor, pk)
    refuse_unless_officer(request.actor)
    return batch, batch_rule(batch)[2]


def _preview(batch: ReviewBatch) -> dict[str, Any]:
    """Return what would be committed to, or in words why nothing can be."""
    try:
        panels, listed = batch_list(batch)
    except Blocked as blocked:
        return {"blocked": blocked}
    return batch_preview(panels, listed, batch_rule(batch)[1])


def _next_day(rule: DrawRule) -> Any:
    soon = (clock.today() + timedelta(days=ahead) for ahead in range(1, 8))
    return next(day for day in soon if day.isoweekday() in rule.seed_weekdays)


def _page(
    request: ActorRequest, batch: ReviewBatch, form: forms.Form, act: Act, template: str, heading: str,
    button: str, context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    then = reverse("reviews:batch-draw", args=[batch.pk]) if batch.draws.exists() else batch_url(batch)
    shown = {
        "batch": batch, "heading": heading, "button": button, "back": batch_url(batch), "about": batch.name,
        "version": request.POST.get("version", batch.version), **context,
    }  # fmt: skip
    return answer_form(request, form, act, template=template, context=shown, then=then)
