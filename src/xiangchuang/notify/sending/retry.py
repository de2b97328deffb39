"""Letters that were given up: shown to the system administrator, who may try again or let them be."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.notify.models import Delivery, DeliveryState, Dropped


def given_up_for(actor: Actor) -> "QuerySet[Delivery]":
    """Return what was given up, the latest first: for the system administrator, nobody else."""
    if not actor.holds(Role.SYSTEM_ADMIN):
        return Delivery.objects.none()
    rows = Delivery.objects.filter(state=DeliveryState.GIVEN_UP)
    return rows.select_related("address__user", "message").order_by("-ended_at", "-pk")


def retry_delivery(*, actor: Actor, delivery_id: int) -> None:
    """Let it be tried again from the first attempt. Raises NotPermitted, NotFound, Stale."""
    _end(
        actor, delivery_id, "retry_delivery", state=DeliveryState.WAITING, attempts=0, due_at=clock.now(),
        ended_at=None, claimed_at=None,
    )  # fmt: skip


def dismiss_delivery(*, actor: Actor, delivery_id: int) -> None:
    """Take it off the list without sending. Raises NotPermitted, NotFound, Stale."""
    _end(
        actor, delivery_id, "dismiss_delivery", state=DeliveryState.DROPPED, dropped=Dropped.NO_ADDRESS,
        ended_at=clock.now(),
    )  # fmt: skip


def _end(actor: Actor, delivery_id: int, verb: str, **changes: object) -> None:
    acting = actor.acting_as([Role.SYSTEM_ADMIN])
    if acting is None:
        raise NotPermitted(_("没有发出的消息由系统管理员处理。"))
    if not Delivery.objects.filter(pk=delivery_id).exists():
        raise NotFound(_("没有这一封。"))
    with transaction.atomic():
        rows = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.GIVEN_UP)
        if not rows.update(**changes):
            raise Stale(_("这一封已经处理过。"), remedy=_("刷新页面查看现状。"))
        write_entry(actor, verb=verb, acting=acting, subject=f"delivery:{delivery_id}")
