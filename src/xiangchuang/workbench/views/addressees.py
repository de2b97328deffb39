"""The register of the notice's addressees (0-1): receipts, and local plans of carrying it out (0-2)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.files.gates import may_read
from xiangchuang.files.store import store
from xiangchuang.organizations.models import Organization
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.addressees import (
    LOCAL_PLAN_PURPOSE,
    AddresseeLine,
    acknowledge_policy,
    addressee_lines,
    file_local_plan,
    own_addressees,
)
from xiangchuang.procedure.errors import NotFound, NotPermitted
from xiangchuang.procedure.packs import current_pack, current_policy
from xiangchuang.workbench.register_forms import RegisterForm

LOCAL_PLAN_KINDS = ("pdf", "docx")


class LocalPlanForm(RegisterForm):
    """The local plan as a file."""

    plan = forms.FileField(
        label=gettext_lazy("贯彻落实方案"),
        error_messages={
            "required": gettext_lazy("选择方案文件。"), "empty": gettext_lazy("文件是空的，换一个。"),
        },
    )  # fmt: skip


@signed_in
@require_safe
def addressees(request: ActorRequest) -> HttpResponse:
    """List the addressees: the department sees all, an addressee its own line."""
    policy, own = current_policy(), own_addressees(request.actor)
    lines = addressee_lines(policy)
    if not request.actor.is_department_staff:
        lines = [line for line in lines if line.organization.pk in own]
    if not lines and not request.actor.is_department_staff:
        raise NotPermitted(_("通知的签收由市州科技局和省直部门办理。"), clause="0-1")
    context = {
        "pack": current_pack(),
        "lines": [_shown(line, request.actor, own) for line in lines],
        "received": sum(line.receipt is not None for line in lines),
        "filed": sum(line.receipt is not None and line.receipt.local_plan_id is not None for line in lines),
        "total": len(lines),
    }
    return render(request, "workbench/addressees.html", context)


def _shown(line: AddresseeLine, actor: Actor, own: frozenset[int]) -> dict[str, Any]:
    plan = line.receipt.local_plan if line.receipt else None
    return {
        "organization": line.organization,
        "receipt": line.receipt,
        "is_own": line.organization.pk in own,
        "plan": plan,
        "may_read_plan": plan is not None and may_read(actor, plan),
    }


def _own(actor: Actor, pk: int) -> Organization:
    """Return the addressee if the actor signs for it; anything else is not there."""
    found = Organization.objects.filter(pk=pk, pk__in=own_addressees(actor)).first()
    if found is None:
        raise NotFound(_("没有这个收文单位，或者不由您签收。"))
    return found


@signed_in
@require_POST
def acknowledge(request: ActorRequest, pk: int) -> HttpResponse:
    """Sign for the notice; a second click changes nothing."""
    organization = _own(request.actor, pk)
    acknowledge_policy(actor=request.actor, organization=organization, policy=current_policy())
    messages.success(request, _("已签收。结合本地实际的贯彻落实方案在这里报送。"))
    return redirect("workbench:addressees")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def local_plan(request: ActorRequest, pk: int) -> HttpResponse:
    """File the local plan; a later one replaces the earlier."""
    organization = _own(request.actor, pk)
    form = LocalPlanForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> str:
        file = store(
            actor=request.actor, upload=data["plan"], expect=LOCAL_PLAN_KINDS, purpose=LOCAL_PLAN_PURPOSE
        )
        file_local_plan(actor=request.actor, organization=organization, policy=current_policy(), file=file)
        return _("贯彻落实方案已报送。")

    here = reverse("workbench:addressees")
    return answer_form(
        request, form, act, template="workbench/local_plan.html", then=here,
        context={"organization": organization, "back": here},
    )  # fmt: skip
