"""Reads of centers: what is public of each, as its document is, and whose file one may open."""

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember, CenterStateChange, SupportStanding
from xiangchuang.procedure.models import Obligation


def public_centers(*, prefecture: str = "", category: str = "") -> QuerySet[Center]:
    """Return the approved centers, newest first, of an area or a category when told."""
    centers = Center.objects.select_related("lead", "document")
    if prefecture:
        centers = centers.filter(prefecture=prefecture)
    if category:
        centers = centers.filter(category=category)
    return centers


def find_center(pk: int) -> Center | None:
    """Return a center with members and targets, in three queries; None when there is none."""
    members = CenterMember.objects.present(clock.today()).select_related("organization")
    return (
        public_centers().prefetch_related(Prefetch("members", queryset=members), "targets").filter(pk=pk)
    ).first()


def center_of(case_id: int) -> Center | None:
    """Return the center a case has founded."""
    return Center.objects.filter(founding_case_id=case_id).first()


def obligations_of(center: Center) -> QuerySet[Obligation]:
    """Return what the center owes, soonest first."""
    return Obligation.objects.filter(case_id=center.founding_case_id)


_HOUSE_ROLES = (Role.CENTER_STAFF, Role.LEAD, Role.MEMBER)


def visible_to(actor: Actor) -> QuerySet[Center]:
    """Return the centers whose file the actor may read, newest first.

    The department reads all; a city bureau those of its area; a supervising department those whose lead it
    supervises; center staff and the staff of lead and of its present members their own.
    """
    centers = Center.objects.select_related("lead", "organization", "founding_case")
    if actor.is_department_staff:
        return centers
    houses = _houses(actor)
    return centers.filter(
        Q(prefecture__in=actor.prefectures)
        | Q(lead__supervisor__in=actor.organizations_as(Role.SUPERVISING_DEPARTMENT))
        | Q(organization__in=houses)
        | Q(lead__in=houses)
        | Q(
            pk__in=CenterMember.objects.present(clock.today())
            .filter(organization__in=houses)
            .values("center")
        )
    )


def can_view(actor: Actor, center: Center) -> bool:
    """Return whether the actor may read this center's file; equal to `in visible_to(actor)`."""
    return actor.is_department_staff or visible_to(actor).filter(pk=center.pk).exists()


def find_file(actor: Actor, pk: int) -> Center:
    """Return the center whose file the actor opens; raises NotFound for none and for a foreign one alike."""
    center = visible_to(actor).filter(pk=pk).first()
    if center is None:
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    return center


def _houses(actor: Actor) -> frozenset[int]:
    return frozenset().union(*(actor.organizations_as(role) for role in _HOUSE_ROLES))


def kept_centers(actor: Actor) -> QuerySet[Center]:
    """Return the centers whose registers the actor writes, as `permissions.may_keep` says of one."""
    staff = actor.organizations_as(Role.CENTER_STAFF)
    lead = actor.organizations_as(Role.LEAD)
    return Center.objects.filter(Q(organization__in=staff) | Q(lead__in=staff | lead))


def keeps_a_center(actor: Actor) -> bool:
    """Return whether there is any center whose registers the actor writes."""
    return kept_centers(actor).exists()


def latest_change(center: Center) -> CenterStateChange | None:
    """Return the newest change of the state, with the center it went into; None when it never changed."""
    return center.state_changes.select_related("into", "case").prefetch_related("case__documents").first()


def standings_of(center: Center) -> QuerySet[SupportStanding]:
    """Return what decisions on the center mean for support today (6.5-3)."""
    held: QuerySet[SupportStanding] = SupportStanding.objects.in_force(clock.today())
    return held.filter(center=center).select_related("case")
