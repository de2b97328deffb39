"""The case file of an evaluation round: scope, scorings, replies, and what was decided."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.evaluation.case_tabs import (
    case_replies_context,
    case_scope_context,
    case_scores_context,
)
from xiangchuang.evaluation.queries import sees_whole_round
from xiangchuang.procedure.models import Part
from xiangchuang.workbench.case_face import EVERYONE, PARTIES, CaseFace, CaseTab, Opened
from xiangchuang.workbench.shared_tabs import DOCUMENTS, LEDGER, PUBLICITY


def head_lines(opened: Opened) -> list[str]:
    """Return who evaluates, and the policy the case is pinned to."""
    lines = []
    if evaluator := opened.party_names(Part.EVALUATOR):
        lines.append(_("评估机构：%(name)s") % {"name": evaluator})
    lines.append(_("依据：%(version)s 版") % {"version": opened.pack.version})
    return lines


def facts(opened: Opened) -> list[tuple[str, object]]:
    """Return the column of facts: how many centers, how many of them replied, which scoring stands."""
    round_ = opened.case.evaluation_round
    if not sees_whole_round(opened.actor, round_):
        return []
    taken = round_.subjects.filter(is_sampled=True)
    found: list[tuple[str, object]] = [(_("参评中心"), taken.count())]
    if beside := taken.exclude(state="").count():
        found.append((_("缓评、视同合格等"), beside))
    if run := round_.score_runs.first():
        found.append((_("计算次数"), run.number))
        if undecided := run.scores.filter(is_undecided=True).count():
            found.append((_("待裁定的中心"), undecided))
    if round_.draft_told_at is not None:
        found.append((_("已答复的中心"), taken.filter(replies__isnull=False).distinct().count()))
    return found


EVALUATION: Final = CaseFace(
    tabs=(
        # Who scores reads the period and the evaluator here; the centers are listed by the own task.
        CaseTab("overview", gettext_lazy("范围"), "evaluation/case_scope.html", case_scope_context, EVERYONE),
        CaseTab("scores", gettext_lazy("计算"), "evaluation/case_scores.html", case_scores_context, PARTIES),
        CaseTab(
            "replies", gettext_lazy("答复"), "evaluation/case_replies.html", case_replies_context, PARTIES
        ),
        PUBLICITY,
        DOCUMENTS,
        LEDGER,
    ),
    tab_of_kind={
        "intake": "overview",
        "integrity": "documents",
        "collection": "overview",
        "scoring": "scores",
        "reply": "replies",
        "meeting": "documents",
        "publicity": "publicity",
        "decision": "documents",
    },
    place=("evaluation:rounds", gettext_lazy("评价")),
    lines=head_lines,
    facts=facts,
)
