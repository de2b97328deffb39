"""Taking a letter so that no other sender takes it too, and what becomes of it: every step names the state
it saw and counts the rows it changed."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F, QuerySet

from xiangchuang.calendars import clock
from xiangchuang.notify.models import Delivery, DeliveryState, Dropped

_FIRST_PAUSE: Final = timedelta(minutes=1)
_PAUSE_GROWS: Final = 5
_LONGEST_PAUSE: Final = timedelta(hours=12)
# Longer than any server is waited for: who has not reported by then is dead.
ABANDONED_AFTER: Final = timedelta(minutes=10)
_LONGEST_ERROR: Final = 300


def due(now: datetime) -> "QuerySet[Delivery]":
    """Return the deliveries that wait and whose time has come, the longest due first."""
    return Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=now).order_by("due_at", "pk")


def claim(delivery: Delivery) -> bool:
    """Take the delivery; return whether it was still there to take."""
    now = clock.now()
    taken = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, due_at__lte=now).update(
        state=DeliveryState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if taken:
        delivery.refresh_from_db(fields=["state", "claimed_at", "attempts"])
    return bool(taken)


def put_back(delivery: Delivery, until: datetime) -> None:
    """Let a taken delivery wait until then: the moment is not right; this was no attempt."""
    _taken(delivery).update(
        state=DeliveryState.WAITING, due_at=until, claimed_at=None, attempts=F("attempts") - 1
    )


def sent(delivery: Delivery) -> None:
    """Note that the server took it."""
    _taken(delivery).update(state=DeliveryState.SENT, ended_at=clock.now(), error="")


def drop(delivery: Delivery, reason: Dropped) -> None:
    """Note that it is no longer needed, and why."""
    _taken(delivery).update(state=DeliveryState.DROPPED, dropped=reason, ended_at=clock.now(), error="")


def failed(delivery: Delivery, said: str, *, is_final: bool) -> DeliveryState:
    """Note that the server did not take it: to try again after a pause, or given up. Return which."""
    now, error = clock.now(), said[:_LONGEST_ERROR]
    if is_final or delivery.attempts >= settings.SENDING_ATTEMPTS:
        _taken(delivery).update(state=DeliveryState.GIVEN_UP, ended_at=now, error=error)
        return DeliveryState.GIVEN_UP
    _taken(delivery).update(
        state=DeliveryState.WAITING, due_at=now + pause_after(delivery.attempts), claimed_at=None, error=error
    )
    return DeliveryState.WAITING


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 1, 5, 25 … minutes, at most twelve hours."""
    longer = int(_PAUSE_GROWS ** max(attempts - 1, 0))
    return min(_FIRST_PAUSE * longer, _LONGEST_PAUSE)


def return_abandoned() -> int:
    """Let wait again what a sender took and never reported on; return how many those were."""
    long_ago = clock.now() - ABANDONED_AFTER
    left = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=long_ago)
    return left.update(state=DeliveryState.WAITING, claimed_at=None)


def _taken(delivery: Delivery) -> "QuerySet[Delivery]":
    """The delivery while this sender has it: one that was returned meanwhile is somebody else's."""
    return Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, claimed_at=delivery.claimed_at
    )
