"""Registering an expert, and moving one to another employer."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import claim, enter, line, officer
from xiangchuang.experts.models import Employment, Entry, Expert, ExpertField, ExpertKind, PanelKind
from xiangchuang.experts.terms import note_entry, term_from
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.packs import current_pack


@dataclass(frozen=True)
class Profile:
    """What goes with a new record: kinds, field codes, employed since, and how the expert came in."""

    kinds: Collection[str]
    fields: Collection[str]
    since: dt.date
    how: Entry = Entry.REGISTERED


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
    languages: str = "",
    user: User | None = None,
    employed_since: dt.date | None = None,
    how: Entry = Entry.REGISTERED,
) -> Expert:
    """Return a new expert with kinds, fields, the present employment and a term from today.

    Raises NotPermitted unless an officer acts, Invalid (no name, no kind, employed from a future day),
    Blocked (the account is an expert already).
    """
    acting = officer(actor)
    named = line(Expert, "name", normalise_line(name))
    since = employed_since or clock.today()
    if not named or not kinds or since > clock.today():
        raise Invalid(
            _("姓名、专家类别或任职日期不全。"),
            remedy=_("填写姓名，至少选一个类别，任职日期不晚于今天。"),
        )
    if user is not None and Expert.objects.filter(user=user).exists():
        raise Blocked(_("该账户已登记为专家。"), remedy=_("在专家库中查找原登记。"))
    draft = Expert(
        user=user, name=named, employer=employer, title=line(Expert, "title", title),
        bio=normalise_text(bio), phone=line(Expert, "phone", phone),
        languages=line(Expert, "languages", languages),
    )  # fmt: skip
    with transaction.atomic():
        expert = enter_library(draft, Profile(kinds, fields, since, how))
        told: list[str] = sorted({str(kind) for kind in kinds})
        enter(
            actor, "register_expert", expert, acting=acting,
            detail={"kinds": told, "employer": expert.employer_id},
        )  # fmt: skip
    return expert


def enter_library(draft: Expert, profile: Profile) -> Expert:
    """Save the record with what goes with it, inside a verb under way."""
    rule = current_pack().experts.load
    if rule is not None:
        draft.load_limit = rule.seats
    draft.term_until = term_from(clock.today())
    draft.save(force_insert=True)
    kinds, fields = sorted(set(profile.kinds)), sorted(set(profile.fields))
    ExpertKind.objects.bulk_create(ExpertKind(expert=draft, kind=kind) for kind in kinds)
    ExpertField.objects.bulk_create(ExpertField(expert=draft, field=code) for code in fields)
    Employment.objects.create(expert=draft, organization=draft.employer, began_on=profile.since)
    note_entry(draft, profile.how)
    return draft


def change_employer(*, actor: Actor, expert: Expert, employer: Organization, on: dt.date) -> None:
    """Close the present employment the day before `on` and open one at `employer`; the old one stays known.

    Raises NotPermitted, Invalid (a day not after the present employment began), Stale.
    """
    acting, before = officer(actor), expert.employer_id
    with transaction.atomic():
        claim(expert, expert.version)
        running = Employment.objects.filter(expert=expert, ended_on__isnull=True)
        if on > clock.today() or running.filter(began_on__gte=on).exists():
            raise Invalid(_("调动日期不在现任职开始之后，或晚于今天。"), remedy=_("核对日期后重新填写。"))
        running.update(ended_on=on - dt.timedelta(days=1))
        Employment.objects.create(expert=expert, organization=employer, began_on=on)
        Expert.objects.filter(pk=expert.pk).update(employer=employer)
        enter(
            actor, "change_employer", expert, acting=acting,
            detail={"from": before, "to": employer.pk, "on": on.isoformat()},
        )  # fmt: skip
    expert.refresh_from_db()


def withdraw_registration(*, actor: Actor, expert: Expert) -> None:
    """Take back a record that was registered by mistake, while nothing hangs on it; the ledger keeps it.

    Raises NotPermitted, Blocked (the expert has sat, was paid, or advised:办理退出).
    """
    acting = officer(actor)
    try:
        with transaction.atomic():
            enter(actor, "withdraw_expert", expert, acting=acting, detail={"name": expert.name})
            Expert.objects.get(pk=expert.pk).delete()
    except ProtectedError as used:
        raise Blocked(
            _("%(name)s已参加过评审或咨询，登记不能撤销。") % {"name": expert.name},
            remedy=_("不再聘任的，办理退出。"),
        ) from used
