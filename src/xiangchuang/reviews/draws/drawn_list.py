"""The list a draw is made from: the seats, who may be drawn, who may not and why, and everybody's odds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.document import Document, Exclusion
from xiangchuang.assignment.draw.odds import ORGANIZATION, UNIT, Chances, OddsError, prepare
from xiangchuang.assignment.problem import PanelRules, Person, Proposal, Round, RoundError, Span, Spread
from xiangchuang.assignment.topics import fitness
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert, ExpertWork
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import DrawRule, PanelRule
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import Proposal as Plan
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.candidates import Candidate, library
from xiangchuang.reviews.draws.scarce_words import scarce_words
from xiangchuang.reviews.expert_quality import rotation_standing
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import active_seats
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.search.words import search_words

CODE = "xiangchuang-panels/1"
SHARED_EMPLOYER = "shared_employer"
ROTATION = "rotation"


@dataclass(frozen=True)
class DrawnList:
    """All that decides one panel but its odds: the round of one case, and each exclusion with its words."""

    round: Round
    exclusions: tuple[Exclusion, ...]
    experts: dict[str, Expert]

    @property
    def by_kind(self) -> dict[str, int]:
        """Return how many may be drawn, by kind; who holds two kinds counts in both."""
        out = {exclusion.person for exclusion in self.exclusions}
        out |= {person for person, _kind in self.round.proposals[0].seated}
        return Counter(k for p in self.round.people if p.key not in out for k in p.kinds)


def drawn_list(panel: Panel, case: Case, pack: Pack) -> DrawnList:
    """Return the list as it stands now; raises Blocked when those seated break a rule already."""
    rule = panel_rule(case, pack)
    seats = active_seats(panel)
    sitting = {seat.expert_id: seat.kind for seat in seats}
    weighed = [c for c in library(panel=panel, case=case, pack=pack) if c.expert.pk not in sitting]
    listed = [*_seated(seats), *weighed]
    people = [_person(c, sitting.get(c.expert.pk, "")) for c in listed]
    key = f"{case.number}/{panel.run.round}"
    exclusions = _exclusions(key, weighed, pack)
    place = {person.key: at for at, person in enumerate(people)}
    try:
        given = Round(
            [Proposal(key, tuple((str(seat.expert_id), seat.kind) for seat in seats))],
            people,
            _rules(rule, seats),
            _fitness(case, [c.expert for c in listed], rule, pack),
            {(0, place[e.person]): e.rule for e in exclusions},
        )
    except RoundError as error:
        raise Blocked(
            _("已入席的专家不符合组成规则，不能抽取其余席位。"),
            remedy=_("先撤换不符合规则的席位，再承诺名单。"),
            clause=rule.size.interprets or rule.size.clause,
        ) from error
    return DrawnList(given, exclusions, {str(c.expert.pk): c.expert for c in listed})


def document_of(listed: DrawnList, rule: PanelRule, draw: DrawRule, seed_on: date) -> Document:
    """Return the document to commit to; raises Blocked, with the scarce kinds, where no odds keep the rules.

    The source and the day of the seed are part of it: nobody chooses among seeds afterwards.
    """
    stated = {
        "seed_source": draw.seed_source.zh,
        "seed_on": seed_on.isoformat(),
        "highest_odds": f"{draw.highest_odds}%",
        "names": {key: expert.name for key, expert in listed.experts.items()},
    }
    chances = Chances(UNIT * draw.highest_odds // 100, draw.evenness / 100, draw.ways, stated)
    try:
        document = prepare(listed.round, CODE, chances)
    except OddsError as error:
        raise Blocked(
            scarce_words(listed.round, error, rule),
            remedy=_("按上面任一办法调整后再承诺名单；也可以先手工选定紧缺的席位。"),
            clause=draw.interprets or draw.clause,
        ) from error
    # The mathematics word an exclusion by its rule; here each person's own evidence stands beside it.
    return replace(document, exclusions=tuple(sorted(listed.exclusions, key=lambda e: e.person)))


def _seated(seats: Sequence[Seat]) -> list[Candidate]:
    return [Candidate(seat.expert, 0) for seat in seats]


def _person(candidate: Candidate, sits_as: str) -> Person:
    """Who sits already has that seat and no other to give."""
    expert = candidate.expert
    kinds = frozenset({sits_as}) if sits_as else frozenset(k.kind for k in expert.kinds.all())
    most, carried = (1, 0) if sits_as else (max(expert.load_limit, candidate.load), candidate.load)
    groups = {ORGANIZATION: str(expert.employer_id)}
    return Person(str(expert.pk), kinds, most, carried=carried, groups=groups)


def _exclusions(key: str, weighed: Sequence[Candidate], pack: Pack) -> tuple[Exclusion, ...]:
    barred = [Exclusion(key, str(c.expert.pk), c.rule, c.obstacle) for c in weighed if c.obstacle]
    free = [c.expert for c in weighed if not c.obstacle]
    return (*barred, *_rested(key, free, pack))


def _rested(key: str, experts: Sequence[Expert], pack: Pack) -> list[Exclusion]:
    """Who sat often lately rests. How somebody judged keeps nobody out of a draw."""
    rule = pack.experts.quality
    if rule is None:
        return []
    found = rotation_standing(experts, pack=pack, on=clock.today())
    return [
        Exclusion(
            key, str(pk), ROTATION,
            _("一年内承担 %(seats)d 个席位，达到 %(most)d 个，轮换休息")
            % {"seats": one.seats_lately, "most": rule.rest_after_seats},
        )
        for pk, one in found.items()
        if one.seats_lately >= rule.rest_after_seats
    ]  # fmt: skip


def _rules(rule: PanelRule, seats: Sequence[Seat]) -> PanelRules:
    """The pack's fewest, and room for what was seated by hand beyond them."""
    by_hand = Counter(seat.kind for seat in seats)
    needed = sum(max(kind.seats, by_hand[kind.code]) for kind in rule.kinds)
    # An even number of needed seats takes one more where the panel is odd.
    most = max(rule.size.min, needed) + 1
    limited = any(conflict.code == SHARED_EMPLOYER for conflict in rule.conflicts)
    return PanelRules(
        {kind.code: Span(kind.seats, most) for kind in rule.kinds},
        Span(rule.size.min, most),
        rule.size.odd,
        (Spread(SHARED_EMPLOYER, ORGANIZATION, 1),) if limited else (),
    )


def _fitness(case: Case, experts: Sequence[Expert], rule: PanelRule, pack: Pack):  # type: ignore[no-untyped-def]
    """How well fields, works and biography answer the words of the submitted plan: 1 x experts, 0 to 1."""
    kinds = [kind.code for kind in rule.kinds]
    flags = np.zeros((len(experts), len(kinds)), bool)
    for row, expert in enumerate(experts):
        for held in expert.kinds.all():
            if held.kind in kinds:
                flags[row, kinds.index(held.kind)] = True
    return fitness([_plan_words(case)], _expert_words(experts, pack), flags, most=max(1, len(experts)))


def _plan_words(case: Case) -> list[str]:
    plan = Plan.objects.filter(case=case).first()
    revision = submitted_revision(plan) if plan is not None else None
    found = dict.fromkeys(search_words(case.title))
    if revision is not None:
        for section in revision.sections.all():
            found.update(dict.fromkeys(search_words(f"{section.title}\n{_text(section.blocks)}")))
    return list(found)


def _text(block: object) -> str:
    """Return all text a block holds, whatever its kind."""
    if isinstance(block, dict):
        return "\n".join(_text(part) for name, part in block.items() if name not in {"id", "kind", "type"})
    if isinstance(block, list):
        return "\n".join(_text(part) for part in block)
    return block if isinstance(block, str) else ""


def _expert_words(experts: Sequence[Expert], pack: Pack) -> list[list[str]]:
    names = {known.code: words(known.label) for o in pack.orientations for known in o.fields}
    works: dict[int, list[str]] = {expert.pk: [] for expert in experts}
    for pk, title in ExpertWork.objects.filter(expert__in=works).values_list("expert", "title"):
        works[pk].append(title)
    return [
        search_words(
            "\n".join(
                [expert.title, expert.bio, *works[expert.pk],
                 *(names.get(known.field, known.field) for known in expert.fields.all())]
            )
        )
        for expert in experts
    ]  # fmt: skip
