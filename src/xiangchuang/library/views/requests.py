"""Applications, nominations and corrections: filed by people, decided by an officer."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.experts.applications import (
    ApplicationDraft,
    apply_to_library,
    decide_application,
    nominate_for_library,
    nominating,
    withdraw_application,
)
from xiangchuang.experts.consents import notice_for
from xiangchuang.experts.correct_record import decide_correction
from xiangchuang.experts.models import ConsentKind, Correction, ExpertApplication, PanelKind, RequestState
from xiangchuang.experts.queries import applications_visible_to, find_application, waiting_corrections
from xiangchuang.library import forms
from xiangchuang.library.expert_page import change_words
from xiangchuang.library.forms import field_words
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.figures import iso_day
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.packs import current_pack

CORRECTIONS = "corrections"


@signed_in
@require_safe
def requests(request: ActorRequest) -> HttpResponse:
    """List what waits for an officer: applications, or corrections."""
    _refuse_outsider(request.actor)
    by_correction = request.GET.get("view") == CORRECTIONS
    bar = _bar(request)
    here = reverse("library:requests")
    waiting = applications_visible_to(request.actor).filter(state=RequestState.FILED)
    rows = waiting_corrections() if by_correction else _narrowed(request.actor, bar)
    page = page_of(rows, request.GET.get("page", "1"))
    shown: Any = list(page.object_list)
    context = {
        "page": page, "bar": None if by_correction else bar,
        "table": _corrections(shown) if by_correction else _applications(shown),
        "tabs": [
            Tab(_("入库申请"), here, not by_correction, waiting.count()),
            Tab(_("登记更正"), f"{here}?view={CORRECTIONS}", by_correction, waiting_corrections().count()),
        ],
    }  # fmt: skip
    return render(request, "library/requests.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: ActorRequest, pk: int) -> HttpResponse:
    """Show an application; an officer decides it here."""
    found = find_application(request.actor, pk)
    decides = request.actor.holds(Role.OFFICER) and found.state == RequestState.FILED

    def act(data: dict[str, Any]) -> str:
        decide_application(
            actor=request.actor, application=found, seen=whole(request.POST.get("version", ""), 0),
            accept=data["accept"] == "yes", answer=data["answer"],
        )  # fmt: skip
        return _("已审核。")

    return form_page(
        request, forms.DecisionForm, act, template="library/application.html",
        heading=found.name, button=_("提交审核结果"), back=_back(request.actor),
        context={
            "application": found, "pairs": _pairs(request.actor, found), "decides": decides,
            "is_own": request.actor.user is not None and found.filed_by_id == request.actor.user.pk,
            "version": request.POST.get("version", found.version),
        },
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a correction beside what stands in the record; an officer decides it here."""
    if not request.actor.holds(Role.OFFICER):
        raise NotPermitted(_("登记更正由省科技厅经办审核。"), clause="5.2-1")
    found = get_object_or_404(Correction.objects.select_related("expert__employer"), pk=pk)

    def act(data: dict[str, Any]) -> str:
        decide_correction(
            actor=request.actor, correction=found, accept=data["accept"] == "yes", answer=data["answer"]
        )
        return _("已审核。")

    return form_page(
        request, forms.DecisionForm, act, template="library/correction.html",
        heading=_("登记更正：%(name)s") % {"name": found.expert.name}, button=_("提交审核结果"),
        back=f"{reverse('library:requests')}?view={CORRECTIONS}",
        context={"correction": found, "changes": change_words(found.before, found.after),
                 "decides": found.state == RequestState.FILED},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest) -> HttpResponse:
    """Ask to be taken in; the notice on personal data stands before the first field."""
    notice = notice_for(ConsentKind.REGISTER)
    user = request.actor.user
    own = next((held.organization_name for held in request.actor.appointments), "")

    def act(data: dict[str, Any]) -> str:
        version = notice.version if notice is not None and data["agreed"] else ""
        if data["notice"] and notice is not None and data["notice"] != notice.version:
            version = data["notice"]
        apply_to_library(actor=request.actor, draft=_draft(data), notice_version=version)
        return _("申请已提交，审核结果在“我的专家登记”里看。")

    return form_page(
        request, forms.ApplicationForm, act, template="library/apply.html", heading=_("申请入专家库"),
        button=_("提交申请"), back=reverse("library:own"),
        initial={"name": user.full_name if user else "", "employer": own,
                 "notice": notice.version if notice else ""},
        context={"notice": notice},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def nominate(request: ActorRequest) -> HttpResponse:
    """Nominate a person on behalf of one's organisation."""
    acting = nominating(request.actor)
    if acting is None:
        raise NotPermitted(_("专家由部门、市州科技局和单位推荐。"), remedy=_("本人可以申请入库。"))

    def act(data: dict[str, Any]) -> str:
        nominate_for_library(
            actor=request.actor, organization_id=acting.organization_id, draft=_draft(data),
            user=_account(data["username"]),
        )  # fmt: skip
        return _("推荐已提交，由省科技厅审核。")

    return form_page(
        request, forms.NominationForm, act, heading=_("推荐专家入库"), button=_("提交推荐"),
        back=reverse("library:own"),
        context={
            "about": acting.organization_name,
            "hint": _("推荐前征得本人同意；被推荐人登录后会看到个人信息告知，由本人同意。"),
        },
    )  # fmt: skip


@signed_in
@require_POST
def take_back(request: ActorRequest, pk: int) -> HttpResponse:
    """Withdraw one's own application."""
    withdraw_application(actor=request.actor, application=find_application(request.actor, pk))
    messages.success(request, _("申请已撤回。"))
    return redirect("library:own")


def _draft(data: dict[str, Any]) -> ApplicationDraft:
    return ApplicationDraft(
        name=data["name"], employer=data["employer"], kinds=data["kinds"], fields=data["fields_known"],
        title=data["title"], languages=data["languages"], phone=data.get("phone", ""), bio=data["bio"],
    )  # fmt: skip


def _account(username: str) -> User | None:
    """Return the account of a nominee; an unknown one is said in words."""
    typed = normalise_line(username)
    if not typed:
        return None
    found = User.objects.filter(username=typed, is_active=True).first()
    if found is None:
        raise Invalid(_("没有登录名为“%(name)s”的账户。") % {"name": typed}, remedy=_("核对登录名，或留空。"))
    return found


def _pairs(actor: Actor, row: ExpertApplication) -> list[tuple[str, object]]:
    pack = current_pack()
    kinds = {code: str(label) for code, label in PanelKind.choices}
    pairs: list[tuple[str, object]] = [
        (_("状态"), row.get_state_display()),
        (_("推荐单位"), row.nominated_by.name if row.nominated_by else _("本人申请")),
        (_("任职单位"), row.employer.name),
        (_("职称"), row.title),
        (_("类别"), _("、").join(kinds.get(code, code) for code in row.kinds)),
        (_("领域"), _("、").join(field_words(pack, code) for code in row.fields)),
        (_("外语"), row.languages),
        (_("手机"), row.phone),
        (_("专业经历"), row.bio),
        (_("同意的告知"), row.notice_version),
        (_("审核意见"), row.answer),
    ]
    return [(label, value) for label, value in pairs if value]


def _bar(request: ActorRequest) -> FilterBar:
    asked = request.GET.get("state", RequestState.FILED)
    state = asked if asked in RequestState.values else ""
    text = normalise_line(request.GET.get("q", ""))[:100]
    return FilterBar(_("姓名"), text, [ChoiceFilter("state", _("状态"), RequestState.choices, state)])


def _narrowed(actor: Actor, bar: FilterBar) -> QuerySet[ExpertApplication]:
    rows = applications_visible_to(actor)
    if bar.text:
        rows = rows.filter(name__icontains=bar.text)
    chosen = bar.choices[0].chosen
    return rows.filter(state=chosen) if chosen else rows


def _applications(rows: list[ExpertApplication]) -> ListTable:
    columns = [
        Column(_("姓名"), is_lead=True), Column(_("任职单位")), Column(_("推荐单位")), Column(_("提交日期")),
        Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [row.name, row.employer.name, row.nominated_by.name if row.nominated_by else _("本人申请"),
             iso_day(row.filed_at), row.get_state_display()],
            reverse("library:application", args=[row.pk]),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("入库申请"))


def _corrections(rows: list[Correction]) -> ListTable:
    columns = [
        Column(_("姓名"), is_lead=True), Column(_("任职单位")), Column(_("理由")), Column(_("提交日期")),
    ]  # fmt: skip
    lines = [
        Row([row.expert.name, row.expert.employer.name, row.reason, iso_day(row.filed_at)],
            reverse("library:correction", args=[row.pk]))
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("登记更正"))


def _back(actor: Actor) -> str:
    return reverse("library:requests" if actor.is_department_staff else "library:own")


def _refuse_outsider(actor: Actor) -> None:
    if not actor.is_department_staff:
        raise NotPermitted(
            _("入库申请由省科技厅审核。"), remedy=_("本人的申请在“我的专家登记”里看。"), clause="5.2-1"
        )
