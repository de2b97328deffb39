"""What must hold of the advisory group at any time."""

from collections.abc import Iterator

from django.db.models import F

from xiangchuang.calendars import clock
from xiangchuang.library.models import Advice


def advice_is_of_the_group_that_was_asked() -> Iterator[str]:
    """Yield each advice whose author sits in another group than the one that was asked."""
    for row in Advice.objects.exclude(member__group=F("question__group")):
        yield f"advice:{row.pk} of a member of another group"


def advice_was_given_in_term() -> Iterator[str]:
    """Yield each advice given outside of the term of its author."""
    for row in Advice.objects.select_related("member"):
        if not row.member.is_in_term(clock.day_of(row.given_at)):
            yield f"advice:{row.pk} given outside of the term"
