"""Who reads the files of a proposal: the letter, the plan as uploaded, its images."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.gates import register_gate
from xiangchuang.files.models import StoredFile
from xiangchuang.files.proofs import Proof, contribute_proofs
from xiangchuang.procedure.models import Case, Part, Participant
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.standing import AUTHORITY_ROLES, current_participants
from xiangchuang.proposals.models import PlanImage, PlanRevision, Proposal, Recommendation
from xiangchuang.proposals.plan import IMAGE_PURPOSE, PLAN_PURPOSE

LETTER_PURPOSE = "recommendation_letter"
AUTHORS = frozenset({Part.LEAD, Part.MEMBER})

ExpertRule = Callable[[Actor, Case], bool]
_expert_rules: list[ExpertRule] = []


def let_experts_read(rule: ExpertRule) -> None:
    """Let experts read submitted plans where `rule` says so: a later stage knows who has declared."""
    if rule not in _expert_rules:
        _expert_rules.append(rule)


def may_read_revision(actor: Actor, revision: PlanRevision) -> bool:
    """Whether the actor may read this revision of the plan.

    A draft is its authors' alone. A submitted one is read by everybody who sees the case, by an expert only
    once the stage that asked for the expert lets it.
    """
    case = revision.proposal.case
    if not can_view(actor, case):
        return False
    participants = current_participants(case)
    if revision.frozen_at is None:
        return _acts_for(actor, participants, AUTHORS)
    if actor.roles & AUTHORITY_ROLES or _acts_for(actor, participants, frozenset(Part) - {Part.EXPERT}):
        return True
    return any(rule(actor, case) for rule in _expert_rules)


def is_author(actor: Actor, case: Case) -> bool:
    """Whether the actor acts for the lead or a member: those who write the plan."""
    return _acts_for(actor, current_participants(case), AUTHORS)


def _acts_for(actor: Actor, participants: list[Participant], parts: frozenset[Part]) -> bool:
    own = {held.organization_id for held in actor.appointments if held.role != "expert"}
    return any(p.organization_id in own for p in participants if p.part in parts)


def may_read_letter(actor: Actor, file: StoredFile) -> bool:
    """The gate of letters: whoever sees the case it was given in, experts excepted."""
    given = Recommendation.objects.filter(letter=file).select_related("proposal__case")
    return any(can_view(actor, r.proposal.case) and bool(actor.roles - {"expert"}) for r in given)


def may_read_plan_file(actor: Actor, file: StoredFile) -> bool:
    """The gate of plans as uploaded."""
    revisions = PlanRevision.objects.filter(file=file).select_related("proposal__case")
    return any(may_read_revision(actor, revision) for revision in revisions)


def may_read_plan_image(actor: Actor, file: StoredFile) -> bool:
    """The gate of a plan's images."""
    images = PlanImage.objects.filter(file=file).select_related("revision__proposal__case")
    return any(may_read_revision(actor, image.revision) for image in images)


def proposal_proofs(actor: Actor, files: Sequence[StoredFile]) -> Sequence[Proof]:
    """Return the revisions and recommendations whose file it is, of cases where the actor reads them."""
    revisions = PlanRevision.objects.filter(file__in=files).select_related("proposal__case", "proposal__lead")
    found = [
        _proof(r.proposal, _("建设方案 第 %(number)d 版") % {"number": r.number}, r.begun_at)
        for r in revisions
        if may_read_revision(actor, r)
    ]
    given = Recommendation.objects.filter(letter__in=files).select_related("proposal__case", "proposal__lead")
    found += [
        _proof(r.proposal, _("推荐函"), r.recommended_at)
        for r in given
        if can_view(actor, r.proposal.case) and actor.roles - {"expert"}
    ]
    return found


def _proof(proposal: Proposal, what: str, since: datetime) -> Proof:
    url = reverse("workbench:case", args=[proposal.case.number])
    return Proof(f"{what} · {proposal.case.title}", proposal.lead.name, url, since)


def register_gates() -> None:
    """Tell the file store who reads what of a proposal, and what its files are of."""
    contribute_proofs("proposals", proposal_proofs)
    register_gate(LETTER_PURPOSE, may_read_letter)
    register_gate(PLAN_PURPOSE, may_read_plan_file)
    register_gate(IMAGE_PURPOSE, may_read_plan_image)
