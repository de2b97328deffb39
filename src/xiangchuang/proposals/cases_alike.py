"""Cases under way that want the same in other places or fields: a joint one may be better (1.2-6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.layouts.likeness import alike
from xiangchuang.pages import figures
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import RUNNING
from xiangchuang.procedure.queries import visible_to as cases_visible_to
from xiangchuang.proposals.models import Proposal

_COMPARED = 2_000


@dataclass(frozen=True)
class AlikeCase:
    """Another case, how alike it is in basis points, and across what it lies."""

    proposal: Proposal
    likeness: int
    across: Sequence[str]

    @property
    def likeness_text(self) -> str:
        """The likeness as per cent."""
        return figures.share_text(self.likeness)


def cases_alike(actor: Actor, proposal: Proposal, pack: Pack) -> list[AlikeCase]:
    """Return the cases under way whose name or direction comes near, the nearest first; one query.

    Shown to an officer, who may ask the applicants to apply together; nothing is decided by it.
    """
    rules = pack.layout.planning
    if rules is None:
        return []
    others = list(
        Proposal.objects.filter(case__in=cases_visible_to(actor), case__state__in=RUNNING)
        .exclude(pk=proposal.pk)
        .exclude(handed_in_at=None)
        .select_related("case", "lead")
        .order_by("-pk")[:_COMPARED]
    )
    threshold = rules.likeness.from_basis_points
    found: dict[Proposal, int] = dict(
        alike(proposal.case.title, others, lambda row: row.case.title, from_basis_points=threshold)
    )
    for row, score in alike(_whole(proposal), others, _whole, from_basis_points=threshold):
        found[row] = max(score, found.get(row, 0))
    near = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].pk))
    return [AlikeCase(row, score, _across(proposal, row)) for row, score in near]


def _whole(proposal: Proposal) -> str:
    return f"{proposal.case.title} {proposal.direction}"


def _across(one: Proposal, other: Proposal) -> list[str]:
    said = []
    if one.lead.prefecture != other.lead.prefecture:
        said.append(_("不同市州"))
    if (one.field, one.other_field) != (other.field, other.other_field):
        said.append(_("不同领域"))
    return said or [_("同一市州、同一领域")]
