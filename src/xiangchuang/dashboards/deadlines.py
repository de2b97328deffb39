"""What is past its day or will be within some working days, and who holds it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.workbench.viewpoint import Viewpoint

WITHIN: Final = (3, 5, 10)
"""Working days a reader may look ahead."""
AUTHORITY: Final = "authority"
State = Literal["", "late", "soon"]


@dataclass(frozen=True)
class Holder:
    """Who holds cases at risk.

    key: a role of the department (AUTHORITY to those outside), or an organisation's id.
    """

    key: str
    label: str
    late: int
    soon: int


def last_day(within: int) -> date:
    """Return the last day that still counts as soon: so many working days from today."""
    return work_calendar().add_working_days(clock.today(), within).day


def at_risk(cases: "QuerySet[Case]", until: date, state: State = "") -> "QuerySet[Case]":
    """Return the running cases due by `until`: all of them, those past their day, or those still in time."""
    rows = cases.filter(closed_at__isnull=True, due_on__lte=until)
    if not state:
        return rows
    return (
        rows.filter(due_on__lt=clock.today()) if state == "late" else rows.filter(due_on__gte=clock.today())
    )


def holders(cases: "QuerySet[Case]", until: date, viewpoint: Viewpoint) -> list[Holder]:
    """Return who holds cases at risk, most overdue first, in one query."""
    today = clock.today()
    rows = (
        at_risk(cases, until)
        .order_by()
        .values_list("holder_role", "holder_organization", "holder_organization__name")
        .annotate(late=Count("pk", filter=Q(due_on__lt=today)), soon=Count("pk", filter=Q(due_on__gte=today)))
    )
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    names: dict[str, str] = {}
    for role, organization, name, late, soon in rows:
        key = _key(role, organization, viewpoint)
        names[key] = name or _role_words(key)
        found[key][0] += late
        found[key][1] += soon
    held = [Holder(key, names[key], late, soon) for key, (late, soon) in found.items()]
    return sorted(held, key=lambda one: (-one.late, -one.soon, one.label))


def held_by(rows: "QuerySet[Case]", key: str) -> "QuerySet[Case]":
    """Return those of the rows that the holder of that key has; a key nobody has gives none."""
    if key == AUTHORITY:
        return rows.filter(holder_role__in=AUTHORITY_ROLES)
    if key.isascii() and key.isdigit() and len(key) < 10:
        return rows.filter(holder_organization=int(key))
    return rows.filter(holder_role=key, holder_organization__isnull=True)


def _key(role: str, organization: int | None, viewpoint: Viewpoint) -> str:
    if organization is not None:
        return str(organization)
    return AUTHORITY if viewpoint is not Viewpoint.INSIDE and role in AUTHORITY_ROLES else role


def _role_words(key: str) -> str:
    if key == AUTHORITY:
        return _("省科技厅")
    return (
        _("省科技厅%(role)s") % {"role": Role(key).label} if key in AUTHORITY_ROLES else str(Role(key).label)
    )


def totals(held: Sequence[Holder]) -> tuple[int, int]:
    """Return how many are past their day, and how many will be soon."""
    return sum(one.late for one in held), sum(one.soon for one in held)
