"""The department reads and judges; the center answers the remarks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.answer_remark import answer_remark
from xiangchuang.reporting.forms import JudgementForm, ReplyForm
from xiangchuang.reporting.judge_report import accept_report, return_report
from xiangchuang.reporting.models import SectionRemark
from xiangchuang.reporting.page_frame import page_frame, report_to_read, report_to_write
from xiangchuang.reporting.permissions import check_judge, refuse_unless_writable
from xiangchuang.reporting.queries import latest_revision
from xiangchuang.reporting.ready import address
from xiangchuang.reporting.rules import rules_for, sections_for
from xiangchuang.reporting.views.reading import reading_context


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Show what was handed in beside a remark for each section; return or accept it."""
    report = report_to_read(request, pk, year)
    check_judge(request.actor, report)
    revision = latest_revision(report)
    if revision is None:
        raise NotFound(_("这个年度还没有报送的年度报告。"))
    form = JudgementForm(request.POST or None, sections=sections_for(report))
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, _judged(request, report, form))
                return redirect(address(report, "report"))
            except Refusal as refused:
                refusal, status = refused, refused.status
    context: dict[str, Any] = {
        **page_frame(report.center, year, report), **reading_context(report, revision, form), "form": form,
        "refusal": refusal, "version": version_seen(request) or report.version,
        "rework": rules_for(report).rework, "is_judging": True,
    }  # fmt: skip
    return render(request, "reporting/judge.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, pk: int, year: int, remark_pk: int) -> HttpResponse:
    """Answer one remark of the department."""
    report = report_to_write(request, pk, year)
    rows = SectionRemark.objects.filter(pk=remark_pk, revision__report=report)
    remark = rows.select_related("revision__report__center__lead").first()
    if remark is None:
        raise NotFound(_("没有这条意见。"))
    refuse_unless_writable(report)
    form = ReplyForm(request.POST or None, initial={"reply": remark.reply})

    def act(data: dict[str, Any]) -> str:
        answer_remark(actor=request.actor, remark=remark, reply=data["reply"])
        return _("已答复。")

    labels = {section.code: words(section.label) for section in sections_for(report)}
    label, is_section = labels.get(remark.code, _("计划事项")), remark.code in labels
    context = {**page_frame(report.center, year, report), "remark": remark, "label": label,
               "is_section": is_section}  # fmt: skip
    then = address(report, "report")
    return answer_form(request, form, act, template="reporting/answer.html", context=context, then=then)


def _judged(request: ActorRequest, report: Any, form: JudgementForm) -> str:
    seen, opinion = version_seen(request), form.cleaned_data["opinion"]
    if request.POST.get("act") == "accept":
        accept_report(actor=request.actor, report=report, seen=seen, opinion=opinion)
        return _("已接受这份年度报告。")
    return_report(actor=request.actor, report=report, seen=seen, remarks=form.remarks(), opinion=opinion)
    return _("已退回，并告知中心。")
