"""Spreading: one message to an audience becomes one delivery to each address of each of its readers."""

from datetime import datetime
from typing import Final

from django.db import transaction

from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import WorkCalendar
from xiangchuang.notify.choices import choices_of, paces_of
from xiangchuang.notify.days_off import work_calendar
from xiangchuang.notify.models import Address, Delivery, DeliveryState, Message, Pace, Purpose
from xiangchuang.notify.quiet_hours import earliest
from xiangchuang.notify.readers import readers_of

_AT_A_TIME: Final = 200


def spread() -> int:
    """Spread the messages told since the last time, oldest first; return how many deliveries came of them."""
    waiting = Message.objects.filter(spread_at__isnull=True).order_by("pk")[:_AT_A_TIME]
    messages = list(waiting)
    if not messages:
        return 0
    calendar = work_calendar()
    return sum(_spread_one(message, calendar) for message in messages)


def _spread_one(message: Message, calendar: WorkCalendar) -> int:
    """Claim the message and write its deliveries, in one transaction: all of them, or it is spread again."""
    now = clock.now()
    with transaction.atomic():
        if not Message.objects.filter(pk=message.pk, spread_at__isnull=True).update(spread_at=now):
            return 0  # another sender has come first
        made = _deliveries(message, now, calendar)
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _deliveries(message: Message, now: datetime, calendar: WorkCalendar) -> list[Delivery]:
    # What was told before an address was proven is on the page, and is not sent after the event.
    readers = readers_of(message.audience, clock.today()).values("pk")
    addresses = list(Address.objects.filter(user__in=readers, verified_at__lte=message.told_at))
    users = {address.user_id for address in addresses}
    choices, paces = choices_of(users), paces_of(users, message.kind)
    return [
        Delivery(
            address=address, purpose=Purpose.MESSAGE, message=message, made_at=now,
            due_at=earliest(now, choices[address.user_id], calendar),
            state=(
                DeliveryState.GATHERED
                if paces[address.user_id] == Pace.DAILY
                else DeliveryState.WAITING
            ),
        )
        for address in addresses
        if paces[address.user_id] != Pace.NONE
    ]  # fmt: skip
