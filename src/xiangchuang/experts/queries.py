"""Reading the register of experts. Every list starts at visible_to(actor)."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.experts.models import ConflictDeclaration, Expert


def visible_to(actor: Actor) -> QuerySet[Expert]:
    """Return the experts the actor may know of.

    The department and the other departments that nominate to a panel (5.2-1) see all; an expert himself.
    """
    if _sees_all(actor):
        return Expert.objects.all()
    if actor.user is None:
        return Expert.objects.none()
    return Expert.objects.filter(user=actor.user)


def can_view(actor: Actor, expert: Expert) -> bool:
    """Return whether the actor may know of the expert; equal to `in visible_to(actor)`."""
    return _sees_all(actor) or (actor.user is not None and expert.user_id == actor.user.pk)


def _sees_all(actor: Actor) -> bool:
    return actor.is_department_staff or actor.holds(Role.DEPARTMENT)


def available(
    *,
    kind: str = "",
    field: str = "",
    exclude: Collection[int] = (),
    not_tied_to: Collection[int] = (),
) -> QuerySet[Expert]:
    """Return active experts to choose from, by name, with employer, kinds and fields at hand (3 queries).

    kind: one of PanelKind; field: a field code; exclude: ids of experts left out; not_tied_to: ids of
    organisations whose present employees, and those who declared a conflict with them, are left out.
    Past employment is not judged here: how long it counts is the pack's to say.
    """
    experts = Expert.objects.filter(is_active=True).exclude(pk__in=exclude)
    if kind:
        experts = experts.filter(kinds__kind=kind)
    if field:
        experts = experts.filter(fields__field=field)
    if not_tied_to:
        declared = ConflictDeclaration.objects.filter(organization__in=not_tied_to).values("expert")
        experts = experts.exclude(Q(employer__in=not_tied_to) | Q(pk__in=declared))
    return with_profile(experts)


def with_profile(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """Return the experts by name with employer, kinds and fields at hand, however many they are."""
    return experts.select_related("employer").prefetch_related("kinds", "fields").order_by("name", "pk")


def phone_of(actor: Actor, expert: Expert) -> str:
    """Return the expert's phone to the department's staff and to the expert; to anyone else nothing."""
    own = actor.user is not None and expert.user_id == actor.user.pk
    return expert.phone if own or actor.is_department_staff else ""
