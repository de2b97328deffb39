"""Conflicts of interest of experts with a case, by the rules of the pack's panel (回避)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.experts.models import ConflictDeclaration, Employment, Expert, ExpertTie
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import ConflictRule, Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.parties import Parties, parties_of
from xiangchuang.reviews.joint_work import JointWork, joint_work_of
from xiangchuang.reviews.models import Seat


@dataclass(frozen=True)
class Conflict:
    """Why an expert may not judge a case: the pack's rule, what shows it, and the clause (or `default`)."""

    rule: str
    label: str
    evidence: str
    clause: str

    def __str__(self) -> str:
        return f"{self.label} · {self.evidence}" if self.evidence else self.label


@dataclass(frozen=True)
class Consortium:
    """The organisations a case is about, by id; one that was merged into another counts as that other."""

    lead: dict[int, str] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)

    @property
    def all(self) -> dict[int, str]:
        return self.lead | self.members


@dataclass(frozen=True)
class _Ties:
    """What the register knows about one expert, as of a day."""

    expert: Expert
    employments: Sequence[Employment]
    declarations: Sequence[ConflictDeclaration]
    works: Sequence[JointWork]
    seated_employers: dict[int, str]
    # Those who sit already and do not judge together with the expert, with the relation in words.
    seated_ties: Sequence[tuple[str, str]]
    on: date

    def employed_at(self, organizations: dict[int, str]) -> list[str]:
        """Return the names of those organisations that employ the expert on the day."""
        present = {self.expert.employer_id} | {
            e.organization_id
            for e in self.employments
            if e.began_on <= self.on and (e.ended_on is None or e.ended_on >= self.on)
        }
        return [name for pk, name in organizations.items() if pk in present]


def consortium_of(case: Case) -> Consortium:
    """Return lead and members of the case; governments that only support it (3.3-1) bar nobody."""
    return consortium(parties_of(case))


def consortium(parties: Parties) -> Consortium:
    """Return the parties with those they have absorbed."""
    lead = {organization.pk: organization.name for organization in parties.leads}
    own = {organization.pk: organization.name for organization in parties.members}
    absorbed = Organization.objects.filter(merged_into__in=[*lead, *own])
    for organization in absorbed:
        target = lead if organization.merged_into_id in lead else own
        target[organization.pk] = organization.name
    return Consortium(lead, own)


def conflicts_of(
    experts: Iterable[Expert], *, case: Case, pack: Pack, on: date, seated: Collection[Seat] = ()
) -> dict[int, list[Conflict]]:
    """Return the conflicts of each expert (by id) with the case on the day `on`, in the pack's order.

    `seated` are the other active seats, for the rules against two of one employer and against adviser and
    student on one panel. A fixed number of queries, however many experts.
    """
    return conflicts_with(consortium_of(case), experts, pack=pack, on=on, seated=seated)


def conflicts_with(
    consortium: Consortium, experts: Iterable[Expert], *, pack: Pack, on: date, seated: Collection[Seat] = ()
) -> dict[int, list[Conflict]]:
    """Return the conflicts of each expert (by id) with those organisations, as `conflicts_of` does."""
    return conflicts_with_each({0: consortium}, experts, pack=pack, on=on, seated=seated)[0]


def conflicts_with_each(
    consortia: Mapping[int, Consortium],
    experts: Iterable[Expert],
    *,
    pack: Pack,
    on: date,
    seated: Collection[Seat] = (),
) -> dict[int, dict[int, list[Conflict]]]:
    """Return, by the key of each consortium, the conflicts of each expert (by id) with its organisations.

    The ties of all experts with all organisations are read once, however many of either.
    """
    people = list(experts)
    concerned = {pk for consortium in consortia.values() for pk in consortium.all}
    employments: dict[int, list[Employment]] = defaultdict(list)
    for employment in Employment.objects.filter(expert__in=people, organization__in=concerned):
        employments[employment.expert_id].append(employment)
    declarations: dict[int, list[ConflictDeclaration]] = defaultdict(list)
    for declaration in ConflictDeclaration.objects.filter(
        expert__in=people, organization__in=concerned
    ).select_related("organization"):
        declarations[declaration.expert_id].append(declaration)
    works = joint_work_of(people, concerned)
    named = _ties_by_name(people, seated)
    found: dict[int, dict[int, list[Conflict]]] = {key: {} for key in consortia}
    for expert in people:
        beside = [s.expert for s in seated if s.expert_id != expert.pk]
        others = {other.employer_id: other.name for other in beside}
        for key, consortium in consortia.items():
            own = consortium.all
            ties = _Ties(
                expert,
                [e for e in employments[expert.pk] if e.organization_id in own],
                [d for d in declarations[expert.pk] if d.organization_id in own],
                [w for w in works[expert.pk] if w.organization_id in own],
                others,
                _seated_ties(expert, beside, named),
                on,
            )
            found[key][expert.pk] = [
                c for rule in pack.panel.conflicts for c in _judge(rule, ties, consortium)
            ]
    return found


def _judge(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[Conflict]:
    """Rules without a test here (kin of the applicant, shares) are those the expert declares on oath."""
    test = _TESTS.get(rule.code)
    evidence = test(rule, ties, consortium) if test else []
    clause = rule.interprets or rule.clause
    return [Conflict(rule.code, words(rule.label), found, clause) for found in evidence]


def _same_legal_person(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    return ties.employed_at(consortium.lead)


def _consortium_member(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    return ties.employed_at(consortium.members)


def _recent_employment(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    since = _years_before(ties.on, rule.window_years or 0)
    return [
        _("%(name)s，至 %(day)s") % {"name": consortium.all[e.organization_id], "day": e.ended_on.isoformat()}
        for e in ties.employments
        if e.ended_on is not None and since <= e.ended_on < ties.on
    ]


def _joint_work(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    since = _years_before(ties.on, rule.window_years or 0)
    return [
        _("%(name)s，%(title)s（%(period)s）")
        % {"name": consortium.all[w.organization_id], "title": w.title, "period": _period(w)}
        for w in ties.works
        if w.counts(since, ties.on)
    ]


def _period(work: JointWork) -> str:
    ended = work.ended_on.isoformat() if work.ended_on else _("现在")
    return _("%(began)s 至 %(ended)s") % {"began": work.began_on.isoformat(), "ended": ended}


def _tied_expert(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    return [_("与%(other)s：%(kind)s") % {"other": other, "kind": kind} for other, kind in ties.seated_ties]


def _ties_by_name(people: Sequence[Expert], seated: Collection[Seat]) -> dict[int, dict[str, str]]:
    """Return what relations each expert has told, by name of the other; none is asked for without seats."""
    named: dict[int, dict[str, str]] = defaultdict(dict)
    if seated:
        ids = {expert.pk for expert in people} | {seat.expert_id for seat in seated}
        for tie in ExpertTie.objects.filter(expert__in=ids):
            named[tie.expert_id][tie.other_name] = str(tie.get_kind_display())
    return named


def _seated_ties(
    expert: Expert, beside: Sequence[Expert], named: Mapping[int, Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Return those seated beside the expert whom either of the two has named."""
    told = named.get(expert.pk, {})
    pairs = [(o.name, told.get(o.name) or named.get(o.pk, {}).get(expert.name, "")) for o in beside]
    return [(name, kind) for name, kind in pairs if kind]


def _shared_employer(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    other = ties.seated_employers.get(ties.expert.employer_id)
    return (
        [_("与%(other)s同属%(name)s") % {"other": other, "name": ties.expert.employer.name}] if other else []
    )


def _declared(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[str]:
    return [d.organization.name + _("，") + d.reason for d in ties.declarations]


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


_TESTS: dict[str, Callable[[ConflictRule, _Ties, Consortium], list[str]]] = {
    "same_legal_person": _same_legal_person,
    "consortium_member": _consortium_member,
    "recent_employment": _recent_employment,
    "joint_work": _joint_work,
    "shared_employer": _shared_employer,
    "tied_expert": _tied_expert,
    "declared": _declared,
}
