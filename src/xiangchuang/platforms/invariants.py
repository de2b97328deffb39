"""What must hold of the register of platforms at any time."""

from collections.abc import Iterator

from django.db.models import F

from xiangchuang.platforms.models import Conversion, Platform, PlatformState, PlatformStatement
from xiangchuang.platforms.statements import STANDING


def every_confirmed_platform_is_told_by_its_hosts_register() -> Iterator[str]:
    """Yield each confirmed, operating platform that no current statement of a register names (3.4-1)."""
    told = PlatformStatement.objects.filter(capability__is_current=True).values("platform")
    silent = Platform.objects.filter(
        withdrawn_at__isnull=True, confirmed_at__isnull=False, state=PlatformState.OPERATING
    ).exclude(pk__in=told)
    for pk in silent.order_by("pk").values_list("pk", flat=True):
        yield f"platform:{pk} is told by no register"


def what_ended_counts_no_longer() -> Iterator[str]:
    """Yield each statement that still counts for a platform that ended or was registered twice."""
    rows = PlatformStatement.objects.filter(capability__is_current=True)
    for pk, state, withdrawn in rows.values_list(
        "platform", "platform__state", "platform__withdrawn_at"
    ).order_by("pk"):
        if withdrawn is not None or state not in STANDING:
            yield f"platform:{pk} is over and still counts"


def nobody_confirmed_the_own_record() -> Iterator[str]:
    """Yield each platform confirmed by whoever recorded it."""
    rows = Platform.objects.filter(confirmed_by=F("recorded_by")).order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        yield f"platform:{pk} is confirmed by its recorder"


def what_was_converted_names_its_center() -> Iterator[str]:
    """Yield each completed conversion without the center it led to."""
    rows = Conversion.objects.filter(state="done", center_name="").order_by("pk")
    for pk in rows.values_list("pk", flat=True):
        yield f"conversion:{pk} names no center"
