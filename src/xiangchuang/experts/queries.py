"""Reading the register of experts. Every list starts at visible_to(actor)."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.experts.models import (
    Absence,
    ConflictDeclaration,
    Correction,
    Expert,
    ExpertApplication,
    FeeRecord,
    IntegrityRecord,
    RequestState,
)

_KEEPERS_OF_MONEY = (Role.OFFICER, Role.DIVISION_HEAD)


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


def find_expert(actor: Actor, pk: int) -> Expert:
    """Return an expert the actor may know of, with the employer; raises NotFound for any other."""
    found = visible_to(actor).select_related("employer", "user").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这位专家，或者登记不归您查看。"))
    return found


def own_record(actor: Actor) -> Expert | None:
    """Return the actor's own record, whether still in the library or not."""
    if actor.user is None:
        return None
    return Expert.objects.select_related("employer").filter(user=actor.user).first()


def fees_visible_to(actor: Actor) -> QuerySet[FeeRecord]:
    """Return the fees the actor may read: officers and the division head all, an expert the own."""
    rows = FeeRecord.objects.select_related("case", "expert")
    if any(actor.holds(role) for role in _KEEPERS_OF_MONEY):
        return rows
    return rows.filter(expert__user=actor.user) if actor.user is not None else rows.none()


def integrity_visible_to(actor: Actor) -> QuerySet[IntegrityRecord]:
    """Return the integrity records the actor may read: the department all, an expert the own."""
    rows = IntegrityRecord.objects.all()
    if actor.is_department_staff:
        return rows
    return rows.filter(expert__user=actor.user) if actor.user is not None else rows.none()


def applications_visible_to(actor: Actor) -> QuerySet[ExpertApplication]:
    """Return the applications the actor may read: an officer's, and those one filed or is named in."""
    rows = ExpertApplication.objects.select_related("employer", "nominated_by", "decided_by", "expert")
    if actor.is_department_staff:
        return rows
    if actor.user is None:
        return rows.none()
    return rows.filter(Q(filed_by=actor.user) | Q(user=actor.user))


def find_application(actor: Actor, pk: int) -> ExpertApplication:
    """Return an application the actor may read; raises NotFound for any other."""
    found = applications_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份申请，或者不归您查看。"))
    return found


def waiting_corrections() -> QuerySet[Correction]:
    """Return the corrections that wait for an officer, oldest first."""
    return (
        Correction.objects.filter(state=RequestState.FILED).select_related("expert__employer").order_by("pk")
    )


def away_on(experts: Collection[Expert], day: dt.date) -> dict[int, Absence]:
    """Return, by expert, the absence that covers that day; in one query."""
    rows = Absence.objects.filter(expert__in=experts, begins_on__lte=day, ends_on__gte=day)
    return {row.expert_id: row for row in rows}


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
