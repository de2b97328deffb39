"""Reads of the marketplace. What is not public starts at visible_to; contacts have their own question."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import kept_centers
from xiangchuang.marketplace.models import (
    AnswerState,
    Booking,
    BookingState,
    Demand,
    DemandAnswer,
    DemandState,
    JointLaboratory,
    Offering,
    Order,
    OrderState,
)
from xiangchuang.marketplace.models.orders import AGREED_STATES
from xiangchuang.marketplace.permissions import as_center, as_firm, firms_of


def public_offerings() -> QuerySet[Offering]:
    """Return the directory, which anyone may read, with centers at hand."""
    return Offering.objects.standing().select_related("center")


def orders_visible_to(actor: Actor) -> QuerySet[Order]:
    """Return the orders the actor may read: the firm's, the center's, the department's. Nobody else's."""
    orders = Order.objects.select_related("center", "organization")
    if actor.is_department_staff:
        return orders
    return orders.filter(Q(organization__in=firms_of(actor)) | Q(center__in=kept_centers(actor)))


def may_view_order(actor: Actor, order: Order) -> bool:
    """Return whether the actor may read the order; equal to `in orders_visible_to(actor)`."""
    return (
        actor.is_department_staff
        or as_firm(actor, order.organization_id) is not None
        or as_center(actor, order.center) is not None
    )


def bookings_visible_to(actor: Actor) -> QuerySet[Booking]:
    """Return the bookings the actor may read: the firm's, the center's, the department's."""
    bookings = Booking.objects.select_related("instrument__center", "organization")
    if actor.is_department_staff:
        return bookings
    return bookings.filter(
        Q(organization__in=firms_of(actor)) | Q(instrument__center__in=kept_centers(actor))
    )


def may_view_booking(actor: Actor, booking: Booking) -> bool:
    """Return whether the actor may read the booking; equal to `in bookings_visible_to(actor)`."""
    return (
        actor.is_department_staff
        or as_firm(actor, booking.organization_id) is not None
        or as_center(actor, booking.instrument.center) is not None
    )


def public_demands() -> QuerySet[Demand]:
    """Return the open demands, newest first: the board names area and size of a firm, never the firm."""
    return Demand.objects.filter(state=DemandState.OPEN).select_related("organization")


def unanswered_demands(center: Center) -> QuerySet[Demand]:
    """Return the open demands a center has not answered and may answer, newest first."""
    answered = DemandAnswer.objects.filter(center=center).exclude(state=AnswerState.WITHDRAWN)
    own = [pk for pk in (center.lead_id, center.organization_id) if pk is not None]
    return public_demands().exclude(pk__in=answered.values("demand")).exclude(organization__in=own)


def demands_readable_by(actor: Actor) -> QuerySet[Demand]:
    """Return the board and the actor's own demands, ended ones too; the department's staff read all.

    A center goes on reading the demands it has answered.
    """
    demands = Demand.objects.select_related("organization")
    if actor.is_department_staff:
        return demands
    answered = DemandAnswer.objects.filter(center__in=kept_centers(actor)).values("demand")
    return demands.filter(
        Q(state=DemandState.OPEN) | Q(organization__in=firms_of(actor)) | Q(pk__in=answered)
    )


def may_name_firm(actor: Actor, demand: Demand) -> bool:
    """Return whether the actor may know whose demand it is: the firm, any center's staff, the department."""
    return (
        actor.is_department_staff
        or as_firm(actor, demand.organization_id) is not None
        or kept_centers(actor).exists()
    )


def answers_visible_to(actor: Actor, demand: Demand) -> QuerySet[DemandAnswer]:
    """Return the answers the actor may read: all to the firm and the department, to a center its own."""
    answers = demand.answers.select_related("center", "offering")
    if actor.is_department_staff or as_firm(actor, demand.organization_id) is not None:
        return answers
    return answers.filter(center__in=kept_centers(actor))


@dataclass(frozen=True)
class Contact:
    """A person to call."""

    name: str
    phone: str


def order_contacts(actor: Actor, order: Order) -> tuple[Contact, Contact] | None:
    """Return the firm's and the center's contact to the two sides once both agreed; None to others."""
    party = as_firm(actor, order.organization_id) or as_center(actor, order.center)
    if party is None or order.state not in AGREED_STATES:
        return None
    return (
        Contact(order.firm_contact_name, order.firm_contact_phone),
        Contact(order.center_contact_name, order.center_contact_phone),
    )


def booking_contacts(actor: Actor, booking: Booking) -> tuple[Contact, Contact] | None:
    """Return the firm's and the instrument's contact to the two sides of a booking; None to anyone else."""
    instrument = booking.instrument
    party = as_firm(actor, booking.organization_id) or as_center(actor, instrument.center)
    if party is None:
        return None
    return (
        Contact(booking.contact_name, booking.contact_phone),
        Contact(instrument.contact_name or instrument.technician, instrument.contact_phone),
    )


def public_laboratories() -> QuerySet[JointLaboratory]:
    """Return the register of joint laboratories, which anyone may read, newest first."""
    return JointLaboratory.objects.standing().select_related("center", "organization")


WAITS_FOR_CENTER = (OrderState.REQUESTED, OrderState.AGREED, OrderState.ACCEPTED)
WAITS_FOR_FIRM = (OrderState.QUOTED, OrderState.DELIVERED)


@dataclass(frozen=True)
class Waiting:
    """How much waits for one side: orders, bookings to be confirmed, ratings or answers to be given."""

    orders: int
    bookings: int
    words: int

    @property
    def total(self) -> int:
        return self.orders + self.bookings + self.words


def waiting_for_center(center: Center, now: object) -> Waiting:
    """Return what waits for the center at the instant `now`, in three queries."""
    return Waiting(
        orders=center.orders.filter(state__in=WAITS_FOR_CENTER).count(),
        bookings=Booking.objects.filter(
            instrument__center=center, state=BookingState.BOOKED, ends_at__lte=now
        ).count(),
        words=center.orders.filter(rating__answered_at__isnull=True, rating__isnull=False).count(),
    )


def waiting_for_firm(actor: Actor) -> Waiting:
    """Return what waits for the actor's firm: quotes, deliveries, answers to demands, ratings to give."""
    firms = firms_of(actor)
    orders = Order.objects.filter(organization__in=firms)
    served = (OrderState.ACCEPTED, OrderState.CLOSED)
    return Waiting(
        orders=orders.filter(state__in=WAITS_FOR_FIRM).count()
        + DemandAnswer.objects.filter(
            demand__organization__in=firms, demand__state=DemandState.OPEN, state="offered"
        ).count(),
        bookings=0,
        words=orders.filter(state__in=served, rating__isnull=True).count(),
    )
