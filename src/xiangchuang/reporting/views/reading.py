"""Reading a report as it was handed in, what changed since its return, and its papers."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.set_papers import Form, find_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.reporting.content import Content
from xiangchuang.reporting.difference import changed_since
from xiangchuang.reporting.forms import JudgementForm
from xiangchuang.reporting.judge_report import OF_THE_PLAN
from xiangchuang.reporting.models import AnnualReport, ReportRevision, SectionRemark
from xiangchuang.reporting.page_frame import page_frame, report_to_read, report_to_write
from xiangchuang.reporting.render_report import draft_bytes, file_name, report_file


@signed_in
@require_safe
def revision(request: ActorRequest, pk: int, year: int, no: int) -> HttpResponse:
    """Show a revision as it was frozen."""
    report = report_to_read(request, pk, year)
    context = {**page_frame(report.center, year, report), **reading_context(report, _revision(report, no))}
    return render(request, "reporting/read.html", context)


@signed_in
@require_safe
def paper(request: ActorRequest, pk: int, year: int, no: int, form: str) -> HttpResponseBase:
    """Give a revision as Word or PDF."""
    report = report_to_read(request, pk, year)
    known = _form(form)
    found = _revision(report, no)
    kept = report_file(found, known)
    response = FileResponse(kept.path.open("rb"), content_type=kept.media_type)
    return _as_download(response, file_name(found, known))


@signed_in
@require_safe
def draft(request: ActorRequest, pk: int, year: int, form: str) -> HttpResponseBase:
    """Give the draft as it stands, with a watermark."""
    report = report_to_write(request, pk, year)
    known = _form(form)
    content = draft_bytes(report, request.actor, known)
    name = _("%(year)d 年度报告草稿.%(form)s") % {"year": year, "form": known}
    return _as_download(HttpResponse(content, content_type=MEDIA_TYPES[known]), name)


def marked(
    content: Content, remarks: Sequence[SectionRemark], answered: Sequence[SectionRemark],
    form: JudgementForm | None,
) -> dict[str, Any]:  # fmt: skip
    """Return the content with, at each section, its remark, the one before it, and the field for a new."""
    now, before = ({remark.code: remark for remark in some} for some in (remarks, answered))

    def mark(code: str) -> dict[str, Any]:
        name = f"remark_{code}"
        field = form[name] if form is not None and name in form.fields else None
        return {"remark": now.get(code), "answered": before.get(code), "field": field}

    def with_mark(sections: Sequence[Content]) -> list[dict[str, Any]]:
        return [{**section, "mark": mark(section["code"])} for section in sections]

    return {
        **content, "summary": with_mark(content["summary"]), "plan_texts": with_mark(content["plan_texts"]),
        "plan_mark": mark(OF_THE_PLAN),
    }  # fmt: skip


def reading_context(
    report: AnnualReport, found: ReportRevision, form: JudgementForm | None = None
) -> dict[str, Any]:
    """Return a revision with the remarks at its sections and what changed since the one before."""
    earlier = (
        report.revisions.filter(no=found.no - 1).prefetch_related("remarks").first() if found.no > 1 else None
    )
    answered = list(earlier.remarks.all()) if earlier else []
    return {
        "report": report, "revision": found, "earlier": earlier,
        "content": marked(found.content, list(found.remarks.all()), answered, form),
        "coming_year": report.year + 1, "before_year": report.year - 1,
        "changes": changed_since(earlier.content, found.content) if earlier else [],
        "revisions": list(report.revisions.select_related("submitted_by", "judged_by").order_by("-no")),
    }  # fmt: skip


def _revision(report: AnnualReport, no: int) -> ReportRevision:
    found = report.revisions.filter(no=no).prefetch_related("remarks").select_related("pdf", "docx").first()
    if found is None:
        raise NotFound(_("没有这一稿。"))
    return found


def _form(form: str) -> Form:
    known = find_form(form)
    if known is None:
        raise Http404
    return known


def _as_download(response: Any, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    answer: HttpResponseBase = response
    return answer
