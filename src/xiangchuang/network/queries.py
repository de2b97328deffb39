"""Reading the network: whose agreements one may read, and which centers and platforms stand in a view."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.queries import kept_centers, public_centers
from xiangchuang.centers.queries import visible_to as centers_visible_to
from xiangchuang.network.models import Cooperation, CooperationState
from xiangchuang.platforms.models import Platform, PlatformState
from xiangchuang.platforms.permissions import houses
from xiangchuang.platforms.queries import public as public_platforms


def cooperations_visible_to(actor: Actor) -> "QuerySet[Cooperation]":
    """Return the agreements the actor may read in whole: of centers whose file is open, of own platforms."""
    rows = Cooperation.objects.select_related("platform__host", "center__lead", "proposed_by", "answered_by")
    if actor.is_department_staff:
        return rows
    return rows.filter(
        Q(center__in=centers_visible_to(actor).values("pk"))
        | Q(platform__host__in=houses(actor))
        | Q(platform__host__prefecture__in=actor.prefectures)
    )


def find_cooperation(actor: Actor, pk: int) -> Cooperation:
    """Return one; raises NotFound for none and for a foreign one alike."""
    row = cooperations_visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有这项合作，或者它不归您查看。"))
    return row


def cooperations_to_answer(actor: Actor) -> "QuerySet[Cooperation]":
    """Return what waits for the actor's side to confirm, oldest first."""
    own_centers = kept_centers(actor).values("pk")
    waiting = Cooperation.objects.filter(state=CooperationState.PROPOSED).select_related("platform", "center")
    return waiting.filter(
        Q(side="center", platform__host__in=houses(actor)) | Q(side="platform", center__in=own_centers)
    ).order_by("pk")


def centers_going_on(*, field: str = "", prefecture: str = "") -> "QuerySet[Center]":
    """Return the centers that are still ones, of a field and an area where told."""
    rows = public_centers(prefecture=prefecture).filter(state__in=GOING_ON).order_by("pk")
    return rows.filter(field=field) if field else rows


def platforms_working(*, field: str = "", prefecture: str = "", kind: str = "") -> "QuerySet[Platform]":
    """Return the confirmed, operating platforms with their partners at hand."""
    rows = public_platforms().filter(state=PlatformState.OPERATING).prefetch_related("partners")
    for name, value in {"field": field, "prefecture": prefecture, "kind": kind}.items():
        if value:
            rows = rows.filter(**{name: value})
    return rows
