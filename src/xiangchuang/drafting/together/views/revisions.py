"""All revisions of a plan: who, when, hashes, receipt; and the choice of any two to compare."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiangchuang.files.gates import may_read
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan_files import may_read_revision
from xiangchuang.proposals.views.signed_in import CasePage
from xiangchuang.reviews.models import OpinionAnswer


@dataclass(frozen=True)
class RevisionLine:
    """One revision the person may read; `before` is the submitted one before it."""

    revision: PlanRevision
    before: int | None
    may_have_file: bool
    answers: int


class RevisionsPage(CasePage):
    """The list, for whoever may read the revisions; ?old= and ?new= lead to the difference of the two."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        found = PlanRevision.objects.filter(proposal__case=self.case).select_related(
            "file", "proposal__case", "begun_by"
        )
        readable = [revision for revision in found if may_read_revision(self.actor, revision)]
        numbers = {revision.number for revision in readable}
        if not readable:
            raise NotFound(_("还没有您可以阅读的方案。"))
        old, new = (whole(request.GET.get(name, ""), 0) for name in ("old", "new"))
        fault = ""
        if "old" in request.GET:
            if {old, new} <= numbers and old != new:
                return redirect("proposals:plan-difference", number, min(old, new), max(old, new))
            fault = _("选两个不同的版次。")
        context = {
            "case": self.case, "case_url": case_url(self.case), "pack": pack_of(self.case), "fault": fault,
            "lines": self._lines(readable), "new": readable[0].number,
            "old": readable[1].number if len(readable) > 1 else None,
        }  # fmt: skip
        return render(request, "drafting/together/revisions.html", context, status=422 if fault else 200)

    def _lines(self, readable: list[PlanRevision]) -> list[RevisionLine]:
        runs = list(self.case.runs.filter(stage_kind="plan").order_by("-opened_at", "-pk"))
        given = list(OpinionAnswer.objects.filter(run__in=runs).values_list("run", flat=True))
        lines = []
        for revision in readable:
            run = next((run.pk for run in runs if run.opened_at <= revision.begun_at), 0)
            before = next((r.number for r in readable if r.number < revision.number and r.frozen_at), None)
            file = revision.file
            lines.append(
                RevisionLine(
                    revision, before, file is not None and may_read(self.actor, file), given.count(run)
                )
            )
        return lines
