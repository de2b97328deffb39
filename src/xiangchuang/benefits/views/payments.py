"""Marking a share paid, and taking a wrong mark back."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.benefits.forms import PaymentForm, TakeBackForm
from xiangchuang.benefits.mark_payment import mark_share_paid, unmark_share_paid
from xiangchuang.benefits.models import DecidedShare
from xiangchuang.benefits.queries import find_decision
from xiangchuang.benefits.registers import INCOMES
from xiangchuang.benefits.views.distributions import frame
from xiangchuang.calendars import clock
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.keep import check_keeper
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: ActorRequest, pk: int, decision_pk: int, position: int) -> HttpResponse:
    """Mark the share at that position paid, or take the mark back where it has one."""
    center = find_file(request.actor, pk)
    found = find_decision(request.actor, center, decision_pk)
    check_keeper(INCOMES, request.actor, center)
    share = DecidedShare.objects.filter(decision=found, position=position).first()
    if share is None:
        raise NotFound(_("没有这一份。"))
    share.decision = found
    seen = version_seen(request) or share.version
    is_paid = share.paid_on is not None
    form = (
        TakeBackForm(request.POST or None)
        if is_paid
        else PaymentForm(request.POST or None, initial={"paid_on": clock.today()})
    )

    def act(data: dict[str, Any]) -> str:
        if is_paid:
            unmark_share_paid(actor=request.actor, share=share, seen=seen, **data)
            return _("已撤销发放登记。")
        mark_share_paid(actor=request.actor, share=share, seen=seen, **data)
        return _("已登记发放。")

    back = reverse("benefits:decision", args=[center.pk, found.pk])
    context = {**frame(center), "decision": found, "share": share, "version": seen, "back": back,
               "is_paid": is_paid}  # fmt: skip
    return answer_form(request, form, act, template="benefits/payment.html", then=back, context=context)
