"""Messages, and what becomes of them outside of the page: choices, addresses, deliveries."""

from xiangchuang.notify.models.choices import KindChoice, Pace, SendingChoice
from xiangchuang.notify.models.deliveries import Address, Channel, Delivery, DeliveryState, Dropped, Purpose
from xiangchuang.notify.models.messages import Message, Reading, ReadUpTo

__all__ = [
    "Address",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Dropped",
    "KindChoice",
    "Message",
    "Pace",
    "Purpose",
    "ReadUpTo",
    "Reading",
    "SendingChoice",
]
