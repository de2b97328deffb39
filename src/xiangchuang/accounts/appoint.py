"""Appointing: who gives which role to whom, and what must never meet in one account."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.delegation_messages import tell_ended
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import ADMINISTRATORS, DEPARTMENT_STAFF, Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization, OrganizationKind

# Where a role can be held at all; a role not named here can be held anywhere.
_HOMES: dict[Role, frozenset[OrganizationKind]] = {
    **{role: frozenset({OrganizationKind.DEPARTMENT}) for role in DEPARTMENT_STAFF},
    Role.DEPARTMENT: frozenset({OrganizationKind.DEPARTMENT}),
    Role.SUPERVISING_DEPARTMENT: frozenset({OrganizationKind.DEPARTMENT}),
    Role.CITY_BUREAU: frozenset({OrganizationKind.BUREAU, OrganizationKind.GOVERNMENT}),
}


def appoint(
    *,
    actor: Actor,
    user: User,
    organization: Organization,
    role: Role,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Appointment:
    """Give `user` a role for an organisation, from `valid_from` (today) to `valid_to` inclusive.

    Only a security administrator appoints, and never himself (GB/T 22239-2019 8.1.5).
    Raises NotPermitted, Invalid (dates, kind of organisation), Blocked (roles that must not meet).
    """
    acting = actor.acting_as([Role.SECURITY_ADMIN])
    if acting is None:
        raise NotPermitted(_("任职由安全管理员办理。"), remedy=_("联系本系统的安全管理员。"))
    if user == actor.user:
        raise NotPermitted(_("安全管理员不能给自己任职。"), remedy=_("由另一名安全管理员办理。"))
    return write_appointment(
        actor,
        acting,
        "appoint",
        Appointment(
            user=user,
            organization=organization,
            role=role,
            valid_from=valid_from or clock.today(),
            valid_to=valid_to,
        ),
    )


def end_appointment(*, actor: Actor, appointment: Appointment, on: dt.date | None = None) -> None:
    """Let an appointment end with the day `on` (today), that day included.

    Raises NotPermitted, Invalid (a day before it began), Stale (it has ended already).
    """
    acting = actor.acting_as([Role.SECURITY_ADMIN])
    if acting is None and (actor.user is None or appointment.delegated_by_id != actor.user.pk):
        raise NotPermitted(_("任职由安全管理员或委托人终止。"), remedy=_("联系本系统的安全管理员。"))
    last = on or clock.today()
    if last < appointment.valid_from:
        raise Invalid(_("终止日期早于任职开始日期。"), remedy=_("填写任职开始当天或之后的日期。"))
    with transaction.atomic():
        ended = Appointment.objects.overlapping(last, None).filter(pk=appointment.pk).update(valid_to=last)
        if not ended:
            raise Stale(_("该任职已经终止。"), remedy=_("刷新页面查看现状。"))
        appointment.valid_to = last
        if appointment.delegated_by_id is not None:
            tell_ended(appointment)
        write_entry(
            actor,
            verb="end_appointment",
            acting=acting,
            subject=f"appointment:{appointment.pk}",
            detail={"on": last.isoformat()},
        )


def write_appointment(actor: Actor, acting: HeldAppointment, verb: str, draft: Appointment) -> Appointment:
    """Save a checked appointment with its ledger entry. Raises Invalid, Blocked as `appoint`."""
    _check_shape(draft)
    with transaction.atomic():
        # Two verbs at once must not each find the account free: PostgreSQL waits here, SQLite at BEGIN.
        User.objects.select_for_update().get(pk=draft.user_id)
        _check_separation(draft)
        draft.save(force_insert=True)
        write_entry(
            actor,
            verb=verb,
            acting=acting,
            subject=f"appointment:{draft.pk}",
            detail={
                "user": draft.user_id,
                "organization": draft.organization_id,
                "role": str(draft.role),
                "valid_from": draft.valid_from.isoformat(),
                "valid_to": draft.valid_to.isoformat() if draft.valid_to else None,
            },
        )
    return draft


def _check_shape(draft: Appointment) -> None:
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        raise Invalid(_("任职的结束日期早于开始日期。"), remedy=_("核对两个日期后重新填写。"))
    homes = _HOMES.get(Role(draft.role))
    if homes is not None and draft.organization.kind not in homes:
        kinds = _("、").join(str(kind.label) for kind in OrganizationKind if kind in homes)
        raise Invalid(
            _("“%(role)s”只能在%(kinds)s任职。") % {"role": Role(draft.role).label, "kinds": kinds},
            remedy=_("改选角色或单位。"),
        )


def _check_separation(draft: Appointment) -> None:
    held = Appointment.objects.filter(user=draft.user_id).overlapping(draft.valid_from, draft.valid_to)
    for other in held:
        if other.role == draft.role and other.organization_id == draft.organization_id:
            raise Blocked(_("该账户在同一时期已有这一任职。"), remedy=_("先终止原任职，或另选时期。"))
        if must_not_meet(Role(other.role), Role(draft.role)):
            raise Blocked(
                _("“%(held)s”与“%(given)s”不能由同一账户担任：三类管理员相互分设，且不兼业务角色。")
                % {"held": Role(other.role).label, "given": Role(draft.role).label},
                remedy=_("换一个账户，或先终止原任职。"),
            )


def must_not_meet(one: Role, other: Role) -> bool:
    """Return whether one account may not hold both: an administrator holds nothing else."""
    return one is not other and (one in ADMINISTRATORS or other in ADMINISTRATORS)
