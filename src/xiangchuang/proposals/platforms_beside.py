"""Platforms that an application stands beside (1.2-4), and those it would be built from (3.1.3-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangchuang.platforms.models import Conversion
from xiangchuang.platforms.overlap import Overlap, overlapping
from xiangchuang.platforms.queries import conversions_of
from xiangchuang.policy.pack import Pack
from xiangchuang.proposals.models import Proposal


@dataclass(frozen=True)
class PlatformsBeside:
    """What an officer weighs at the formal check; nothing here decides by itself."""

    overlaps: Sequence[Overlap]
    conversions: Sequence[Conversion]


def platforms_beside(proposal: Proposal, pack: Pack) -> PlatformsBeside:
    """Return the platforms the application touches, with reasons, and those its case would convert."""
    overlaps = overlapping(
        pack.platforms, organization=proposal.lead, field=proposal.field, title=proposal.case.title
    )
    return PlatformsBeside(overlaps, list(conversions_of(proposal.case.number)))
