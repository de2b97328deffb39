"""What must hold of the marketplace at any time."""

from collections.abc import Iterator

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from xiangchuang.marketplace.models import Booking, BookingState, Offering, Order, Rating

_DELIVERED = ("delivered", "accepted", "closed")


def every_booking_holds_its_hours() -> Iterator[str]:
    """Yield each booking whose taken hours are not those it says; a cancelled one holds none."""
    for booking in Booking.objects.order_by().annotate(held=Count("taken")):
        expected = 0 if booking.state == BookingState.CANCELLED else booking.hours
        if booking.held != expected:
            yield f"booking:{booking.pk} holds {booking.held} hours, not {expected}"


def nobody_rated_before_delivery() -> Iterator[str]:
    """Yield each rating of an order that was never delivered."""
    early = Rating.objects.exclude(order__state__in=_DELIVERED).exclude(order__steps__verb="deliver")
    for pk in early.values_list("order", flat=True):
        yield f"order:{pk} is rated and was not delivered"


def nothing_is_paid_beyond_the_agreement() -> Iterator[str]:
    """Yield each order whose payments exceed the amount agreed."""
    paid = Order.objects.order_by().annotate(paid=Coalesce(Sum("payments__amount_fen"), 0))
    over = paid.filter(paid__gt=Coalesce(F("amount_fen"), 0))
    for pk, fen in over.values_list("pk", "paid"):
        yield f"order:{pk} is paid {fen} fen, more than was agreed"


def the_index_follows_the_directory() -> Iterator[str]:
    """Yield each offering that changed after it was last indexed."""
    late: list[int] = list(
        Offering.objects.exclude(indexed_version=F("version")).values_list("pk", flat=True)
    )
    for pk in late:
        yield f"offering:{pk} is not indexed as it stands"
