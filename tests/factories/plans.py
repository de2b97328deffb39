"""An approved plan with its tables, made directly behind a center of the factory."""

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.demo.plan_tables import sample_lines
from xiangchuang.plan_parts.models import PartState
from xiangchuang.plan_parts.table_rows import write_lines
from xiangchuang.plan_parts.tables import tables_to_begin
from xiangchuang.procedure.packs import pack_of
from xiangchuang.proposals.models import Membership, PlanRevision, Proposal

FIRST_YEAR = 2026


def approved_plan(center: Center) -> PlanRevision:
    """Return the submitted plan of the center: the tables of the sample plan, from 2026 on."""
    case = center.founding_case
    proposal = Proposal.objects.create(case=case, lead=center.lead)
    for member in center.members.exclude(organization=center.lead):
        Membership.objects.create(proposal=proposal, organization=member.organization)
    revision = PlanRevision.objects.create(
        proposal=proposal, number=1, title=case.title, begun_by=center.document.drafted_by,
        begun_at=clock.now(), frozen_at=clock.now(), content_sha256="0" * 64, receipt_number="HZ2026000001",
    )  # fmt: skip
    lines = sample_lines(tables_to_begin(proposal), first_year=FIRST_YEAR)
    for rule in pack_of(case).plan_parts.parts:
        write_lines(revision, rule, lines[rule.code])
        PartState.objects.create(
            revision=revision, code=rule.code, saved_by=revision.begun_by, saved_at=revision.begun_at
        )
    return revision
