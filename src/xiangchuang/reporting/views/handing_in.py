"""Checking the answers, signing and handing in; a report accepted elsewhere; the receipt."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.files.models import StoredFile
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.pack_words import words
from xiangchuang.reporting.content import content_of
from xiangchuang.reporting.forms import ElsewhereForm, SigningForm
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.page_frame import page_frame, report_to_read, report_to_write
from xiangchuang.reporting.permissions import refuse_unless_writable
from xiangchuang.reporting.ready import address, findings
from xiangchuang.reporting.rules import rules_for
from xiangchuang.reporting.signing import signing_of
from xiangchuang.reporting.submit_report import hand_in_elsewhere, submit_report
from xiangchuang.reporting.uploads import take_elsewhere, take_scan


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Show all answers as they would be frozen, what is missing, and the form that hands them in."""
    report = report_to_write(request, pk, year)
    if request.method == "POST" and not report.is_writable and _is_the_same_again(request, report):
        return redirect(_receipt_url(report))
    refuse_unless_writable(report)
    signing = signing_of(report, request.actor)
    initial = {"signed_name": signing.names[0] if len(signing.names) == 1 else ""}
    form = SigningForm(
        request.POST or None, request.FILES or None, declaration=declaration_of(report), initial=initial
    )

    def act(data: dict[str, Any]) -> str:
        scan = data.get("signed_scan")
        kept = take_scan(actor=request.actor, report=report, upload=scan) if scan else None
        revision = submit_report(
            actor=request.actor, report=report, seen=version_seen(request),
            signed_name=data["signed_name"], is_declared=data.get("is_declared", True), signed_scan=kept,
        )  # fmt: skip
        return _("已提交，报送编号 %(number)s。") % {"number": revision.number}

    said = findings(report, request.actor)
    context = {
        **page_frame(report.center, year, report), "content": content_of(report, request.actor),
        "errors": [f for f in said if f.is_error], "warnings": [f for f in said if not f.is_error],
        "version": version_seen(request) or report.version, "signing": signing, "is_check": True,
        "coming_year": year + 1, "before_year": year - 1,
        "is_in_person": any(signing.is_in_person(request.actor, name) for name in signing.names),
        "signing_rule": rules_for(report).signing, "declaration_rule": rules_for(report).declaration,
    }  # fmt: skip
    no = report.revisions.count() + 1
    then = reverse("reporting:receipt", args=[pk, year, no])
    return answer_form(request, form, act, template="reporting/check.html", context=context, then=then)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: ActorRequest, pk: int, year: int) -> HttpResponse:
    """Hand in a report that another authority has accepted."""
    report = report_to_write(request, pk, year)
    refuse_unless_writable(report)
    rule = rules_for(report).reuse
    if rule is None or not rule.permitted:
        raise NotFound(_("本政策不认可在别处报送的年度报告。"))
    form = ElsewhereForm(request.POST or None, request.FILES or None, declaration=declaration_of(report))

    def act(data: dict[str, Any]) -> str:
        file: StoredFile = take_elsewhere(actor=request.actor, report=report, upload=data["file"])
        revision = hand_in_elsewhere(
            actor=request.actor, report=report, seen=version_seen(request), file=file, where=data["where"],
            accepted_on=data["accepted_on"], is_declared=data.get("is_declared", True),
        )  # fmt: skip
        return _("已提交，报送编号 %(number)s。") % {"number": revision.number}

    context = {**page_frame(report.center, year, report), "rule": rule,
               "version": version_seen(request) or report.version}  # fmt: skip
    then = reverse("reporting:receipt", args=[pk, year, report.revisions.count() + 1])
    return answer_form(request, form, act, template="reporting/elsewhere.html", context=context, then=then)


@signed_in
@require_safe
def receipt(request: ActorRequest, pk: int, year: int, no: int) -> HttpResponse:
    """Show the receipt: number, server time, hashes, and what comes next."""
    report = report_to_read(request, pk, year)
    found = report.revisions.select_related("submitted_by", "signed_scan", "elsewhere", "pdf", "docx")
    revision = found.filter(no=no).first()
    if revision is None:
        raise NotFound(_("没有这一稿。"))
    context = {**page_frame(report.center, year, report), "revision": revision}
    return render(request, "reporting/receipt.html", context)


def declaration_of(report: AnnualReport) -> str:
    """Return the words to be declared, in the language of the page; empty where the pack asks for none."""
    rule = rules_for(report).declaration
    return words(rule.words) if rule else ""


def _is_the_same_again(request: ActorRequest, report: AnnualReport) -> bool:
    """Tell a second click from another act: it names the version before the hand-in, by the same person."""
    latest = report.revisions.order_by("-no").first()
    if latest is None or request.actor.user is None:
        return False
    return latest.submitted_by_id == request.actor.user.pk and version_seen(request) == report.version - 1


def _receipt_url(report: AnnualReport) -> str:
    return address(report, "receipt", report.revisions.count())
