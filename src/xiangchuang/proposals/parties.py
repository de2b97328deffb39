"""Who builds a proposed center: the lead and the members; governments that only support it do not."""

from xiangchuang.procedure.models import Case
from xiangchuang.procedure.parties import Parties
from xiangchuang.proposals.models import MemberRole, Proposal


def builders(case: Case) -> Parties:
    """Return the lead and the members of the case's proposal."""
    proposal = Proposal.objects.select_related("lead").filter(case=case).first()
    if proposal is None:
        return Parties()
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    return Parties((proposal.lead,), tuple(member.organization for member in members))
