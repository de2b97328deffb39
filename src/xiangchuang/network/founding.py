"""A center is founded: the platforms its case was to be built from are converted (3.1.3-1)."""

from xiangchuang.centers.models import Center
from xiangchuang.platforms.convert import complete_conversions
from xiangchuang.platforms.models import Platform
from xiangchuang.policy.pack import Pack


def convert_platforms(center: Center, pack: Pack) -> list[Platform]:
    """Complete, in the transaction of the founding, the conversions the case has planned."""
    return complete_conversions(
        case_number=center.founding_case.number, center_name=center.name, on=center.approved_on
    )
