"""没有发出的消息: for the system administrator."""

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.notify.channels import channels_set_up
from xiangchuang.notify.choose import label_of
from xiangchuang.notify.models import Channel
from xiangchuang.notify.sending.retry import dismiss_delivery, given_up_for, retry_delivery
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in


@signed_in
@require_safe
def given_up(request: ActorRequest) -> HttpResponse:
    """List the letters that were given up: to whom, on which channel, why; never what they say."""
    if not request.actor.holds(Role.SYSTEM_ADMIN):
        raise NotPermitted(_("没有发出的消息由系统管理员处理。"))
    page = page_of(given_up_for(request.actor), request.GET.get("page", "1"))
    lines = [
        (
            row,
            row.address.user.full_name,
            label_of(row.message.kind) if row.message else row.get_purpose_display(),
        )
        for row in page.object_list
    ]
    channels = [(Channel(code).label, code in channels_set_up()) for code in Channel.values]
    return render(request, "notify/given_up.html", {"page": page, "lines": lines, "channels": channels})


@signed_in
@require_POST
def retry(request: ActorRequest, pk: int) -> HttpResponse:
    """Try one again."""
    retry_delivery(actor=request.actor, delivery_id=pk)
    flash.success(request, _("已重新排队，几秒内再发。"))
    return redirect("notify:given-up")


@signed_in
@require_POST
def dismiss(request: ActorRequest, pk: int) -> HttpResponse:
    """Take one off the list."""
    dismiss_delivery(actor=request.actor, delivery_id=pk)
    flash.success(request, _("已从列表移除，不再发。"))
    return redirect("notify:given-up")
