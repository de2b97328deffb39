"""What centers offer, who uses it, what is ordered, and what firms ask for (4.4-1, 4.4-2)."""

from xiangchuang.marketplace.models.bookings import BookedHour, Booking, BookingState
from xiangchuang.marketplace.models.demands import AnswerState, Demand, DemandAnswer, DemandState
from xiangchuang.marketplace.models.offerings import (
    Instrument,
    Offering,
    OfferingKind,
    OpenDays,
    ResultOffer,
    Service,
    Team,
)
from xiangchuang.marketplace.models.orders import (
    JointLaboratory,
    Order,
    OrderKind,
    OrderState,
    OrderStep,
    Payment,
    Rating,
)

__all__ = [
    "AnswerState", "BookedHour", "Booking", "BookingState", "Demand", "DemandAnswer", "DemandState",
    "Instrument", "JointLaboratory", "Offering", "OfferingKind", "OpenDays", "Order",
    "OrderKind", "OrderState", "OrderStep", "Payment", "Rating", "ResultOffer", "Service", "Team",
]  # fmt: skip
