"""The explained decision on the conditions: as a page to read and print, as PDF and as JSON (3.4)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.files.gates import may_read
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.proposals.case_facts import CaseFactReading, case_facts_at
from xiangchuang.proposals.condition_explained import explained_decision, summary_of
from xiangchuang.proposals.condition_report import (
    decision_json,
    evidence_files,
    may_read_conditions,
    report_pdf,
)
from xiangchuang.proposals.models import ConditionDecision
from xiangchuang.proposals.views.signed_in import CasePage


class ExplainedDecision(CasePage):
    """`?format=json` and `?format=pdf` give the same decision as the page."""

    def get(self, request: HttpRequest, number: str, decision: int) -> HttpResponse:
        found = self._find(decision)
        pack = pack_of(self.case)
        wanted = request.GET.get("format", "")
        if wanted == "json":
            told = decision_json(found, self.case, pack, self.actor, _file_url)
            return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
        if wanted == "pdf":
            pdf = report_pdf(found, self.case, pack, self.actor)
            answer = HttpResponse(pdf, content_type="application/pdf")
            answer["Content-Disposition"] = f'attachment; filename="{number}-conditions-{decision}.pdf"'
            return answer
        conditions = explained_decision(found, pack.clauses, evidence_files(self.actor, found.subject))
        context = {
            "case": self.case,
            "decision": found,
            "decisions": list(self.case.condition_decisions.all()),
            "pack": pack,
            "clauses": pack.clauses,
            "conditions": conditions,
            "summary": summary_of(conditions),
            "case_facts": [
                (fact, words(fact.definition.label), words(fact.definition.evidence), self._may_open(fact))
                for fact in case_facts_at(self.case, pack, found.data_as_of)
            ],
            "shows_person": bool(self.actor.roles & AUTHORITY_ROLES),
        }
        return render(request, "proposals/explained.html", context)

    def _may_open(self, fact: CaseFactReading) -> bool:
        return fact.evidence is not None and may_read(self.actor, fact.evidence)

    def _find(self, pk: int) -> ConditionDecision:
        if may_read_conditions(self.actor, self.case):
            rows = self.case.condition_decisions.select_related("subject")
            found = rows.prefetch_related("outcomes__found_by").filter(pk=pk).first()
            if found is not None:
                return found
        raise NotFound(_("这个案卷没有这次条件核查，或者它不归您查看。"))


def _file_url(pk: int) -> str:
    return reverse("files:download", args=[pk])
