"""What must hold of applications on the layout at any time."""

from collections.abc import Iterator

from django.db.models import F

from xiangchuang.layouts.models import DirectionState
from xiangchuang.proposals.models import Proposal

_NEVER_OPENED = (DirectionState.PLANNED, DirectionState.WITHDRAWN)


def nobody_applied_on_a_direction_that_was_never_open() -> Iterator[str]:
    """Yield each application handed in on a direction that was never published (5.1-2)."""
    rows = Proposal.objects.filter(handed_in_at__isnull=False, layout_direction__state__in=_NEVER_OPENED)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"proposal:{pk} was handed in on a direction never opened"


def an_application_is_of_the_category_of_its_direction() -> Iterator[str]:
    """Yield each application handed in on a direction of another category."""
    rows = Proposal.objects.filter(handed_in_at__isnull=False, layout_direction__isnull=False)
    for pk in (
        rows.exclude(category=F("layout_direction__category")).order_by("pk").values_list("pk", flat=True)
    ):
        yield f"proposal:{pk} is of another category than its direction"
