"""What of a center's record a change alters: reading it, saying it in words, and writing it on its day."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.models import User
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center, CenterMember
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.keep import facts_of, subject_of
from xiangchuang.centers.registers.register import Register
from xiangchuang.governance.models import LegalForm, Post, StaffFunction, StaffMember
from xiangchuang.governance.queries import legal_form_of, staff_on
from xiangchuang.governance.registers import LEGAL_FORMS, STAFF
from xiangchuang.organizations.models import Organization
from xiangchuang.pages import figures
from xiangchuang.policy.changes import ChangeSubject
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words

Values = Mapping[str, Any]
LEAD, MEMBER = "lead", "member"


@dataclass(frozen=True)
class Application:
    """What applying a change needs: whose act it is, from which day, and how the ledger names the change."""

    actor: Actor
    center: Center
    effective_on: dt.date
    change: str

    @property
    def user(self) -> User:
        """The account in whose name the rows are written."""
        assert self.actor.user is not None, "a change is decided or filed by a person"
        return self.actor.user


@dataclass(frozen=True)
class Subject:
    """One part of the record. Values are plain: codes, fen, row numbers, text."""

    read: Callable[[Center], dict[str, Any]]
    say: Callable[[Values, Pack], str]
    write: Callable[[Application, Values], None]


def _read_name(center: Center) -> dict[str, Any]:
    return {"name": center.name}


def _write_name(at: Application, after: Values) -> None:
    at.center.name = after["name"]
    at.center.save(update_fields=["name"])


def _read_lead(center: Center) -> dict[str, Any]:
    return {"organization": center.lead_id}


def _say_organization(values: Values, pack: Pack) -> str:
    found = Organization.objects.filter(pk=values.get("organization") or 0).first()
    return str(found) if found else _("（无）")


def _write_lead(at: Application, after: Values) -> None:
    """The old lead stays a member: what it owes and holds by contract is not ended by a change of lead."""
    before, lead = at.center.lead_id, after["organization"]
    CenterMember.objects.filter(center=at.center, organization=before).update(role=MEMBER)
    CenterMember.objects.update_or_create(center=at.center, organization_id=lead, defaults={"role": LEAD})
    at.center.lead = Organization.objects.get(pk=lead)
    at.center.save(update_fields=["lead"])


def directors(center: Center, day: dt.date) -> list[StaffMember]:
    """Return who is director on the day."""
    return list(staff_on(center, day).filter(post=Post.DIRECTOR).select_related("employer"))


def _read_director(center: Center) -> dict[str, Any]:
    found = directors(center, clock.today())
    if not found:
        return {"person": "", "is_full_time": None, "employer": None}
    head = found[0]
    return {"person": head.person, "is_full_time": head.is_full_time, "employer": head.employer_id}


def _say_director(values: Values, pack: Pack) -> str:
    if not values.get("person"):
        return _("（空缺）")
    terms = _("专职") if values.get("is_full_time") else _("兼职")
    return _("%(person)s（%(terms)s）") % {"person": values["person"], "terms": terms}


def _write_director(at: Application, after: Values) -> None:
    for head in directors(at.center, at.effective_on):
        if head.began_on >= at.effective_on:
            continue
        before = facts_of(STAFF, head)
        head.ended_on = at.effective_on - dt.timedelta(days=1)
        head.version += 1
        head.save()
        _trace(at, STAFF, head, before)
    made = StaffMember.objects.create(
        center=at.center, recorded_by=at.user, person=after["person"], post=Post.DIRECTOR,
        function=StaffFunction.MANAGEMENT, is_full_time=bool(after["is_full_time"]),
        employer_id=after.get("employer"), began_on=at.effective_on,
    )  # fmt: skip
    _trace(at, STAFF, made, None)


def _read_capital(center: Center) -> dict[str, Any]:
    form = legal_form_of(center)
    return {"registered_capital": form.registered_capital if form else None}


def _say_capital(values: Values, pack: Pack) -> str:
    fen = values.get("registered_capital")
    return _("（未登记）") if fen is None else figures.money_text(fen)


def _read_scope(center: Center) -> dict[str, Any]:
    form = legal_form_of(center)
    return {"scope": form.scope if form else ""}


def _write_form(at: Application, after: Values) -> None:
    """A further row of the legal form from the day on; a row of that very day is corrected."""
    form = legal_form_of(at.center, at.effective_on)
    if form is None:
        return
    before = facts_of(LEGAL_FORMS, form) if form.effective_from == at.effective_on else None
    if before is None:
        form = LegalForm(**{name: getattr(form, name) for name in LEGAL_FORMS.fields})
        form.center, form.recorded_by, form.effective_from = at.center, at.user, at.effective_on
    else:
        form.version += 1
    for name, value in after.items():
        setattr(form, name, value)
    if form.paid_in_capital is not None and form.paid_in_capital > form.registered_capital:
        # A reduction takes the paid-in capital down with it; the certificate says no more than that.
        form.paid_in_capital = form.registered_capital
    form.save()
    _trace(at, LEGAL_FORMS, form, before)


def _read_category(center: Center) -> dict[str, Any]:
    return {"category": center.category}


def _say_category(values: Values, pack: Pack) -> str:
    labels: dict[str, str] = {category.code: words(category.label) for category in pack.categories}
    return labels.get(str(values.get("category")), str(values.get("category", "")))


def _write_category(at: Application, after: Values) -> None:
    at.center.category = after["category"]
    at.center.save(update_fields=["category"])


def _read_direction(center: Center) -> dict[str, Any]:
    return {"field": center.field, "field_label": center.field_label}


def _write_direction(at: Application, after: Values) -> None:
    at.center.field, at.center.field_label = after["field"], after["field_label"]
    at.center.save(update_fields=["field", "field_label"])


SUBJECTS: Final[dict[ChangeSubject, Subject]] = {
    "name": Subject(_read_name, lambda v, _pack: str(v.get("name", "")), _write_name),
    "lead": Subject(_read_lead, _say_organization, _write_lead),
    "director": Subject(_read_director, _say_director, _write_director),
    "registered_capital": Subject(_read_capital, _say_capital, _write_form),
    "category": Subject(_read_category, _say_category, _write_category),
    "direction": Subject(_read_direction, lambda v, _pack: str(v.get("field_label", "")), _write_direction),
    "scope": Subject(_read_scope, lambda v, _pack: str(v.get("scope", "")) or _("（未登记）"), _write_form),
}


def _trace(at: Application, register: Register, row: Entry, before: Mapping[str, Any] | None) -> None:
    """Give the row its own line in the ledger, so that its history names the change."""
    after = facts_of(register, row)
    if before is None:
        verb, detail = "record_entry", dict(after)
    else:
        changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        verb, detail = "correct_entry", {"changed": changed}
    write_entry(
        at.actor, verb=verb, subject=subject_of(register, row), case_number=at.center.ledger_key,
        clause=register.clause,
        detail={"register": register.code, "center": at.center.pk, "reason": at.change, **detail},
    )  # fmt: skip
