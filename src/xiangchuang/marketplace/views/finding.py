"""Finding a row that this person may know of; a foreign one is none at all."""

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import kept_centers
from xiangchuang.marketplace.models import Booking, Demand, DemandAnswer, Offering, Order
from xiangchuang.marketplace.permissions import as_firm
from xiangchuang.marketplace.queries import bookings_visible_to, demands_readable_by, orders_visible_to


def find_offering(pk: int) -> Offering:
    """Return an entry of the directory, a withdrawn one too: its page says so."""
    found: Offering | None = Offering.objects.select_related("center__lead").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("目录中没有这项资源。"), remedy=_("回到目录查找。"))
    return found


def find_order(actor: Actor, pk: int) -> Order:
    """Return an order the actor may read."""
    rows = orders_visible_to(actor).select_related(
        "offering", "rating", "answer__demand", "laboratory", "contract"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个订单，或者它不归您查看。"))
    return found


def find_booking(actor: Actor, pk: int) -> Booking:
    """Return a booking the actor may read."""
    found = bookings_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个预约，或者它不归您查看。"))
    return found


def find_demand(actor: Actor, pk: int) -> Demand:
    """Return a demand the actor may read."""
    found = demands_readable_by(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这条需求，或者它已结束。"))
    return found


def find_answer(actor: Actor, pk: int) -> DemandAnswer:
    """Return an answer to the firm whose demand it is, or to the center that gave it."""
    found = DemandAnswer.objects.select_related("demand", "center", "offering").filter(pk=pk).first()
    if found is not None and (
        as_firm(actor, found.demand.organization_id)
        or kept_centers(actor).filter(pk=found.center_id).exists()
    ):
        return found
    raise NotFound(_("没有这份答复，或者它不归您办理。"))


def find_desk(actor: Actor, pk: int) -> Center:
    """Return a center whose orders and bookings the actor may see: its staff's, to the department any."""
    rows = Center.objects.all() if actor.is_department_staff else kept_centers(actor)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个中心，或者它的订单不归您查看。"))
    return found
