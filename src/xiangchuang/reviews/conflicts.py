"""Conflicts of interest of experts with a case, by the rules of the pack's panel (回避)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from xiangchuang.experts.models import ConflictDeclaration, Employment, Expert
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import ConflictRule, Pack
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import MemberRole, Proposal
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
    seated_employers: dict[int, str]
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
    proposal = Proposal.objects.select_related("lead").filter(case=case).first()
    if proposal is None:
        return Consortium()
    members = proposal.memberships.filter(role=MemberRole.MEMBER).select_related("organization")
    lead = {proposal.lead_id: proposal.lead.name}
    own = {m.organization_id: m.organization.name for m in members}
    absorbed = Organization.objects.filter(merged_into__in=[*lead, *own])
    for organization in absorbed:
        target = lead if organization.merged_into_id in lead else own
        target[organization.pk] = organization.name
    return Consortium(lead, own)


def conflicts_of(
    experts: Iterable[Expert], *, case: Case, pack: Pack, on: date, seated: Collection[Seat] = ()
) -> dict[int, list[Conflict]]:
    """Return the conflicts of each expert (by id) with the case on the day `on`, in the pack's order.

    `seated` are the other active seats, for the rule against two of one employer. Five queries at most,
    however many experts.
    """
    people = list(experts)
    consortium = consortium_of(case)
    employments: dict[int, list[Employment]] = defaultdict(list)
    for employment in Employment.objects.filter(expert__in=people, organization__in=consortium.all):
        employments[employment.expert_id].append(employment)
    declarations: dict[int, list[ConflictDeclaration]] = defaultdict(list)
    for declaration in ConflictDeclaration.objects.filter(
        expert__in=people, organization__in=consortium.all
    ).select_related("organization"):
        declarations[declaration.expert_id].append(declaration)
    found: dict[int, list[Conflict]] = {}
    for expert in people:
        others = {s.expert.employer_id: s.expert.name for s in seated if s.expert_id != expert.pk}
        ties = _Ties(expert, employments[expert.pk], declarations[expert.pk], others, on)
        found[expert.pk] = [c for rule in pack.panel.conflicts for c in _judge(rule, ties, consortium)]
    return found


def _judge(rule: ConflictRule, ties: _Ties, consortium: Consortium) -> list[Conflict]:
    """Rules without a test here (kin, shares, joint papers) are those the expert declares on oath."""
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
    "shared_employer": _shared_employer,
    "declared": _declared,
}
