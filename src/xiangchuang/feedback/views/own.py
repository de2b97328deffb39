"""我的反馈: what the person filed, for oneself or one's unit, and what was answered."""

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.calendars import clock
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.publish_answer import withdraw_consent
from xiangchuang.feedback.queries import own
from xiangchuang.feedback.rules import feedback_rule
from xiangchuang.feedback.words import filer_state, own_table
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in


@signed_in
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List one's own, the latest first."""
    page = page_of(own(request.actor), request.GET.get("page", "1"))
    context = {"page": page, "table": own_table(list(page.object_list)), "rule": feedback_rule()}
    return render(request, "feedback/mine.html", context)


@signed_in
@require_safe
def one(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one's own with its answer."""
    found = _own(request.actor, pk)
    context = {
        "feedback": found, "rule": feedback_rule(), "state": filer_state(found),
        "is_late": found.is_overdue(clock.today()),
    }  # fmt: skip
    return render(request, "feedback/own.html", context)


@signed_in
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """No longer agree to its being public."""
    withdraw_consent(actor=request.actor, feedback=_own(request.actor, pk))
    flash.success(request, _("已记下：不再公开。已经公开的，从现在起撤下。"))
    return redirect("feedback:own", pk=pk)


def _own(actor: Actor, pk: int) -> Feedback:
    found = own(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这件反馈，或者它不归您查看。"))
    return found
