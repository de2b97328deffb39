"""In which calendar years a center was evaluated: a pack may then ask for no annual report (5.4-1)."""

from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import Subject


def evaluated_years() -> set[tuple[int, int]]:
    """Return (center, year its round was commissioned); those put off or outside the sample do not count."""
    rows = Subject.objects.filter(state="", is_sampled=True, round__frozen_at__isnull=False)
    return {
        (center, clock.day_of(frozen_at).year)
        for center, frozen_at in rows.values_list("center", "round__frozen_at")
        if frozen_at is not None
    }
