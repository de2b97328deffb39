"""The case file: head, rail, box 现在, facts and tabs of one case, for one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.pages.parts import Step
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.diagram import rail
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import Case, Part, Participant
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.standing import current_participants
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.queries import latest_decision, submitted_revision
from xiangchuang.workbench.case_tabs import tabs_for
from xiangchuang.workbench.viewpoint import Viewpoint, viewpoint_of
from xiangchuang.workbench.wording import stage_words

# Where on the case file a stage of each kind has left its traces.
TAB_OF_KIND = {
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
}


@dataclass(frozen=True)
class Opened:
    """A case as one person has it open."""

    case: Case
    pack: Pack
    viewpoint: Viewpoint
    participants: Sequence[Participant]

    @property
    def proposal(self) -> Proposal | None:
        """What the case is about; other kinds of case have none."""
        return getattr(self.case, "proposal", None)

    def party_names(self, part: Part) -> str:
        """Return the names of those who have that part, in the order they came."""
        return _("、").join(
            str(p.organization) for p in self.participants if p.part == part and p.organization
        )


def open_case_file(actor: Actor, number: str) -> Opened:
    """Return the case among those the actor may see, with all the page's head needs at hand.

    Raises NotFound for a case that is not there and for a foreign one alike.
    """
    case = (
        visible_to(actor)
        .filter(number=number)
        .select_related("holder_organization", "proposal__lead")
        .prefetch_related("runs", "work_items", "participants__organization")
        .first()
    )
    if case is None:
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    participants = current_participants(case)
    parties = frozenset(p.organization_id for p in participants if p.organization_id)
    return Opened(case, pack_of(case), viewpoint_of(actor, parties), participants)


def rail_steps(opened: Opened) -> list[Step]:
    """Return the stations of the rail, each a link to its traces as far as the person has that tab."""
    here = reverse("workbench:case", args=[opened.case.number])
    own = {tab.code for tab in tabs_for(opened.viewpoint)}
    return [
        Step(
            label=stage_words(step.stage, opened.viewpoint, is_current=step.state == "current"),
            state=step.state,
            clause=step.stage.clause,
            origin=step.stage.origin or "",
            url=f"{here}?tab={tab}" if step.run and (tab := TAB_OF_KIND[step.stage.kind]) in own else "",
            round=step.round,
        )
        for step in rail(opened.case)
    ]


def head_lines(opened: Opened) -> list[str]:
    """Return who leads, who recommends, and the policy the case is pinned to."""
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
    proposal = opened.proposal
    if proposal is None:
        return found
    revision = submitted_revision(proposal)
    if revision is not None:
        found.append((_("方案"), _("修订 %(number)d") % {"number": revision.number}))
        found.append((_("方案提交"), revision.frozen_at.date().isoformat() if revision.frozen_at else ""))
    if opened.viewpoint is not Viewpoint.EXPERT:
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
