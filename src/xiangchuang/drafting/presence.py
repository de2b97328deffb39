"""Who else has a section open: each page says so every few seconds, and is forgotten when it stops."""

from datetime import timedelta
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.drafting.desk import Desk
from xiangchuang.drafting.models import Presence
from xiangchuang.proposals.models import PlanSection

HEARTBEAT_SECONDS: Final = 10
HOLDS: Final = timedelta(seconds=3 * HEARTBEAT_SECONDS)


def be_present(desk: Desk, section: PlanSection) -> None:
    """Note that the person has the section open now."""
    Presence.objects.update_or_create(
        section=section,
        user=desk.user,
        defaults={"organization_name": desk.standing.organization_name, "seen_at": clock.now()},
    )


def leave(desk: Desk, section: PlanSection) -> None:
    """Forget the person at once: the page was closed."""
    Presence.objects.filter(section=section, user=desk.user).delete()


def others_at(desk: Desk, section: PlanSection) -> list[Presence]:
    """Return the others who have the section open."""
    rows = Presence.objects.filter(section=section, seen_at__gte=clock.now() - HOLDS)
    return list(rows.exclude(user=desk.user).select_related("user").order_by("pk"))


def at_sections(desk: Desk) -> dict[int, list[str]]:
    """Return the names of the others at work, by section id, in one query."""
    rows = Presence.objects.filter(section__revision=desk.revision, seen_at__gte=clock.now() - HOLDS)
    found: dict[int, list[str]] = {}
    for row in rows.exclude(user=desk.user).select_related("user").order_by("pk"):
        found.setdefault(row.section_id, []).append(str(row.user))
    return found
