"""The page 设置: where, when and how often to be told, and the links that letters carry."""

from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.notify.channels import TRANSPORTS, channels_set_up
from xiangchuang.notify.choices import choice_of
from xiangchuang.notify.choose import Chosen, choose, label_of, unsubscribe
from xiangchuang.notify.coming import plan_of
from xiangchuang.notify.forms import PACE, AddressForm, ChoicesForm
from xiangchuang.notify.keep_address import add_address, prove_again, remove_address, verify_address
from xiangchuang.notify.links import read_unsubscription, read_verification
from xiangchuang.notify.models import Address, Channel, KindChoice
from xiangchuang.notify.sealed_address import UnopenableAddressError, unseal_address
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.settings_tabs import settings_tabs
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen

HOME = "notify:settings"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: ActorRequest) -> HttpResponse:
    """Show and save the person's choices; below them the addresses."""
    user = request.actor.user
    assert user is not None
    choice = choice_of(user.pk)
    paces = dict(KindChoice.objects.filter(user=user).values_list("kind", "pace"))
    names = ("language", "quiet_from", "quiet_to", "quiet_on_days_off", "wants_digest")
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        paces=paces,
        initial={name: getattr(choice, name) for name in names},
    )

    def act(data: dict[str, Any]) -> str:
        chosen = {name.removeprefix(PACE): value for name, value in data.items() if name.startswith(PACE)}
        choose(
            actor=request.actor, seen=version_seen(request),
            chosen=Chosen(**{name: data[name] for name in names}, paces=chosen),
        )  # fmt: skip
        return _("设置已保存。")

    context = {
        "tabs": settings_tabs(HOME), "version": version_seen(request) or choice.version,
        "lines": _lines(user.pk), "is_sending": bool(channels_set_up()),
        "sees_failures": request.actor.holds(Role.SYSTEM_ADMIN), **_reminders(request.actor),
    }  # fmt: skip
    return answer_form(
        request, form, act, template="notify/settings.html", context=context, then=reverse(HOME)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: ActorRequest, channel: str) -> HttpResponse:
    """Write down an address on a channel."""
    if channel not in channels_set_up():
        raise NotFound(_("本系统还没有接通这个渠道。"), remedy=_("联系系统管理员。"))
    transport, user = TRANSPORTS[channel], request.actor.user
    assert user is not None
    first = {"address": user.email} if channel == Channel.MAIL else {}
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        channel=channel,
        hint=transport.hint,
        initial=first,
    )

    def act(data: dict[str, Any]) -> str:
        add_address(actor=request.actor, channel=channel, typed=data["address"])
        return _("确认信已发往这个地址：登录后打开信里的链接，核实后才会往这里发消息。")

    context = {"channel": Channel(channel).label, "caution": transport.caution, "back": reverse(HOME)}
    return answer_form(
        request, form, act, template="notify/address.html", context=context, then=reverse(HOME)
    )


@signed_in
@require_POST
def prove(request: ActorRequest, pk: int) -> HttpResponse:
    """Send the letter that proves an address once more."""
    prove_again(actor=request.actor, address_id=pk)
    flash.success(request, _("确认信已重新发出，先前那封的链接不再有效。"))
    return redirect(HOME)


@signed_in
@require_POST
def remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Take an address away."""
    remove_address(actor=request.actor, address_id=pk)
    flash.success(request, _("地址已删除，不再往那里发。"))
    return redirect(HOME)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: ActorRequest, token: str) -> HttpResponse:
    """Ask, and on POST count the address: programs that look at links in letters must not prove it."""
    if request.method == "POST":
        verify_address(actor=request.actor, token=token)
        flash.success(request, _("地址已核实，从现在起的消息会发到这里。"))
        return redirect(HOME)
    if read_verification(token) is None:
        raise NotFound(_("这个确认链接已经失效，或者不完整。"), remedy=_("在“设置”里重新发送确认信。"))
    return render(request, "notify/verify.html")


@csrf_exempt  # a mail program posts here without having seen the page (RFC 8058); the token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and on POST end letters of a kind; nobody need sign in for that."""
    found = read_unsubscription(token)
    if found is None:
        raise NotFound(_("这个退订链接不完整。"), remedy=_("登录后在“设置”里选择不发。"))
    is_done = request.method == "POST"
    label = unsubscribe(token=token) if is_done else label_of(found[1])
    return render(request, "notify/unsubscribe.html", {"label": label, "is_done": is_done})


def _lines(user_id: int) -> list[dict[str, Any]]:
    """Return one line for each channel that is set up, or that the person still has an address on."""
    own = {address.channel: address for address in Address.objects.filter(user=user_id)}
    up = channels_set_up()
    return [
        {
            "channel": channel, "address": own.get(channel), "is_up": channel in up,
            "masked": _masked(own[channel]) if channel in own else "",
        }
        for channel in Channel
        if channel in up or channel in own
    ]  # fmt: skip


def _reminders(actor: Actor) -> dict[str, Any]:
    """Return which reminders of deadlines come, as a table, with the rule they go by."""
    plan = plan_of(actor)
    if plan is None:
        return {"plan": None}
    columns = [
        Column(_("提醒日")), Column(_("要办的事"), is_lead=True), Column(_("谁的事")), Column(_("截止")),
    ]  # fmt: skip
    rows = [
        Row([one.on.isoformat(), one.what, one.subject or "—", one.due_on.isoformat()], one.url)
        for one in plan.coming
    ]
    return {
        "plan": plan, "plan_days": _("、").join(str(days) for days in plan.before),
        "coming": ListTable(columns, rows, _("接下来的提醒")),
    }  # fmt: skip


def _masked(address: Address) -> str:
    try:
        value = unseal_address(bytes(address.sealed), user_id=address.user_id, channel=address.channel)
    except UnopenableAddressError:
        return _("打不开，重新填写")
    return TRANSPORTS[address.channel].masked(value)
