"""The tables of an approved plan: what later stages take over, so that nobody types it again."""

from collections.abc import Sequence
from datetime import date

from xiangchuang.plan_parts.columns import Line
from xiangchuang.plan_parts.table_rows import read_lines
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.queries import submitted_revision


def approved_revision(case: Case) -> PlanRevision | None:
    """Return the newest submitted revision of the case, on which its approval rests."""
    proposal = Proposal.objects.filter(case=case).first()
    return submitted_revision(proposal) if proposal else None


def approved_lines(case: Case, code: str) -> Sequence[Line]:
    """Return the lines of one table of the newest submitted plan; none where nobody filled it."""
    revision = approved_revision(case)
    return read_lines(revision, code) if revision else ()


def planned_start(case: Case) -> date | None:
    """Return the first day of the first phase (A.7.1): where the cycle of 3.3-3 begins, None where unsaid."""
    days = [day for line in approved_lines(case, "phases") if isinstance(day := line.get("starts_on"), date)]
    return min(days, default=None)
