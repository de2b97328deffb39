"""检查方案: what the check finds in the manuscript, and what it had found in a submitted plan."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiangchuang.plan_checks.panels import findings_context
from xiangchuang.plan_checks.readers import may_read_findings
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.views.signed_in import CasePage


class CheckPlan(CasePage):
    """The check of the newest revision: the manuscript while it is written."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        revisions = _revisions(self.case.pk)
        found = revisions.first()
        return _page(self, found)


class Findings(CasePage):
    """The findings of one revision."""

    def get(self, request: HttpRequest, number: str, revision: int) -> HttpResponse:
        return _page(self, _revisions(self.case.pk).filter(number=revision).first())


def _page(page: CasePage, revision: PlanRevision | None) -> HttpResponse:
    if revision is None or not may_read_findings(page.actor, revision):
        raise NotFound(_("还没有可以检查的方案，或者它不归您办理。"))
    context: dict[str, Any] = {**findings_context(revision, page.actor), "case_url": case_url(page.case)}
    return render(page.request, "plan_checks/findings.html", context)


def _revisions(case_id: int) -> Any:
    return PlanRevision.objects.filter(proposal__case=case_id).select_related(
        "proposal__case", "proposal__lead", "file"
    )
