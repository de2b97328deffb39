"""The founding of a center by its approval document: members and targets come from the approved plan."""

from collections.abc import Callable
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember, CenterTarget
from xiangchuang.centers.obligations import owe_annual_report
from xiangchuang.decisions.approval_terms import approval_terms
from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.decisions.notice_content import field_label
from xiangchuang.decisions.queries import approving_meeting
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import Proposal
from xiangchuang.proposals.queries import submitted_revision

LEAD_ROLE = "lead"

Founded = Callable[[Center, Pack], object]
_founded: Final[list[Founded]] = []


def when_founded(act: Founded) -> None:
    """Let `act` run in the transaction of every founding, once the center stands; called from `ready()`."""
    if act not in _founded:
        _founded.append(act)


def found_center(case: Case, pack: Pack, document: OfficialDocument) -> Center:
    """Create the center of an issued approval with members, targets, cycle (3.3-3), first report."""
    proposal = Proposal.objects.select_related("lead").get(case=case)
    approved_on = clock.today()
    terms = approval_terms(pack, approved_on=approved_on, cycle_starts_on=document.cycle_starts_on)
    meeting = approving_meeting(case)
    center = Center.objects.create(
        founding_case=case, document=document, name=case.title,
        category=proposal.category, field=proposal.field, field_label=field_label(proposal, pack)[:100],
        prefecture=proposal.lead.prefecture, lead=proposal.lead,
        terms=meeting.terms if meeting else "", approved_on=approved_on,
        cycle_starts_on=terms.cycle_starts_on, cycle_ends_on=terms.cycle_ends_on,
        incorporate_by=terms.incorporate_by, is_sample=case.is_sample,
    )  # fmt: skip
    _take_members(center, proposal)
    _take_targets(center, proposal)
    owe_annual_report(center, pack, terms)
    for act in _founded:
        act(center, pack)
    return center


def _take_members(center: Center, proposal: Proposal) -> None:
    CenterMember.objects.create(center=center, organization=proposal.lead, role=LEAD_ROLE)
    CenterMember.objects.bulk_create(
        CenterMember(center=center, organization_id=m.organization_id, role=m.role, duty=m.duty)
        for m in proposal.memberships.all()
    )


def _take_targets(center: Center, proposal: Proposal) -> None:
    """The confirmed targets of the newest submitted plan are copied as they stand, to the last digit."""
    revision = submitted_revision(proposal)
    if revision is None:
        return
    CenterTarget.objects.bulk_create(
        CenterTarget(
            center=center, position=t.position, name=t.name, unit=t.unit, year=t.year, value_e4=t.value_e4
        )
        for t in revision.targets.all()
    )
