"""Reading a plan: sections, differences between revisions, the PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiangchuang.documents.plan import blocks_to_html
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.plan_annexes import annexes_of
from xiangchuang.proposals.plan_beside import notes_of
from xiangchuang.proposals.plan_files import may_read_revision
from xiangchuang.proposals.plan_pdf import plan_pdf
from xiangchuang.proposals.plan_record import (
    difference_of,
    image_urls,
    readable_chapters,
    target_lines,
    target_years,
)
from xiangchuang.proposals.plan_word import plan_template, plan_word
from xiangchuang.proposals.target_changes import target_changes
from xiangchuang.proposals.views.signed_in import CasePage

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class _RevisionPage(CasePage):
    """Finds revisions the person may read; a foreign or unread one is 404."""

    def revision(self, number: int) -> PlanRevision:
        found = (
            PlanRevision.objects.filter(proposal__case=self.case, number=number)
            .select_related("proposal__case", "proposal__lead", "file")
            .prefetch_related("sections", "targets")
            .first()
        )
        if found is None or not may_read_revision(self.actor, found):
            raise NotFound(_("没有这一版方案，或者它还没有提交。"))
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        return {
            "case": self.case,
            "case_url": case_url(self.case),
            "pack": pack_of(self.case),
            **more,
        }


class PlanReading(_RevisionPage):
    """The plan by the sections of the outline, with contents beside it."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = self.revision(revision)
        others = [
            r
            for r in PlanRevision.objects.filter(proposal=found.proposal).exclude(pk=found.pk)
            if r.number < found.number and (r.frozen_at is not None)
        ]
        context = self.context(
            revision=found,
            chapters=readable_chapters(found, pack_of(self.case).outline, notes_of(self.actor, found)),
            annexes=[
                (annex, blocks_to_html(annex.blocks, image_urls(), heading_base=3, anchor=f"{annex.code}-"))
                for annex in annexes_of(found)
            ],
            years=target_years(found),
            targets=target_lines(found),
            earlier=others[0] if others else None,
        )
        return render(request, "proposals/plan_reading.html", context)


class PlanDifferencePage(_RevisionPage):
    """What changed from one revision to another."""

    def get(self, request: HttpRequest, number: str, old: int, new: int) -> HttpResponse:
        before, after = self.revision(old), self.revision(new)
        notes = notes_of(self.actor, after)
        sections = difference_of(before, after)
        changed = [(section, notes.get(section.summary.code, ())) for section in sections]
        told = {section.summary.code for section in sections}
        context = self.context(
            old=before, new=after, changed=changed, targets=target_changes(before, after),
            # An opinion on a section that stayed as it was is what a reader looks for first.
            unchanged=[note for code, found in notes.items() if code not in told for note in found],
        )  # fmt: skip
        return render(request, "proposals/plan_difference.html", context)


class PlanPdf(_RevisionPage):
    """The plan as PDF; made now when the task has not made it yet."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = self.revision(revision)
        return pdf_answer(plan_pdf(found), f"{number}-建设方案-修订{found.number}.pdf")


class PlanWord(_RevisionPage):
    """The plan as Word."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = self.revision(revision)
        return word_answer(plan_word(found), f"{number}-建设方案-修订{found.number}.docx")


class PlanTemplate(_RevisionPage):
    """The outline as Word to write in, with what the newest revision that the person may read has already."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        if not Proposal.objects.filter(case=self.case).exists():
            raise NotFound(_("这个案卷没有建设方案。"))
        revisions = PlanRevision.objects.filter(proposal__case=self.case).select_related("proposal__case")
        newest = next((r for r in revisions if may_read_revision(self.actor, r)), None)
        return word_answer(plan_template(self.case, newest), f"{number}-建设方案模板.docx")


def word_answer(content: bytes, name: str) -> HttpResponse:
    """Return a Word file to download that no cache keeps."""
    response = HttpResponse(content, content_type=WORD)
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to download that no cache keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return str(content_disposition_header(True, name))
