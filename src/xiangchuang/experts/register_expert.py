"""Registering an expert, and moving one to another employer."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Employment, Expert, ExpertField, ExpertKind, PanelKind
from xiangchuang.organizations.models import Organization


def register_expert(
    *,
    actor: Actor,
    name: str,
    employer: Organization,
    kinds: Collection[PanelKind],
    fields: Collection[str] = (),
    title: str = "",
    bio: str = "",
    phone: str = "",
    user: User | None = None,
    employed_since: dt.date | None = None,
) -> Expert:
    """Return a new expert with kinds, fields and the present employment.

    Raises NotPermitted unless an officer acts, Invalid (no name, no kind, employed from a future day),
    Blocked (the account is an expert already).
    """
    acting = _officer(actor)
    line = within(Expert, "name", normalise_line(name))
    since = employed_since or clock.today()
    if not line or not kinds or since > clock.today():
        raise Invalid(
            _("姓名、专家类别或任职日期不全。"),
            remedy=_("填写姓名，至少选一个类别，任职日期不晚于今天。"),
        )
    if user is not None and Expert.objects.filter(user=user).exists():
        raise Blocked(_("该账户已登记为专家。"), remedy=_("在专家库中查找原登记。"))
    expert = Expert(
        user=user,
        name=line,
        employer=employer,
        title=within(Expert, "title", normalise_line(title)),
        bio=normalise_text(bio),
        phone=within(Expert, "phone", normalise_line(phone)),
    )
    _write(actor, acting, expert, sorted(set(kinds)), sorted(set(fields)), since)
    return expert


def _write(
    actor: Actor,
    acting: HeldAppointment,
    expert: Expert,
    kinds: list[PanelKind],
    fields: list[str],
    since: dt.date,
) -> None:
    with transaction.atomic():
        expert.save(force_insert=True)
        ExpertKind.objects.bulk_create(ExpertKind(expert=expert, kind=kind) for kind in kinds)
        ExpertField.objects.bulk_create(ExpertField(expert=expert, field=code) for code in fields)
        Employment.objects.create(expert=expert, organization=expert.employer, began_on=since)
        write_entry(
            actor,
            verb="register_expert",
            acting=acting,
            subject=f"expert:{expert.pk}",
            clause="5.2-1",
            detail={"kinds": [str(kind) for kind in kinds], "employer": expert.employer_id},
        )


def change_employer(*, actor: Actor, expert: Expert, employer: Organization, on: dt.date) -> None:
    """Close the present employment the day before `on` and open one at `employer`; the old one stays known.

    Raises NotPermitted, Invalid (a day not after the present employment began), Stale.
    """
    acting = _officer(actor)
    with transaction.atomic():
        rows = Expert.objects.filter(pk=expert.pk, version=expert.version)
        if not rows.update(employer=employer, version=expert.version + 1):
            raise Stale(_("该专家的登记刚被修改过，本次修改没有保存。"), remedy=_("对照最新内容后重新提交。"))
        running = Employment.objects.filter(expert=expert, ended_on__isnull=True)
        if on > clock.today() or running.filter(began_on__gte=on).exists():
            raise Invalid(_("调动日期不在现任职开始之后，或晚于今天。"), remedy=_("核对日期后重新填写。"))
        running.update(ended_on=on - dt.timedelta(days=1))
        Employment.objects.create(expert=expert, organization=employer, began_on=on)
        write_entry(
            actor,
            verb="change_employer",
            acting=acting,
            subject=f"expert:{expert.pk}",
            detail={"from": expert.employer_id, "to": employer.pk, "on": on.isoformat()},
        )
    expert.refresh_from_db()


def _officer(actor: Actor) -> HeldAppointment:
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("专家库由省科技厅经办维护。"), remedy=_("联系省科技厅经办。"))
    return acting
