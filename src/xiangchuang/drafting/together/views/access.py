"""Asking to write for an organisation, answering such a request, the list of who may write."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.appoint import end_appointment
from xiangchuang.accounts.models import Appointment
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import AccessRequest
from xiangchuang.drafting.together.access import (
    ask_access,
    decline_access,
    grant_access,
    own_houses,
    requests_of,
    requests_to_decide,
)
from xiangchuang.drafting.together.forms import AskForm, AskOwnForm, DecideForm
from xiangchuang.drafting.together.views.pages import WRITERS, AuthorPage
from xiangchuang.drafting.together.writers import writers_of
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.settings_tabs import settings_tabs
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole

HOME = "drafting:access"
_FORM = "drafting/together/form.html"


@signed_in
@require_safe
def access(request: ActorRequest) -> HttpResponse:
    """Show one's own organisations with their cases, one's requests, and those that wait for one's answer."""
    actor = request.actor
    context = {
        "tabs": settings_tabs(HOME),
        "houses": own_houses(actor),
        "asked": list(requests_of(actor)),
        "to_decide": list(requests_to_decide(actor)),
        "writes_for": [held for held in actor.appointments if held.role is Role.LEAD],
    }
    return render(request, "drafting/together/access.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """Ask one's own house (?house= and ?case=), or another by its code."""
    house, case = (whole(request.GET.get(name, ""), 0) or None for name in ("house", "case"))
    own = next((h for h in own_houses(request.actor) if h.organization.pk == house), None)
    if house is not None and own is None:
        raise NotFound(_("没有这个单位，或者您不在该单位任职。"))
    form = (AskOwnForm if own else AskForm)(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        ask_access(
            actor=request.actor, reason=data["reason"], house=house, case=case, uscc=data.get("uscc", "")
        )
        return _("已提交申请，等待该单位在本系统任职的人员答复；单位尚未登记的，登记后会看到。")

    who = _("、").join(str(user) for user in own.granters) if own else ""
    about = (
        _("由%(who)s答复。") % {"who": who}
        if who
        else _("由该单位在本系统任职的人员核实后答复。单位的案卷只在同意之后可见。")
    )
    context = {
        "heading": _("申请为%(house)s填报") % {"house": own.organization} if own else _("申请填报权限"),
        "about": about, "back": reverse(HOME), "button": _("提交申请"), "crumb": _("填报权限"),
    }  # fmt: skip
    return answer_form(request, form, act, template=_FORM, context=context, then=reverse(HOME))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, pk: int) -> HttpResponse:
    """Grant a request until a day, or decline it with a reason."""
    found: AccessRequest | None = requests_to_decide(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份申请，或者它不归您答复。"))
    asked = found
    form = DecideForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        if data["decision"] == "grant":
            grant_access(actor=request.actor, request=asked, valid_to=data["valid_to"])
            return _("已同意%(name)s填报，到期自动结束。") % {"name": asked.user}
        decline_access(actor=request.actor, request=asked, reason=data["reason"])
        return _("已答复不同意，申请人能看到原因。")

    context = {
        "heading": _("%(name)s申请填报方案") % {"name": asked.user}, "about": asked.reason,
        "back": reverse(HOME), "button": _("答复"), "crumb": _("填报权限"),
    }  # fmt: skip
    return answer_form(request, form, act, template=_FORM, context=context, then=reverse(HOME))


@signed_in
@require_POST
def end_access(request: ActorRequest, pk: int) -> HttpResponse:
    """End a right to write that one gave."""
    given = Appointment.objects.filter(
        pk=pk, role=Role.LEAD, delegated_by=request.actor.user, delegated_by__isnull=False
    ).first()
    if given is None:
        raise NotFound(_("没有这项填报权限，或者它不是您给出的。"))
    end_appointment(actor=request.actor, appointment=given, on=max(clock.today(), given.valid_from))
    messages.success(request, _("填报权限到今天为止。"))
    return redirect(HOME)


class WritersPage(AuthorPage):
    """Who may write this plan, by whom and until when."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        context = self.context(WRITERS)
        context["writers"] = writers_of(self.actor, self.case)
        return render(request, "drafting/together/writers.html", context)
