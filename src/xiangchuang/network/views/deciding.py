"""What becomes of a platform: its state, duplicates, the way into a center."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.network.forms import ConversionForm, DuplicateForm, ReasonForm, StateForm
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen, whole
from xiangchuang.platforms.change_state import StateDecision, change_state, join_duplicates
from xiangchuang.platforms.convert import drop_conversion, may_plan, plan_conversion
from xiangchuang.platforms.models import Conversion, Platform, PlatformState
from xiangchuang.platforms.permissions import may_decide
from xiangchuang.platforms.queries import alike, find_platform, standing
from xiangchuang.procedure.models import CaseMatter
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.proposals.models import Proposal

MOST_OFFERED = 500


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down what was decided of a platform."""
    found = _to_decide(request, pk)
    others = _others(found)
    form = StateForm(request.POST or None, others={key: row.name for key, row in others.items()})

    def act(data: dict[str, Any]) -> str:
        decision = StateDecision(
            PlatformState(data["to"]), data["on"], data["reason"], data["document_number"],
            others.get(data["into"]),
        )  # fmt: skip
        change_state(actor=request.actor, platform=found, seen=version_seen(request), decision=decision)
        return _("状态已变更，各单位登记册随之更新。")

    return _page(request, form, act, found, _("变更平台状态"), _("变更"), "1.2-4")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: ActorRequest, pk: int) -> HttpResponse:
    """Join a platform registered twice; those with like names are offered first."""
    found = _to_decide(request, pk)
    near = alike(current_pack().platforms, found.name, apart_from=found.pk)
    others = {str(row.pk): row for row in near} | _others(found, working=False)
    labels = {
        key: _("%(name)s（%(host)s）") % {"name": row.name, "host": row.host.name}
        for key, row in others.items()
    }
    form = DuplicateForm(request.POST or None, others=labels)

    def act(data: dict[str, Any]) -> str:
        other = others[data["duplicate"]]
        join_duplicates(
            actor=request.actor, kept=found, duplicate=other, seen=(version_seen(request), other.version),
            reason=data["reason"],
        )  # fmt: skip
        return _("已合并，重复的登记已撤销并留痕。")

    return _page(request, form, act, found, _("合并重复登记"), _("合并"), "1.2-4")


def _others(found: Platform, *, working: bool = True) -> dict[str, Platform]:
    rows = standing().exclude(pk=found.pk).order_by("name", "pk")
    if working:
        rows = rows.filter(state=PlatformState.OPERATING)
    # Of a long register those of its own field and place come up; all others are found by their name.
    near = rows.filter(prefecture=found.prefecture)
    return {str(row.pk): row for row in [*near[:MOST_OFFERED], *rows[:MOST_OFFERED]]}


def _to_decide(request: ActorRequest, pk: int) -> Platform:
    found = find_platform(request.actor, pk)
    if may_decide(request.actor) is None:
        raise NotPermitted(_("平台的状态变更由省科技厅经办登记。"), remedy=_("联系省科技厅经办。"))
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def convert(request: ActorRequest, pk: int) -> HttpResponse:
    """Name the case that would build its center from the platform, and what becomes of the platform."""
    found, rules = find_platform(request.actor, pk), current_pack().platforms
    if may_plan(request.actor, found) is None:
        raise NotPermitted(_("转建由依托单位或省科技厅经办提出。"), clause="3.1.3-1")
    running = cases_visible_to(request.actor).filter(matter=CaseMatter.APPROVAL, closed_at__isnull=True)
    own = Proposal.objects.filter(
        case__in=running.values("pk"), lead__in={found.host_id, found.host.register_id}
    )
    cases = {
        p.case.number: _("%(number)s %(title)s") % {"number": p.case.number, "title": p.case.title}
        for p in own.select_related("case").order_by("-pk")
    }
    form = ConversionForm(request.POST or None, cases=cases)

    def act(data: dict[str, Any]) -> str:
        plan_conversion(actor=request.actor, rules=rules, platform=found, **data)
        return _("已记入案卷：这一申报由现有工程技术研究中心转建，排队和同等条件下优先。")

    lacking = _("依托单位还没有在办的申报。先提出建设意向，再回到这里写明由这个平台转建。")
    return _page(request, form, act, found, _("用于组建技术创新中心"), _("记入案卷"), "3.1.3-1",
                 lacking="" if cases else lacking)  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a planned conversion back."""
    row = Conversion.objects.filter(pk=pk).select_related("platform").first()
    if row is None:
        raise NotFound(_("没有这项转建。"))
    found = find_platform(request.actor, row.platform_id)
    if may_plan(request.actor, found) is None:
        raise NotPermitted(_("转建由依托单位或省科技厅经办取消。"), clause="3.1.3-1")

    def act(data: dict[str, Any]) -> str:
        drop_conversion(
            actor=request.actor, conversion=row, seen=whole(request.POST.get("version", ""), 0),
            reason=data["reason"],
        )  # fmt: skip
        return _("已取消转建。")

    return _page(
        request, ReasonForm(request.POST or None), act, found, _("取消转建"), _("取消转建"), "3.1.3-1",
        version=row.version,
    )  # fmt: skip


def _page(
    request: ActorRequest, form: forms.Form, act: Callable[[dict[str, Any]], str], found: Platform,
    heading: str, button: str, clause: str, *, version: int = 0, lacking: str = "",
) -> HttpResponse:  # fmt: skip
    back = reverse("network:platform", args=[found.pk])
    context = {
        "heading": heading, "button": button, "back": back, "clause": clause, "platform": found,
        "about": found.name, "version": version_seen(request) or version or found.version,
        "lacking": lacking,
    }  # fmt: skip
    return answer_form(request, form, act, template="network/form.html", then=back, context=context)
