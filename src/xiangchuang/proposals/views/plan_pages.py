"""Reading a plan: sections, differences between revisions, the PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_files import may_read_revision
from xiangchuang.proposals.plan_pdf import plan_pdf
from xiangchuang.proposals.plan_record import (
    difference_of,
    readable_chapters,
    target_lines,
    target_years,
)
from xiangchuang.proposals.views.signed_in import CasePage


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
            chapters=readable_chapters(found, pack_of(self.case).outline),
            years=target_years(found),
            targets=target_lines(found),
            earlier=others[0] if others else None,
        )
        return render(request, "proposals/plan_reading.html", context)


class PlanDifferencePage(_RevisionPage):
    """What changed from one revision to another."""

    def get(self, request: HttpRequest, number: str, old: int, new: int) -> HttpResponse:
        before, after = self.revision(old), self.revision(new)
        difference, html = difference_of(before, after)
        context = self.context(old=before, new=after, changed=difference.changed, html=html)
        return render(request, "proposals/plan_difference.html", context)


class PlanPdf(_RevisionPage):
    """The plan as PDF; made now when the task has not made it yet."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        found = self.revision(revision)
        return pdf_answer(plan_pdf(found), f"{number}-建设方案-修订{found.number}.pdf")


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF to download that no cache keeps."""
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = _attachment(name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return str(content_disposition_header(True, name))
