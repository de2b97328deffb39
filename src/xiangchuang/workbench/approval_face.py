"""The case file of an approval: intention, conditions, plan, review, visit, and what was decided."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.calendars import clock
from xiangchuang.procedure.models import Case, Part
from xiangchuang.proposals.case_tabs import (
    case_conditions_context,
    case_overview_context,
    case_plan_context,
)
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.queries import latest_decision, submitted_revision
from xiangchuang.reviews.case_tabs import case_review_context, case_visit_context
from xiangchuang.workbench.case_face import EVERYONE, PARTIES, SIGHTED, CaseFace, CaseTab, Opened
from xiangchuang.workbench.shared_tabs import CORRESPONDENCE, DOCUMENTS, LEDGER, PUBLICITY
from xiangchuang.workbench.viewpoint import Viewpoint


def head_lines(opened: Opened) -> list[str]:
    """Return who leads, who recommends, and the policy the case is pinned to."""
    if opened.viewpoint is Viewpoint.BLIND:
        return [_("依据：%(version)s 版") % {"version": opened.pack.version}]
    lines = [_("牵头：%(name)s") % {"name": opened.party_names(Part.LEAD)}]
    if recommender := opened.party_names(Part.RECOMMENDER):
        lines.append(_("推荐：%(name)s") % {"name": recommender})
    lines.append(_("依据：%(version)s 版") % {"version": opened.pack.version})
    return lines


def facts(opened: Opened) -> list[tuple[str, object]]:
    """Return the column of facts; what the check found so far is the department's until it is said."""
    found: list[tuple[str, object]] = []
    if opened.viewpoint is Viewpoint.INSIDE:
        found += _condition_facts(opened.case)
    proposal: Proposal | None = getattr(opened.case, "proposal", None)
    if proposal is None:
        return found
    revision = submitted_revision(proposal)
    if revision is not None:
        found.append((_("方案"), _("修订 %(number)d") % {"number": revision.number}))
        day = clock.day_of(revision.frozen_at).isoformat() if revision.frozen_at else ""
        found.append((_("方案提交"), day))
    if opened.viewpoint not in {Viewpoint.EXPERT, Viewpoint.BLIND}:
        current = proposal.recommendations.filter(is_current=True).first()
        if current is not None:
            rank = _("%(year)d 年第 %(rank)d 位") % {"year": current.year, "rank": current.rank}
            found.append((_("推荐排序"), rank))
    found.append((_("共建单位"), sum(p.part == Part.MEMBER for p in opened.participants)))
    return found


def _condition_facts(case: Case) -> list[tuple[str, object]]:
    decision = latest_decision(case)
    if decision is None:
        return []
    outcomes = [o.settled for o in decision.outcomes.all() if o.settled != "not_applicable"]
    met = _("%(met)d/%(all)d 满足") % {"met": outcomes.count("met"), "all": len(outcomes)}
    lines: list[tuple[str, object]] = [(_("条件"), met)]
    for code, label in (("unmet", _("不满足")), ("missing", _("缺证据")), ("judgement", _("待判断"))):
        if count := outcomes.count(code):
            lines.append((label, count))
    return lines


# An expert reads intention and plan, and has the own task under 论证 and 考察; under a mask only 论证.
APPROVAL: Final = CaseFace(
    tabs=(
        CaseTab(
            "overview", gettext_lazy("概览"), "proposals/case_overview.html", case_overview_context, SIGHTED
        ),
        CaseTab(
            "conditions", gettext_lazy("条件"), "proposals/case_conditions.html", case_conditions_context,
            PARTIES,
        ),
        CaseTab("plan", gettext_lazy("方案"), "proposals/case_plan.html", case_plan_context, SIGHTED),
        CaseTab("review", gettext_lazy("论证"), "reviews/case_review.html", case_review_context, EVERYONE),
        CaseTab("visit", gettext_lazy("考察"), "reviews/case_visit.html", case_visit_context, SIGHTED),
        PUBLICITY,
        DOCUMENTS,
        CORRESPONDENCE,
        LEDGER,
    ),
    tab_of_kind={
        "intake": "overview",
        "recommendation": "overview",
        "conditions": "conditions",
        "formal_check": "correspondence",
        "plan": "plan",
        "review": "review",
        "visit": "visit",
        "integrity": "documents",
        "meeting": "documents",
        "publicity": "publicity",
        "decision": "documents",
    },
    place=("workbench:cases", gettext_lazy("申报（案卷）")),
    lines=head_lines,
    facts=facts,
)  # fmt: skip
