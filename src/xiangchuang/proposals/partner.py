"""An organisation that joins a consortium before the register knows it (3.3-1)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.organizations.models import PUBLIC_BODIES, Organization, OrganizationKind
from xiangchuang.organizations.prefectures import PROVINCE, is_prefecture
from xiangchuang.organizations.uscc import normalise_uscc
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.standing import standing

# In a code the places 3 to 8 are the registering area, its first four the prefecture (GB 32100, GB/T 2260).
_PREFECTURE = slice(2, 6)


def register_partner(*, actor: Actor, case: Case, uscc: str, name: str, kind: str) -> Organization:
    """Return a new organisation with no more than code, name and kind; its city completes the rest.

    Raises NotPermitted unless the actor leads the case, Invalid for a bad code, name or kind, Blocked when
    the code is registered already.
    """
    if (stands := standing(actor, case, "lead")) is None:
        raise NotPermitted(_("共建单位由牵头单位登记。"))
    code, name = normalise_uscc(uscc), within(Organization, "name", normalise_line(name))
    if not name or kind not in OrganizationKind.values or kind in PUBLIC_BODIES:
        raise Invalid(_("写明单位名称和类型。"), kept={"name": name, "uscc": code})
    organization = Organization(uscc=code, name=name, kind=kind, prefecture=_area(code))
    try:
        with transaction.atomic():
            organization.save(force_insert=True)
            write_entry(
                actor,
                verb="register_partner",
                acting=actor.acting_as(["lead"], organization_id=stands.organization_id),
                subject=f"organization:{organization.pk}",
                detail={"uscc": code, "name": name, "kind": kind, "case": case.number},
            )
    except IntegrityError as error:
        raise Blocked(_("统一社会信用代码 %(code)s 已登记过。") % {"code": code}) from error
    return organization


def _area(code: str) -> str:
    """Return the prefecture in which the code was registered; one of another province keeps its own."""
    area = f"{code[_PREFECTURE]}00"
    if area.startswith(PROVINCE[:2]) and not is_prefecture(area, clock.today()):
        return PROVINCE
    return area
