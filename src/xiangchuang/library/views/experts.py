"""The department's list of experts, one expert, and what an officer does with a record."""

from typing import Any, Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.fees import FeeDraft, record_fee
from xiangchuang.experts.integrity import record_integrity
from xiangchuang.experts.models import Expert
from xiangchuang.experts.own_history import WorkDraft, add_work, declare_tie
from xiangchuang.experts.queries import find_expert
from xiangchuang.experts.terms import exit_library, readmit, renew_term
from xiangchuang.library import forms
from xiangchuang.library.expert_page import expert_context
from xiangchuang.library.expert_table import SORTS, ExpertFilter, expert_table
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.pages.typed import version_seen, whole

EXPORTED_AT_MOST: Final = 5000
_FEN: Final = 100


@signed_in
@require_safe
def experts(request: ActorRequest) -> HttpResponse:
    """List the experts; the department and the departments that nominate see them (5.2-1)."""
    _refuse_outsider(request.actor)
    wanted = ExpertFilter.of(request.GET.dict(), request.actor)
    rows = wanted.rows(request.actor)
    if download := _download(request, wanted, rows):
        return download
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        "page": page, "bar": wanted.bar, "export_url": _with(request, format="xlsx"),
        "table": expert_table(
            list(page.object_list), inside=wanted.is_inside, sorted_by=wanted.sort,
            sort_urls={name: _with(request, sort=name) for name in SORTS} if wanted.is_inside else {},
        ),
        "is_inside": wanted.is_inside, "may_register": request.actor.holds(Role.OFFICER),
    }  # fmt: skip
    return render(request, "library/experts.html", context)


def _download(request: ActorRequest, wanted: ExpertFilter, rows: QuerySet[Expert]) -> HttpResponse | None:
    asked = request.GET.get("format", "")
    if not asked:
        return None
    table = expert_table(list(rows[:EXPORTED_AT_MOST]), inside=wanted.is_inside)
    source = _("湖南省技术创新中心管理系统，%(day)s") % {"day": clock.today()}
    return table_download(table, wanted=asked, title=_("专家"), source=source)


@signed_in
@require_safe
def expert(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a record: to the department all that its role may read, to others the profile alone."""
    _refuse_outsider(request.actor)
    found = find_expert(request.actor, pk)
    return render(request, "library/expert.html", expert_context(request.actor, found))


@signed_in
@require_POST
def renew(request: ActorRequest, pk: int) -> HttpResponse:
    """Give another term."""
    found = _of_department(request.actor, pk)
    renew_term(actor=request.actor, expert=found, seen=version_seen(request))
    messages.success(request, _("已续聘%(name)s。") % {"name": found.name})
    return redirect("library:expert", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: ActorRequest, pk: int) -> HttpResponse:
    """Take the expert out of the library, or let one who left come back."""
    found = _of_department(request.actor, pk)
    verb = exit_library if found.is_active else readmit

    def act(data: dict[str, Any]) -> str:
        seen = whole(request.POST.get("version", ""), 0)
        verb(actor=request.actor, expert=found, seen=seen, reason=data["reason"])
        return _("已办理。")

    return form_page(
        request, forms.ReasonForm, act,
        heading=_("退出专家库") if found.is_active else _("重新入库"), button=_("确定"),
        back=_page(pk), context={"about": found.name, "version": request.POST.get("version", found.version)},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: ActorRequest, pk: int) -> HttpResponse:
    """Record a fee; the amount is typed in yuan."""
    found = _of_department(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        fen = int(data["amount"] * _FEN)
        draft = FeeDraft(data["occasion"], fen, data["tax_note"], data["paid_on"], data["case"])
        record_fee(actor=request.actor, expert=found, draft=draft)
        return _("专家费已登记。")

    return form_page(
        request, forms.FeeForm, act, heading=_("登记专家费"), button=_("登记"), back=_page(pk),
        context={"about": found.name},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def integrity(request: ActorRequest, pk: int) -> HttpResponse:
    """Record what was found of the expert's conduct."""
    found = _of_department(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        record_integrity(actor=request.actor, expert=found, **data)
        return _("诚信记录已登记。")

    return form_page(
        request, forms.IntegrityForm, act, heading=_("登记诚信情况"), button=_("登记"), back=_page(pk),
        context={"about": found.name},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down a project or publication that shows a tie."""
    found = _of_department(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        add_work(actor=request.actor, expert=found, draft=WorkDraft(**data))
        return _("已登记。")

    return form_page(
        request, forms.WorkForm, act, heading=_("登记项目或成果"), button=_("登记"), back=_page(pk),
        context={"about": found.name},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: ActorRequest, pk: int) -> HttpResponse:
    """Write down with whom the expert does not judge together."""
    found = _of_department(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        declare_tie(actor=request.actor, expert=found, **data)
        return _("已登记。")

    return form_page(
        request, forms.TieForm, act, heading=_("登记专家之间的关系"), button=_("登记"), back=_page(pk),
        context={"about": found.name},
    )  # fmt: skip


def _of_department(actor: Actor, pk: int) -> Expert:
    """Return the expert to an officer; raises NotPermitted for anyone else, before anything is told."""
    if not actor.holds(Role.OFFICER):
        raise NotPermitted(_("专家库由省科技厅经办维护。"), clause="5.2-1")
    return find_expert(actor, pk)


def _refuse_outsider(actor: Actor) -> None:
    if not (actor.is_department_staff or actor.holds(Role.DEPARTMENT)):
        raise NotPermitted(
            _("专家名录由省科技厅和会同论证的部门查看。"), remedy=_("本人的登记在“我的专家登记”。"),
            clause="5.2-1",
        )  # fmt: skip


def _with(request: ActorRequest, **changes: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _page(pk: int) -> str:
    return reverse("library:expert", args=[pk])
