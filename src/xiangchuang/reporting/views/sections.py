"""A section of the report: what registers fill in beside what the center writes; saved as one types."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.calendars import clock
from xiangchuang.pages.typed import whole
from xiangchuang.policy.duties import ReportSection
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.filled import LISTED, lines_of_section
from xiangchuang.reporting.forms import SectionForm
from xiangchuang.reporting.models import LONGEST_TEXT, AnnualReport, SectionRemark, SectionText
from xiangchuang.reporting.page_frame import page_frame, report_to_write
from xiangchuang.reporting.permissions import refuse_unless_writable
from xiangchuang.reporting.ready import address, written_characters
from xiangchuang.reporting.rules import section_for, sections_for
from xiangchuang.reporting.write_section import keep_typing, write_section

KEPT = "report_text_kept"
"""In the session: what was sent after the sign-in had expired, until it is saved."""


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: ActorRequest, pk: int, year: int, code: str) -> HttpResponse:
    """Show a section and save it; what is sent without a sign-in waits until the person has signed in."""
    if not request.actor.is_authenticated:
        if request.method == "POST":
            kept = {"path": request.path, "text": request.POST.get("text", "")[:LONGEST_TEXT]}
            request.session[KEPT] = kept
        return redirect_to_login(request.path)
    report, found = _found(request, pk, year, code)
    row = SectionText.objects.filter(report=report, code=code).select_related("saved_by").first()
    if request.method == "POST":
        return _save(request, report, found, row)
    kept_text = _kept(request)
    text = row.text if row else ""
    form = SectionForm(section=found, initial={"text": text if kept_text is None else kept_text})
    return _page(request, report, found, row, form, is_restored=kept_text is not None)


@require_POST
def keep(request: ActorRequest, pk: int, year: int, code: str) -> JsonResponse:
    """Keep what is being typed; answer with the version and the time, or with why not."""
    if not request.actor.is_authenticated:
        said = _("登录已过期，文字还在页面上。点“保存”，重新登录后会自动带回。")
        return JsonResponse({"message": said}, status=401)
    try:
        report, _section = _found(request, pk, year, code)
        saved = keep_typing(
            actor=request.actor, report=report, code=code, text=request.POST.get("text", ""),
            seen=whole(request.POST.get("version", ""), 0),
        )  # fmt: skip
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    _forget(request)
    at = saved.saved_at.astimezone(clock.SHANGHAI).strftime("%H:%M:%S")
    return JsonResponse({
        "version": saved.version, "message": _("已自动保存 %(at)s") % {"at": at},
        "count": written_characters(saved.text),
    })  # fmt: skip


def _save(
    request: ActorRequest, report: AnnualReport, found: ReportSection, row: SectionText | None
) -> HttpResponse:
    form = SectionForm(request.POST, section=found)
    typed = request.POST.get("text", "")
    try:
        seen = whole(request.POST.get("version", ""), 0)
        write_section(actor=request.actor, report=report, code=found.code, text=typed, seen=seen)
    except Refusal as refusal:
        row = SectionText.objects.filter(report=report, code=found.code).select_related("saved_by").first()
        return _page(request, report, found, row, form, refusal=refusal)
    _forget(request)
    messages.success(request, _("已保存“%(section)s”。") % {"section": words(found.label)})
    following = _following(report, found) if "next" in request.POST else None
    if following is not None:
        return redirect(address(report, "section", following.code))
    if "next" in request.POST:
        return redirect(address(report, "plan"))
    return redirect(address(report, "section", found.code))


def _page(
    request: ActorRequest, report: AnnualReport, found: ReportSection, row: SectionText | None,
    form: SectionForm, *, refusal: Refusal | None = None, is_restored: bool = False,
) -> HttpResponse:  # fmt: skip
    shown, listed = lines_of_section(report, found)
    theirs = row if refusal is not None and refusal.status == 409 else None
    context: dict[str, Any] = {
        **page_frame(report.center, report.year, report), "section": found, "form": form, "row": row,
        "refusal": refusal, "theirs": theirs, "is_restored": is_restored, "figures": shown,
        "lists": [(line, max(0, len(line.rows) - LISTED)) for line in listed],
        "version": row.version if row else 0, "count": written_characters(form["text"].value() or ""),
        "remark": SectionRemark.objects.filter(revision__report=report, code=found.code)
        .order_by("-revision__no").first(),
        "following": _following(report, found), "before": report.year - 1,
    }  # fmt: skip
    return render(request, "reporting/section.html", context, status=refusal.status if refusal else 200)


def _found(request: ActorRequest, pk: int, year: int, code: str) -> tuple[AnnualReport, ReportSection]:
    report = report_to_write(request, pk, year)
    found = section_for(report, code)
    if found is None:
        raise NotFound(_("年度报告没有这一章。"))
    if request.method != "POST":
        refuse_unless_writable(report)
    return report, found


def _following(report: AnnualReport, found: ReportSection) -> ReportSection | None:
    codes = list(sections_for(report))
    place = codes.index(found) + 1
    return codes[place] if place < len(codes) else None


def _kept(request: ActorRequest) -> str | None:
    kept = request.session.get(KEPT)
    return kept["text"] if kept and kept["path"] == request.path else None


def _forget(request: ActorRequest) -> None:
    request.session.pop(KEPT, None)
