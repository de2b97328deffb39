"""Reports of lobbying: filed by experts and officers, read by those whom the pack names."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.experts.integrity import (
    find_lobbying,
    handle_lobbying,
    lobbying_visible_to,
    may_report_lobbying,
    reads_lobbying,
    report_lobbying,
)
from xiangchuang.experts.models import LobbyingReport, LobbyingState
from xiangchuang.library import forms
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.figures import iso_day
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
@never_cache
def lobbying(request: ActorRequest) -> HttpResponse:
    """List the reports the person may read."""
    _refuse_stranger(request)
    page = page_of(lobbying_visible_to(request.actor), request.GET.get("page", "1"))
    context = {
        "page": page, "table": _table(list(page.object_list)), "reads_all": reads_lobbying(request.actor),
        "may_report": may_report_lobbying(request.actor), "rule": current_pack().experts.lobbying,
    }  # fmt: skip
    return render(request, "library/lobbying.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """Report that a favour was asked."""
    _refuse_stranger(request)

    def act(data: dict[str, Any]) -> str:
        report_lobbying(actor=request.actor, **data)
        return _("报告已提交。只有您本人、处室负责人和厅领导能看。")

    return form_page(
        request, forms.LobbyingForm, act, heading=_("报告请托情况"), button=_("提交"),
        back=reverse("library:lobbying"),
        context={"hint": _("只有您本人、处室负责人和厅领导能看；留痕中不记录报告人和案卷。")},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a report; who the pack names says here what became of it."""
    found = find_lobbying(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        handle_lobbying(actor=request.actor, report=found, finding=data["finding"])
        return _("已处理。")

    pairs = [
        (_("请托人"), found.who), (_("案卷编号"), found.case_number),
        (_("发生日期"), iso_day(found.happened_on)), (_("报告人"), str(found.filed_by)),
        (_("状态"), found.get_state_display()),
    ]  # fmt: skip
    handles = reads_lobbying(request.actor) and found.state == LobbyingState.FILED
    return form_page(
        request, forms.FindingForm, act, template="library/lobbying_report.html", heading=_("请托报告"),
        button=_("提交处理情况"), back=reverse("library:lobbying"),
        context={"report": found, "pairs": [pair for pair in pairs if pair[1]], "handles": handles},
    )  # fmt: skip


def _table(rows: list[LobbyingReport]) -> ListTable:
    columns = [
        Column(_("请托人"), is_lead=True),
        Column(_("案卷编号")),
        Column(_("发生日期")),
        Column(_("状态")),
    ]
    lines = [
        Row([row.who, row.case_number or "—", iso_day(row.happened_on), row.get_state_display()],
            reverse("library:lobbying-report", args=[row.pk]))
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("请托报告"))


def _refuse_stranger(request: ActorRequest) -> None:
    if not may_report_lobbying(request.actor):
        raise NotPermitted(
            _("请托情况由专家和省科技厅工作人员报告。"), remedy=_("其他人可以反馈问题和建议。")
        )
