"""Agreements of platforms with centers: declared, confirmed or not, ended."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import kept_centers
from xiangchuang.network.cooperate import (
    confirm_cooperation,
    declare_cooperation,
    decline_cooperation,
    end_cooperation,
    speaks_for,
)
from xiangchuang.network.forms import CooperationForm, EndForm, ReasonForm
from xiangchuang.network.models import Cooperation, CooperationState, Side
from xiangchuang.network.queries import centers_going_on, find_cooperation, platforms_working
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen, whole
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.permissions import acts_for, houses
from xiangchuang.procedure.packs import current_pack

MOST_OFFERED = 200


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: ActorRequest) -> HttpResponse:
    """Declare what a platform and a center have agreed on; choose the other side where none is named."""
    platform = platforms_working().filter(pk=whole(request.GET.get("platform", ""), 0)).first()
    center = centers_going_on().filter(pk=whole(request.GET.get("center", ""), 0)).first()
    if platform is None or center is None:
        return _choose(request, platform, center)
    if not _is_party(request.actor, platform, center):
        raise NotFound(_("合作由中心或平台依托单位的人员提出。"), clause="6.4-4")
    form = CooperationForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        declare_cooperation(actor=request.actor, platform=platform, center=center, draft=form.draft())
        return _("已提出，等待对方确认；对方确认后列入网络。")

    pair = {"platform": platform.name, "center": center.name}
    context = {
        "heading": _("登记平台与中心的合作"), "button": _("提出"), "clause": "6.4-4", "version": 0,
        "about": _("%(platform)s 与 %(center)s") % pair, "back": reverse("network:network"),
    }  # fmt: skip
    return answer_form(
        request,
        form,
        act,
        template="network/form.html",
        then=reverse("network:cooperations"),
        context=context,
    )


def _is_party(actor: Actor, platform: Platform, center: Center) -> bool:
    return may_keep(actor, center) is not None or acts_for(actor, platform.host_id) is not None


def _choose(request: ActorRequest, platform: Platform | None, center: Center | None) -> HttpResponse:
    """Offer the other side: for a center the platforms of its field first, for a platform the centers."""
    here = reverse("network:cooperate")
    if center is not None:
        near = sorted(
            platforms_working(),
            key=lambda p: (p.field != center.field, p.prefecture != center.prefecture, p.name),
        )
        rows = [
            Row([p.name, p.host.name], f"{here}?center={center.pk}&platform={p.pk}")
            for p in near[:MOST_OFFERED]
        ]
        columns = [Column(_("平台名称"), is_lead=True), Column(_("依托单位"))]
        named = center.name
    elif platform is not None:
        others = sorted(centers_going_on(), key=lambda c: (c.field != platform.field, c.name))
        rows = [
            Row([c.name, c.lead.name], f"{here}?center={c.pk}&platform={platform.pk}")
            for c in others[:MOST_OFFERED]
        ]
        columns = [Column(_("中心"), is_lead=True), Column(_("牵头单位"))]
        named = platform.name
    else:
        own = platforms_working().filter(host__in=houses(request.actor))
        mine: list[Center | Platform] = [*kept_centers(request.actor), *own]
        rows = [
            Row([x.name, _("中心") if isinstance(x, Center) else _("平台")],
                f"{here}?{'center' if isinstance(x, Center) else 'platform'}={x.pk}")
            for x in mine
        ]  # fmt: skip
        columns = [Column(_("本单位的中心和平台"), is_lead=True), Column(_("种类"))]
        named = ""
    table = ListTable(columns, rows, _("选择对方") if named else _("从哪一方登记"))
    return render(request, "network/choose.html", {"table": table, "named": named})


@signed_in
@require_safe
def cooperations(request: ActorRequest) -> HttpResponse:
    """List the agreements of the person's own centers and platforms: what waits for an answer comes first."""
    own = Cooperation.objects.filter(platform__host__in=houses(request.actor)) | Cooperation.objects.filter(
        center__in=kept_centers(request.actor).values("pk")
    )
    rows = list(own.select_related("platform", "center").order_by("-pk").distinct()[:MOST_OFFERED])
    rows.sort(key=lambda row: row.state != CooperationState.PROPOSED)
    columns = [
        Column(_("协议名称"), is_lead=True), Column(_("平台")), Column(_("中心")), Column(_("内容")),
        Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row([r.title, r.platform.name, r.center.name, r.get_kind_display(), r.get_state_display()],
            reverse("network:cooperation", args=[r.pk]))
        for r in rows
    ]  # fmt: skip
    return render(
        request, "network/cooperations.html", {"table": ListTable(columns, lines, _("平台与中心的合作"))}
    )


@signed_in
@require_safe
def cooperation(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an agreement; the other side confirms it here, either side ends it."""
    found = find_cooperation(request.actor, pk)
    return render(request, "network/cooperation.html", _context(request, found))


def _context(request: ActorRequest, found: Cooperation) -> dict[str, Any]:
    pair = (found.platform, found.center)
    other = Side.PLATFORM if found.side == Side.CENTER else Side.CENTER
    speaks = [side for side in Side if speaks_for(request.actor, side, *pair) is not None]
    return {
        "cooperation": found, "pack": current_pack(),
        "may_answer": found.state == CooperationState.PROPOSED and other in speaks,
        "may_end": found.is_standing and bool(speaks),
        "version": version_seen(request) or found.version,
        "decline_form": ReasonForm(), "end_form": EndForm(),
    }  # fmt: skip


@signed_in
@require_POST
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """Confirm what the other side declared."""
    found = find_cooperation(request.actor, pk)
    try:
        confirm_cooperation(actor=request.actor, cooperation=found, seen=version_seen(request))
        messages.success(request, _("双方已确认，列入网络。"))
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        messages.warning(request, str(refusal))
    return redirect("network:cooperation", pk)


@signed_in
@require_POST
def decline(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that what the other side declared was not agreed so, and why."""
    found = find_cooperation(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        decline_cooperation(
            actor=request.actor, cooperation=found, seen=version_seen(request), reason=data["reason"]
        )
        return _("已答复：未确认。")

    return _answer(request, found, ReasonForm(request.POST), act, "decline_form")


@signed_in
@require_POST
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End an agreement that stands."""
    found = find_cooperation(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        end_cooperation(actor=request.actor, cooperation=found, seen=version_seen(request), **data)
        return _("合作已终止，登记留痕。")

    return _answer(request, found, EndForm(request.POST), act, "end_form")


def _answer(
    request: ActorRequest,
    found: Cooperation,
    form: ReasonForm,
    act: Callable[[dict[str, Any]], str],
    name: str,
) -> HttpResponse:
    return answer_form(
        request, form, act, template="network/cooperation.html",
        then=reverse("network:cooperation", args=[found.pk]),
        context={**_context(request, found), name: form},
    )  # fmt: skip
