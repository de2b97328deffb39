"""Leave: one's own role handed to a colleague for dated days; it ends by itself and goes no further."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.appoint import write_appointment
from xiangchuang.accounts.delegation_messages import tell_given
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, NEVER_DELEGATED, Role
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import Organization

# Leave, not a second appointment: who is away for longer is replaced by the security administrator.
LONGEST: Final = dt.timedelta(days=92)


def delegable(actor: Actor) -> list[HeldAppointment]:
    """Return the appointments the actor may hand on: one's own, and none that is bound to the person."""
    return [
        held
        for held in actor.appointments
        if held.delegated_by_id is None and held.role not in NEVER_DELEGATED
    ]


def colleagues(actor: Actor, organization_id: int) -> "QuerySet[User]":
    """Return who may stand in at that organisation: those who serve it themselves; nobody for a foreign one.

    Experts and administrators are left out: what they are asked for is not the organisation's own work.
    """
    if actor.user is None or organization_id not in {held.organization_id for held in delegable(actor)}:
        return User.objects.none()
    serving = Appointment.objects.in_force(clock.today()).filter(
        ~Q(role__in=NEVER_DELEGATED), organization=organization_id, delegated_by__isnull=True
    )
    found = User.objects.filter(is_active=True, pk__in=serving.values("user")).exclude(pk=actor.user.pk)
    return found.order_by("full_name", "pk")


def delegate(
    *,
    actor: Actor,
    user: User,
    organization: Organization,
    role: Role,
    valid_to: dt.date,
    valid_from: dt.date | None = None,
) -> Appointment:
    """Hand one's own role in an organisation on to a colleague there, both days included; one's own stays.

    Raises NotPermitted when the role is not one's own there or is bound to the person, NotFound for somebody
    who is no colleague there, Invalid (days), Blocked (the colleague holds it already; roles that must not
    meet).
    """
    acting = next(
        (h for h in delegable(actor) if h.role == role and h.organization_id == organization.pk), None
    )
    if acting is None:
        raise NotPermitted(
            _("只能委托本人在本单位的任职；受托来的任职、专家和管理员的任职不能委托。"),
            remedy=_("联系安全管理员办理任职。"),
        )
    if not colleagues(actor, organization.pk).filter(pk=user.pk).exists():
        raise NotFound(_("本单位没有这位同事。"), remedy=_("选一位在本单位任职的同事。"))
    first = valid_from or clock.today()
    check_days(actor, organization, role, first, valid_to)
    _check_side(user, organization, role)
    draft = Appointment(
        user=user, organization=organization, role=role, valid_from=first, valid_to=valid_to,
        delegated_by=actor.user,
    )  # fmt: skip
    with transaction.atomic():
        given = write_appointment(actor, acting, "delegate", draft)
        tell_given(given)
    return given


def delegations_of(actor: Actor) -> "QuerySet[Appointment]":
    """Return what the actor handed on and what was handed to the actor, the latest first."""
    if actor.user is None:
        return Appointment.objects.none()
    either = Q(delegated_by=actor.user.pk) | Q(user=actor.user.pk, delegated_by__isnull=False)
    rows = Appointment.objects.filter(either).select_related("user", "organization", "delegated_by")
    return rows.order_by("-valid_to", "-pk")


def check_days(actor: Actor, organization: Organization, role: Role, first: dt.date, last: dt.date) -> None:
    """Raise Invalid for days over, longer than a leave, or beyond the actor's own appointment."""
    if first < clock.today() or last < first:
        raise Invalid(_("委托的日期已经过去，或者结束早于开始。"), remedy=_("核对两个日期后重新填写。"))
    if last - first > LONGEST:
        raise Invalid(
            _("一次委托最长 %(days)d 天。") % {"days": LONGEST.days},
            remedy=_("时间更长的，由安全管理员办理任职。"),
        )
    own = Appointment.objects.in_force(first).filter(
        user=actor.user, organization=organization, role=role, delegated_by__isnull=True
    )
    if not own.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=last)).exists():
        raise Invalid(_("委托不能超出本人任职的期间。"), remedy=_("把结束日期改到本人任职期内。"))


def _check_side(user: User, organization: Organization, role: Role) -> None:
    """Who decides for the programme stands in for each other; other staff of the same house do not."""
    if role not in DEPARTMENT_STAFF:
        return
    serving = Appointment.objects.in_force(clock.today()).filter(user=user, organization=organization)
    if not serving.filter(role__in=DEPARTMENT_STAFF, delegated_by__isnull=True).exists():
        raise Blocked(_("厅内任职只能委托给厅内经办、处室负责人或厅领导。"), remedy=_("改选一位同事。"))
