"""What the registers say of a center on any day, as the facts that the pack's conditions are judged on."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from xiangchuang.centers.models import Center
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.governance.models import (
    AutonomyArticle,
    Body,
    BodyKind,
    Charter,
    Decider,
    Institute,
    LegalForm,
    Post,
    StaffFunction,
    StaffMember,
)
from xiangchuang.governance.models.bodies import DECIDING
from xiangchuang.governance.standing_rows import E, standing
from xiangchuang.policy.conditions import FactReading
from xiangchuang.policy.conditions.lacks import Lack
from xiangchuang.policy.conditions.quantities import Value
from xiangchuang.policy.duties import ScopeWords
from xiangchuang.policy.pack import Pack

COMPREHENSIVE = "comprehensive"
_DAY = dt.timedelta(days=1)


class _Dated(Protocol):
    began_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class CenterRecord:
    """The standing rows of a center that bear on 4.1, read once (six queries), asked for any day.

    staff: those who run it and its directors; researchers, who may be thousands, settle no condition.
    """

    center: Center
    forms: tuple[LegalForm, ...]
    charters: tuple[Charter, ...]
    articles: tuple[AutonomyArticle, ...]
    bodies: tuple[Body, ...]
    staff: tuple[StaffMember, ...]
    institutes: tuple[Institute, ...]

    @classmethod
    def of(cls, center: Center) -> "CenterRecord":
        """Read the center's standing rows."""

        def rows(model: type[E], *only: Q) -> tuple[E, ...]:
            found = standing(model).filter(*only, center=center).select_related("evidence").order_by("pk")
            return tuple(found)

        managers = Q(post=Post.DIRECTOR) | Q(function=StaffFunction.MANAGEMENT)
        return cls(
            center, rows(LegalForm), rows(Charter), rows(AutonomyArticle), rows(Body),
            rows(StaffMember, managers), rows(Institute),
        )  # fmt: skip

    def form_on(self, day: dt.date) -> LegalForm | None:
        """The registration as a legal person in force on the day."""
        begun = [form for form in self.forms if form.effective_from <= day]
        return max(begun, key=lambda form: form.effective_from, default=None)

    def charter_on(self, day: dt.date) -> Charter | None:
        """The charter in force on the day."""
        known = [
            c
            for c in self.charters
            if c.in_force_from <= day and (c.repealed_on is None or day < c.repealed_on)
        ]
        return max(known, key=lambda charter: charter.in_force_from, default=None)

    def staff_on(self, day: dt.date) -> list[StaffMember]:
        """Who runs the center on the day."""
        return [person for person in self.staff if in_post(person, day)]

    def articles_of(self, charter: Charter) -> dict[str, AutonomyArticle]:
        """Matter → article of that charter."""
        return {article.matter: article for article in self.articles if article.charter_id == charter.pk}

    def turning_days(self) -> Iterator[dt.date]:
        """Yield the days on which some fact may become another, in no order."""
        if self.center.incorporate_by:
            yield self.center.incorporate_by + _DAY
        for form in self.forms:
            yield form.effective_from
        for charter in self.charters:
            yield charter.in_force_from
            if charter.repealed_on:
                yield charter.repealed_on
        for body in self.bodies:
            yield from (body.term_from, body.term_to + _DAY)
        for person in self.staff:
            yield person.began_on
            if person.ended_on:
                yield person.ended_on + _DAY
        for institute in self.institutes:
            yield institute.opened_on
            if institute.closed_on:
                yield institute.closed_on


def in_post(row: _Dated, day: dt.date) -> bool:
    """Whether the day lies between the row's days, both included."""
    return row.began_on <= day and (row.ended_on is None or day <= row.ended_on)


def names_production(scope: str, rule: ScopeWords | None) -> bool:
    """Whether a business scope says production or sale (2-3): a listed word without its excuse before it."""
    for word in rule.words if rule else ():
        at = scope.find(word)
        while at >= 0:
            if not any(scope[:at].endswith(excuse) for excuse in (rule.unless if rule else ())):
                return True
            at = scope.find(word, at + 1)
    return False


def facts_on(record: CenterRecord, pack: Pack, day: dt.date) -> dict[str, FactReading]:
    """Return the reading of every fact of the pack whose subject is the center, by name."""
    values = _values(record, pack, day)
    definitions = [f for f in (*pack.facts.values(), *pack.governance.facts) if f.subject == "center"]
    found = {}
    for definition in definitions:
        value, source = values.get(definition.name, (None, None))
        if value is not None and definition.missing_below is not None and value < definition.missing_below:
            value = None
        lack = Lack(kind="no_record") if value is None else None
        found[definition.name] = FactReading(
            definition, value, source=_source(source), lack=lack, note=lack.said() if lack else "",
            evidence=source.evidence.name if source and source.evidence else None,
        )  # fmt: skip
    return found


_Found = tuple[Value, Entry | None]


def _values(record: CenterRecord, pack: Pack, day: dt.date) -> dict[str, _Found]:
    center = record.center
    term = center.incorporate_by
    form, charter = record.form_on(day), record.charter_on(day)
    rule = pack.governance.scope_words
    return {
        "is_legal_person": (form is not None, form),
        "registered_capital": (form.registered_capital if form else None, form),
        "incorporation_term_running": (None if term is None else day <= term, None),
        "scope_names_production": (names_production(form.scope, rule) if form else None, form),
        "charter_in_force": (charter is not None if record.charters else None, charter),
        "autonomy_gaps": (len(autonomy_gaps(record, pack, charter)) if charter else None, charter),
        "councils_in_term": _in_term(record, DECIDING, day),
        "expert_committees_in_term": _in_term(record, frozenset({BodyKind.EXPERT_COMMITTEE}), day),
        "is_comprehensive": (center.category == COMPREHENSIVE, None),
        "institutes_open": (_open_institutes(record, day), None),
        **_of_staff(record, day),
    }


def autonomy_gaps(record: CenterRecord, pack: Pack, charter: Charter) -> list[str]:
    """Return the matters that the charter leaves open or gives to someone outside the center (4.1-4)."""
    articles = record.articles_of(charter)
    return [
        matter.code
        for matter in pack.governance.matters
        if matter.code not in articles or articles[matter.code].decider == Decider.OUTSIDE
    ]


def _in_term(record: CenterRecord, kinds: frozenset[BodyKind], day: dt.date) -> _Found:
    known = [body for body in record.bodies if body.kind in kinds]
    serving = [body for body in known if body.term_from <= day <= body.term_to]
    return (len(serving), serving[-1]) if serving else (0 if known else None, None)


def _of_staff(record: CenterRecord, day: dt.date) -> dict[str, _Found]:
    if not record.staff:
        return {}
    here = record.staff_on(day)
    heads = [person for person in here if person.post == Post.DIRECTOR]
    team = [person for person in here if person.function == StaffFunction.MANAGEMENT]
    head = heads[0] if heads else None
    return {
        "directors_in_post": (len(heads), head),
        "head_is_full_time": (all(person.is_full_time for person in heads) if heads else None, head),
        "management_team": (len(team), None),
        "full_time_managers": (sum(person.is_full_time for person in team), None),
    }


def _open_institutes(record: CenterRecord, day: dt.date) -> int | None:
    if not record.institutes:
        return None
    return sum(i.opened_on <= day and (i.closed_on is None or day < i.closed_on) for i in record.institutes)


def _source(row: Entry | None) -> str:
    return _("%(register)s：%(row)s") % {"register": row._meta.verbose_name, "row": row} if row else ""
