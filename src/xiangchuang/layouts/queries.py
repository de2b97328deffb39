"""Whose versions, directions and demands one may read; every list starts at its visible_to."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.documents.official import normalized_code
from xiangchuang.layouts.models import (
    Demand,
    Direction,
    DirectionState,
    LayoutEntry,
    LayoutReply,
    LayoutState,
    LayoutVersion,
)
from xiangchuang.layouts.permissions import ASKED, FILERS, houses_of

PUBLIC = (LayoutState.PUBLISHED, LayoutState.SUPERSEDED)
SHOWN_TO_THE_ASKED = (LayoutState.CIRCULATING, LayoutState.CONFIRMED, *PUBLIC)


def versions_visible_to(actor: Actor) -> QuerySet[LayoutVersion]:
    """Return what is published to all, what is circulated to those asked, everything to the department."""
    rows = LayoutVersion.objects.select_related("drafted_by", "confirmed_by").defer("content")
    if actor.is_department_staff:
        return rows
    asked = LayoutReply.objects.filter(layout=OuterRef("pk"), organization__in=houses_of(actor, ASKED))
    return rows.filter(Q(state__in=PUBLIC) | Q(Exists(asked), state__in=SHOWN_TO_THE_ASKED))


def directions_visible_to(actor: Actor) -> QuerySet[Direction]:
    """Return the directions of the versions the actor may read."""
    if actor.is_department_staff:
        return Direction.objects.all()
    seen = LayoutEntry.objects.filter(
        direction=OuterRef("pk"), layout__in=versions_visible_to(actor).order_by().values("pk")
    )
    return Direction.objects.filter(Exists(seen)).exclude(state=DirectionState.WITHDRAWN)


def demands_visible_to(actor: Actor) -> QuerySet[Demand]:
    """Return the department's all, one's own organisation's, a city's those of its area or for it.

    A supervising department reads those of whom it supervises. What technology a firm lacks is its own
    affair: nobody else reads it.
    """
    rows = Demand.objects.select_related("organization", "direction", "merged_into__direction")
    if actor.is_department_staff:
        return rows
    return rows.filter(
        Q(organization__in=houses_of(actor, FILERS))
        | Q(organization__prefecture__in=actor.prefectures)
        | Q(organization__supervisor__in=actor.organizations_as(Role.SUPERVISING_DEPARTMENT))
    )


def replies_visible_to(actor: Actor) -> QuerySet[LayoutReply]:
    """Return the replies a person may read: the department all, a unit its own."""
    rows = LayoutReply.objects.select_related("layout", "organization", "replied_by", "handled_by")
    if actor.is_department_staff:
        return rows
    return rows.filter(organization__in=houses_of(actor, ASKED), layout__state__in=SHOWN_TO_THE_ASKED)


def find_version(actor: Actor, pk: int) -> LayoutVersion:
    """Return the version the actor opens; raises NotFound for none and for a foreign one alike."""
    found = versions_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一版布局，或者它还没有公开。"))
    return found


def find_direction(actor: Actor, pk: int) -> Direction:
    """Return the direction the actor opens; raises NotFound likewise."""
    found = directions_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个方向，或者它还没有公开。"))
    return found


def find_demand(actor: Actor, pk: int) -> Demand:
    """Return the demand the actor opens; raises NotFound likewise."""
    found = demands_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这项需求，或者它不归您查看。"))
    return found


def find_reply(actor: Actor, pk: int) -> LayoutReply:
    """Return the reply the actor opens; raises NotFound likewise."""
    found = replies_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份反馈意见，或者它不归您查看。"))
    return found


def public_versions() -> QuerySet[LayoutVersion]:
    """Return what anybody may read: the layout in force and those before it, the newest first."""
    return LayoutVersion.objects.filter(state__in=PUBLIC).select_related("pdf", "docx")


def public_directions() -> QuerySet[Direction]:
    """Return the directions of published layouts, open or closed since, in the order of their numbers."""
    published = LayoutEntry.objects.filter(direction=OuterRef("pk"), layout__state__in=PUBLIC)
    return Direction.objects.filter(Exists(published), state__in=[DirectionState.OPEN, DirectionState.CLOSED])


def advisable_directions(actor: Actor) -> QuerySet[Direction]:
    """Return the directions whose mode may still be advised on and chosen: planned or open."""
    return directions_visible_to(actor).filter(state__in=[DirectionState.PLANNED, DirectionState.OPEN])


def layout_of_code(code: str) -> LayoutVersion | None:
    """Return the published layout that carries this verification code; None for none."""
    spelled = normalized_code(code)
    return public_versions().filter(verification_code=spelled).first() if spelled else None


def layout_in_force() -> LayoutVersion | None:
    """Return the published layout, or None before the first."""
    return LayoutVersion.objects.filter(state=LayoutState.PUBLISHED).first()


def layout_under_way() -> LayoutVersion | None:
    """Return the version that is being drafted, circulated or waits for publication."""
    return LayoutVersion.objects.exclude(state__in=PUBLIC).first()


def directions_of(layout: LayoutVersion) -> QuerySet[Direction]:
    """Return the directions of a version, in the order of their numbers."""
    return Direction.objects.filter(entries__layout=layout)


def open_directions(today: date) -> QuerySet[Direction]:
    """Return the directions on which an intention may be handed in today."""
    return Direction.objects.filter(
        Q(opens_on__isnull=True) | Q(opens_on__lte=today),
        Q(closes_on__isnull=True) | Q(closes_on__gte=today),
        state=DirectionState.OPEN,
    )
