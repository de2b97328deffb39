"""The daily digest: one letter a day to each address, when the quiet hours end."""

from datetime import date, time

from django.db.models import Exists, OuterRef, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.notify.days_off import work_calendar
from xiangchuang.notify.models import Address, Delivery, DeliveryState, Dropped, Purpose, SendingChoice
from xiangchuang.notify.models.choices import MORNING_BEGINS
from xiangchuang.notify.sending.letters import why_drop


def make_digests() -> int:
    """Make today's digest for each proven address that has none, once its hour has come; return how many.

    For who wants no digest of what waits, only where messages were gathered for it. A person's day of rest
    has none: what was gathered goes out with the next one.
    """
    now = clock.now()
    today = clock.today()
    made = [
        Delivery(address=address, purpose=Purpose.DIGEST, digest_day=today, due_at=now, made_at=now)
        for address in _without_todays(today, now.astimezone(clock.SHANGHAI).time())
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _without_todays(today: date, at: time) -> "QuerySet[Address]":
    """Asked every few seconds, so the database narrows it to those whose hour has come."""
    chosen = SendingChoice.objects.filter(user=OuterRef("user"))
    here = Delivery.objects.filter(address=OuterRef("pk"))
    gathered = Exists(here.filter(state=DeliveryState.GATHERED))
    rows = Address.objects.filter(
        ~Exists(here.filter(digest_day=today)),
        gathered | ~Exists(chosen.filter(wants_digest=False)),
        ~Exists(chosen.filter(quiet_to__gt=at)),
        verified_at__isnull=False,
        user__is_active=True,
    )
    if at < MORNING_BEGINS:
        rows = rows.filter(Exists(chosen))
    if not work_calendar().is_workday(today):
        rows = rows.filter(Exists(chosen.filter(quiet_on_days_off=False)))
    return rows.order_by("pk")


def gathered_for(address: Address, reader: Actor) -> list[Delivery]:
    """Return the messages that wait for the digest and still hold; drop the others."""
    rows = Delivery.objects.filter(address=address, state=DeliveryState.GATHERED)
    holding = []
    for delivery in rows.select_related("message", "address").order_by("pk"):
        reason = why_drop(delivery, reader)
        if reason is None:
            holding.append(delivery)
        else:
            _end(delivery, DeliveryState.DROPPED, reason)
    return holding


def told_with(gathered: list[Delivery]) -> None:
    """Note that the digest that was sent told them."""
    for delivery in gathered:
        _end(delivery, DeliveryState.SENT)


def _end(delivery: Delivery, state: DeliveryState, reason: Dropped | str = "") -> None:
    rows = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.GATHERED)
    rows.update(state=state, dropped=reason, ended_at=clock.now())
