"""Who may write plans for an organisation: asked for by the person, granted by who acts for it, until a day.

A grant is a dated appointment that hangs on the granter's own, as a stand-in's does: it ends by itself, goes
no further, and is ended by whoever gave it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.appoint import write_appointment
from xiangchuang.accounts.delegate import check_days
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.roles import ADMINISTRATORS, Role
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.drafting.models import AccessRequest
from xiangchuang.drafting.models.access import AccessState
from xiangchuang.drafting.together.authors import AUTHOR_PARTS
from xiangchuang.drafting.together.messages import tell_asked, tell_decided
from xiangchuang.organizations.models import Organization
from xiangchuang.organizations.uscc import normalise_uscc
from xiangchuang.procedure.models import Case

# So many may wait at once: a person works at one house, seldom at two, and nobody writes to all.
WAITING_AT_MOST = 3


@dataclass(frozen=True)
class OwnHouse:
    """An organisation the person serves already: its cases and who can grant are the person's to know."""

    organization: Organization
    cases: Sequence[Case]
    granters: Sequence[User]


def own_houses(actor: Actor) -> list[OwnHouse]:
    """Return the organisations where the actor is appointed without writing for them, with their cases.

    Only cases in which the organisation leads or joins; where the actor is appointed nowhere, nothing.
    """
    places = {
        held.organization_id
        for held in actor.appointments
        if held.role not in ADMINISTRATORS and held.role is not Role.EXPERT
    } - actor.organizations_as(Role.LEAD)
    houses = []
    for organization in Organization.objects.filter(pk__in=places).order_by("name"):
        cases = Case.objects.filter(
            participants__organization=organization, participants__part__in=AUTHOR_PARTS,
            participants__until__isnull=True,
        ).distinct().order_by("-pk")  # fmt: skip
        houses.append(OwnHouse(organization, list(cases), list(granters_of(organization))))
    return [house for house in houses if house.cases or house.granters]


def granters_of(organization: Organization) -> "QuerySet[User]":
    """Return who grants for an organisation: those who write for it by their own appointment."""
    serving = Appointment.objects.in_force(clock.today()).filter(
        role=Role.LEAD, organization=organization, delegated_by__isnull=True
    )
    return User.objects.filter(is_active=True, pk__in=serving.values("user")).order_by("full_name", "pk")


def ask_access(
    *, actor: Actor, reason: str, house: int | None = None, case: int | None = None, uscc: str = ""
) -> AccessRequest:
    """Ask an organisation for the right to write its plans; `house` is one's own, `uscc` any other's code.

    Whoever is not of the organisation is answered alike whether it takes part in anything, or is registered.
    Raises NotFound for a house or a case that is not one's own; Invalid for a mistyped code and without a
    reason; Blocked when one asks already, or writes for it already.
    """
    if actor.user is None or actor.roles & ADMINISTRATORS:
        raise NotPermitted(_("管理员账户不填报方案。"), remedy=_("用业务账户申请。"))
    said = normalise_line(reason)
    if not said:
        raise Invalid(_("写明您在该单位的部门、岗位和要填报的事项。"), kept={"reason": reason})
    organization, chosen = _own_place(actor, house, case) if house is not None else (None, None)
    code = "" if house is not None else _code(uscc)
    if code:
        organization = Organization.objects.filter(uscc=code, merged_into__isnull=True).first()
    if organization is not None and actor.holds(Role.LEAD, organization.pk):
        raise Blocked(_("您已经可以为%(name)s填报方案。") % {"name": organization.name})
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user.pk)
        waiting = AccessRequest.objects.filter(user=actor.user, state=AccessState.WAITING)
        same = Q(organization=organization) if organization is not None else Q(uscc=code)
        if waiting.filter(same).exists():
            raise Blocked(_("您的申请正在等待该单位答复。"), remedy=_("联系该单位在本系统任职的人员。"))
        if waiting.count() >= WAITING_AT_MOST:
            raise Blocked(_("您已有 %(n)s 份申请在等待答复。") % {"n": WAITING_AT_MOST})
        asked = AccessRequest.objects.create(
            user=actor.user, organization=organization, uscc=code, case=chosen, reason=said[:500],
            asked_at=clock.now(),
        )  # fmt: skip
        write_entry(actor, verb="ask_plan_access", subject=f"access_request:{asked.pk}")
        tell_asked(asked)
    return asked


def requests_to_decide(actor: Actor) -> "QuerySet[AccessRequest]":
    """Return what waits for the actor's answer, the oldest first."""
    own = Organization.objects.filter(pk__in=[held.organization_id for held in _granting(actor)])
    asks = Q(organization__in=own) | Q(organization__isnull=True, uscc__in=own.values("uscc"))
    rows = AccessRequest.objects.filter(asks, state=AccessState.WAITING)
    return rows.select_related("user", "organization", "case").order_by("asked_at", "pk")


def requests_of(actor: Actor) -> "QuerySet[AccessRequest]":
    """Return what the actor asked for, the newest first."""
    if actor.user is None:
        return AccessRequest.objects.none()
    rows = AccessRequest.objects.filter(user=actor.user)
    return rows.select_related("organization", "case", "appointment", "decided_by").order_by("-pk")


def grant_access(*, actor: Actor, request: AccessRequest, valid_to: date) -> Appointment:
    """Let the person write for the organisation from today until `valid_to`, that day included.

    Raises NotFound for another organisation's request, Invalid for days over or too long (see
    `accounts.delegate`), Stale when it was answered before, Blocked when roles must not meet.
    """
    held, organization = _held_for(actor, request)
    first = clock.today()
    check_days(actor, organization, Role.LEAD, first, valid_to)
    with transaction.atomic():
        _claim(request)
        given = write_appointment(
            actor, held, "grant_plan_access",
            Appointment(
                user=request.user, organization=organization, role=Role.LEAD, valid_from=first,
                valid_to=valid_to, delegated_by=actor.user,
            ),
        )  # fmt: skip
        _decide(actor, request, AccessState.GRANTED, organization=organization, appointment=given)
    return given


def decline_access(*, actor: Actor, request: AccessRequest, reason: str) -> None:
    """Refuse with a reason that the person reads. Raises NotFound, Invalid, Stale."""
    held, organization = _held_for(actor, request)
    said = normalise_line(reason)
    if not said:
        raise Invalid(_("写明不同意的原因，申请人能看到。"), kept={"reason": reason})
    with transaction.atomic():
        _claim(request)
        _decide(actor, request, AccessState.DECLINED, organization=organization, decision_reason=said[:500])
        write_entry(actor, verb="decline_plan_access", acting=held, subject=f"access_request:{request.pk}")


def _own_place(actor: Actor, house: int, case: int | None) -> tuple[Organization, Case | None]:
    own = next((h for h in own_houses(actor) if h.organization.pk == house), None)
    chosen = next((c for c in own.cases if c.pk == case), None) if own else None
    if own is None or (case is not None and chosen is None):
        raise NotFound(_("没有这个单位或案卷，或者它不归您所在的单位。"))
    return own.organization, chosen


def _code(uscc: str) -> str:
    try:
        return normalise_uscc(uscc)
    except Invalid as wrong:
        raise Invalid(wrong.message, remedy=wrong.remedy, kept={"uscc": uscc}) from wrong


def _granting(actor: Actor) -> list[HeldAppointment]:
    return [h for h in actor.appointments if h.role is Role.LEAD and h.delegated_by_id is None]


def _held_for(actor: Actor, request: AccessRequest) -> tuple[HeldAppointment, Organization]:
    own = {held.organization_id: held for held in _granting(actor)}
    asked = Q(pk=request.organization_id) if request.organization_id else Q(uscc=request.uscc)
    organization = Organization.objects.filter(asked, pk__in=own).first()
    if organization is None:
        raise NotFound(_("没有这份申请，或者它不归您答复。"))
    return own[organization.pk], organization


def _claim(request: AccessRequest) -> None:
    # An UPDATE of what still waits is right on both databases; it writes nothing and takes the row.
    waiting = AccessRequest.objects.filter(pk=request.pk, state=AccessState.WAITING)
    if not waiting.update(state=AccessState.WAITING):
        raise Stale(_("这份申请已经答复。"), remedy=_("刷新页面查看现状。"))


def _decide(actor: Actor, request: AccessRequest, state: AccessState, **told: object) -> None:
    request.state, request.decided_by, request.decided_at = state, actor.user, clock.now()
    for name, value in told.items():
        setattr(request, name, value)
    request.save(update_fields=["state", "decided_by", "decided_at", *told])
    tell_decided(request)
