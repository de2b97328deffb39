"""What must hold of layouts and directions at any time."""

from collections.abc import Iterator

from xiangchuang.canonical_json import json_sha256
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import (
    Direction,
    DirectionState,
    LayoutReply,
    LayoutState,
    LayoutVersion,
    Stance,
)
from xiangchuang.layouts.queries import PUBLIC


def a_published_layout_is_what_was_published() -> Iterator[str]:
    """Yield each published version whose content is not the one its hash was taken of (5.1-2)."""
    for row in LayoutVersion.objects.filter(state__in=PUBLIC).order_by("pk"):
        if row.content is None or json_sha256(row.content) != row.content_sha256:
            yield f"{row.ledger_key} says something else than it was published with"


def an_open_direction_stands_in_the_layout_in_force() -> Iterator[str]:
    """Yield each open direction that the layout in force does not have."""
    rows = Direction.objects.filter(state=DirectionState.OPEN)
    for row in rows.exclude(entries__layout__state=LayoutState.PUBLISHED).order_by("pk"):
        yield f"{row.ledger_key} is open outside of the layout in force"


def no_direction_is_approved_beyond_its_cap() -> Iterator[str]:
    """Yield each direction with more centers than places (3.1-1)."""
    rows = list(Direction.objects.order_by("pk"))
    taken = places_taken(rows)
    for row in rows:
        if taken[row.pk].approved > row.cap:
            yield f"{row.ledger_key} has {taken[row.pk].approved} centers on {row.cap} places"


def no_opinion_was_passed_over() -> Iterator[str]:
    """Yield each opinion without an answer on a version that was confirmed all the same (6.1-1)."""
    rows = LayoutReply.objects.filter(
        layout__state__in=[LayoutState.CONFIRMED, *PUBLIC], handling="",
        stance__in=[Stance.CHANGES, Stance.OBJECTS],
    )  # fmt: skip
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"layout_reply:{pk} was not answered before the layout was confirmed"
