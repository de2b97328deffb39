"""An expert's own record: seen, corrected, taken along; consent given and withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.experts.consents import give_consent, withdraw_consent
from xiangchuang.experts.correct_record import (
    amend_own,
    ask_correction,
    governed_values,
    withdraw_correction,
)
from xiangchuang.experts.declare_conflict import declare_conflict
from xiangchuang.experts.integrity import may_report_lobbying
from xiangchuang.experts.models import Expert
from xiangchuang.experts.own_history import (
    WorkDraft,
    add_absence,
    add_work,
    declare_tie,
    remove_absence,
    remove_work,
)
from xiangchuang.experts.queries import applications_visible_to, own_record
from xiangchuang.library import forms
from xiangchuang.library.expert_page import own_context
from xiangchuang.library.own_data import own_data
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole


@signed_in
@require_safe
@never_cache
def own(request: ActorRequest) -> HttpResponse:
    """Show the own record; who has none sees how to apply, and the own applications."""
    found, actor = own_record(request.actor), request.actor
    context: dict[str, Any] = {
        "applications": applications_visible_to(actor).filter(filed_by=actor.user)[:10],
        "may_report_lobbying": may_report_lobbying(actor),
    }
    if found is not None:
        context |= own_context(actor, found)
    return render(request, "library/own.html", context)


@signed_in
@require_safe
@never_cache
def take_along(request: ActorRequest) -> HttpResponse:
    """Give all that is held of the person as a file."""
    found = _own(request)
    response = JsonResponse(
        own_data(request.actor, found), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{found.name}.json") or "attachment"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActorRequest) -> HttpResponse:
    """Change what needs nobody's word."""
    found = _own(request)

    def act(data: dict[str, Any]) -> str:
        seen = whole(request.POST.get("version", ""), 0)
        amend_own(actor=request.actor, expert=found, seen=seen, **data)
        return _("已保存。")

    names = ("phone", "languages", "bio", "load_limit")
    return form_page(
        request, forms.OwnForm, act, heading=_("修改联系方式和承担意愿"), button=_("保存"), back=_home(),
        initial={name: getattr(found, name) for name in names},
        context={"version": request.POST.get("version", found.version)},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest) -> HttpResponse:
    """Ask for a correction that an officer confirms."""
    found = _own(request)
    now = governed_values(found)

    def act(data: dict[str, Any]) -> str:
        changes = {
            "name": data["name"], "title": data["title"], "employer": data["employer"].pk,
            "kinds": data["kinds"], "fields": data["fields_known"],
        }  # fmt: skip
        ask_correction(actor=request.actor, expert=found, changes=changes, reason=data["reason"])
        return _("更正已提交，经办审核后生效。")

    return form_page(
        request, forms.CorrectionForm, act, heading=_("申请更正登记"), button=_("提交"), back=_home(),
        initial=now | {"employer": found.employer.name, "fields_known": now["fields"]},
        context={"hint": _("这些内容决定您能以什么身份参加评审，经办审核后生效；之前仍按原来的登记。")},
    )  # fmt: skip


@signed_in
@require_POST
def take_back_correction(request: ActorRequest) -> HttpResponse:
    """Withdraw the correction that waits."""
    withdraw_correction(actor=request.actor, expert=_own(request))
    return _done(request, _("更正申请已撤回。"))


@signed_in
@require_POST
def consent(request: ActorRequest) -> HttpResponse:
    """Agree to a notice, or withdraw what was agreed to."""
    found, kind = _own(request), request.POST.get("kind", "")
    if request.POST.get("act") == "withdraw":
        withdraw_consent(actor=request.actor, expert=found, kind=kind)
        return _done(request, _("同意已撤回。"))
    give_consent(actor=request.actor, expert=found, kind=kind, version=request.POST.get("notice_version", ""))
    return _done(request, _("已记录您的同意。"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_own_work(request: ActorRequest) -> HttpResponse:
    """Tell a project or publication."""
    found = _own(request)

    def act(data: dict[str, Any]) -> str:
        add_work(actor=request.actor, expert=found, draft=WorkDraft(**data))
        return _("已登记。")

    return form_page(
        request, forms.WorkForm, act, heading=_("登记项目或成果"), button=_("登记"), back=_home(),
        context={"hint": _("用于回避审查和按专业匹配；合作单位请写全。")},
    )  # fmt: skip


@signed_in
@require_POST
def remove_own_work(request: ActorRequest, work_id: int) -> HttpResponse:
    """Take one out that was told by mistake."""
    remove_work(actor=request.actor, expert=_own(request), work_id=work_id)
    return _done(request, _("已删去。"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add_own_absence(request: ActorRequest) -> HttpResponse:
    """Tell days away."""
    found = _own(request)

    def act(data: dict[str, Any]) -> str:
        add_absence(actor=request.actor, expert=found, **data)
        return _("已登记。这些日子不会请您参加评审。")

    return form_page(
        request, forms.AbsenceForm, act, heading=_("登记不便参加的日期"), button=_("登记"), back=_home()
    )


@signed_in
@require_POST
def remove_own_absence(request: ActorRequest, absence_id: int) -> HttpResponse:
    """Be available again."""
    remove_absence(actor=request.actor, expert=_own(request), absence_id=absence_id)
    return _done(request, _("已删去。"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: ActorRequest) -> HttpResponse:
    """Declare an organisation from whose cases the expert stands aside."""
    found = _own(request)

    def act(data: dict[str, Any]) -> str:
        declare_conflict(actor=request.actor, expert=found, **data)
        return _("回避声明已登记。")

    return form_page(request, forms.ConflictForm, act, heading=_("声明回避"), button=_("声明"), back=_home())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def declare_own_tie(request: ActorRequest) -> HttpResponse:
    """Tell with whom one does not judge together."""
    found = _own(request)

    def act(data: dict[str, Any]) -> str:
        declare_tie(actor=request.actor, expert=found, **data)
        return _("已登记。不会安排在同一专家组。")

    return form_page(
        request, forms.TieForm, act, heading=_("登记师生、亲属等关系"), button=_("登记"), back=_home(),
        context={"hint": _("写明对方姓名；系统不告诉您对方是否在库。")},
    )  # fmt: skip


def _own(request: ActorRequest) -> Expert:
    found = own_record(request.actor)
    if found is None:
        raise NotFound(_("您不在专家库中。"), remedy=_("可以申请入库。"))
    return found


def _home() -> str:
    return reverse("library:own")


def _done(request: ActorRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("library:own")
