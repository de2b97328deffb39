"""The case file of a measure on a center: motion and hearing, and what was decided."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.adjustments.case_tabs import case_motion_context
from xiangchuang.adjustments.lines import measure_words
from xiangchuang.procedure.models import Part
from xiangchuang.workbench.case_face import PARTIES, CaseFace, CaseTab, Opened
from xiangchuang.workbench.shared_tabs import DOCUMENTS, LEDGER, PUBLICITY


def head_lines(opened: Opened) -> list[str]:
    """Return whose center it is, who recommended it, and the policy the case is pinned to."""
    lines = [_("牵头：%(name)s") % {"name": opened.case.adjustment.center.lead}]
    if recommender := opened.party_names(Part.RECOMMENDER):
        lines.append(_("推荐：%(name)s") % {"name": recommender})
    lines.append(_("依据：%(version)s 版") % {"version": opened.pack.version})
    return lines


def facts(opened: Opened) -> list[tuple[str, object]]:
    """Return the column of facts: the measure, the center's state, when it was heard, what was issued."""
    adjustment = opened.case.adjustment
    found: list[tuple[str, object]] = [
        (_("处理措施"), measure_words(adjustment)),
        (_("中心状态"), adjustment.center.get_state_display()),
    ]
    if adjustment.hearing_by:
        found.append((_("陈述期限"), adjustment.hearing_by.isoformat()))
    if adjustment.document:
        found.append((_("文号"), adjustment.document.number))
    return found


ADJUSTMENT: Final = CaseFace(
    tabs=(
        CaseTab(
            "overview", gettext_lazy("处理意见"), "adjustments/case_motion.html", case_motion_context, PARTIES
        ),
        PUBLICITY,
        DOCUMENTS,
        LEDGER,
    ),
    tab_of_kind={
        "intake": "overview",
        "reply": "overview",
        "integrity": "documents",
        "meeting": "documents",
        "publicity": "publicity",
        "decision": "documents",
    },
    place=("adjustments:adjustments", gettext_lazy("动态调整")),
    lines=head_lines,
    facts=facts,
)
