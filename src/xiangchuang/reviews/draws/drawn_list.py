"""The list a draw is made from: the seats, who may be drawn, who may not and why, and everybody's odds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.document import Document, Exclusion
from xiangchuang.assignment.draw.odds import UNIT, Chances, OddsError, prepare
from xiangchuang.assignment.problem import PanelRules, Person, Proposal, Round, RoundError, Span, Spread
from xiangchuang.assignment.topics import fitness
from xiangchuang.experts.models import Expert, ExpertWork
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import DrawRule, PanelRule
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.proposals.models import Proposal as Plan
from xiangchuang.proposals.queries import submitted_revision
from xiangchuang.reviews.candidates import OBSTACLES
from xiangchuang.reviews.draws.known_people import CITY, KnownPeople, groups_of, known_people
from xiangchuang.reviews.draws.scarce_words import scarce_words
from xiangchuang.reviews.models import Panel
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule
from xiangchuang.search.words import search_words

CODE = "xiangchuang-panels/1"
ROTATION = "rotation"


@dataclass(frozen=True)
class DrawnList:
    """All that decides panels but their odds: the round, and each exclusion with its words."""

    round: Round
    exclusions: tuple[Exclusion, ...]
    experts: dict[str, Expert]

    @property
    def by_kind(self) -> dict[str, int]:
        """Return how many may be drawn for some panel, by kind; who holds two kinds counts in both."""
        barred = Counter(exclusion.person for exclusion in self.exclusions)
        barred.update(person for proposal in self.round.proposals for person, _kind in proposal.seated)
        free = [p for p in self.round.people if barred[p.key] < len(self.round.proposals)]
        return Counter(kind for person in free for kind in person.kinds)


def over_all_cities(listed: DrawnList) -> DrawnList | None:
    """Return the same list without a limit for people of one city; None where it has none."""
    rules = listed.round.rules
    kept = tuple(spread for spread in rules.spreads if spread.rule != CITY)
    if len(kept) == len(rules.spreads):
        return None
    return replace(listed, round=replace(listed.round, rules=replace(rules, spreads=kept)))


def panel_key(panel: Panel) -> str:
    """Return what a panel is called in a list: the number of its case and the round."""
    return f"{panel.case.number}/{panel.run.round}"


def drawn_list(panel: Panel, case: Case, pack: Pack, *, spread: bool = False) -> DrawnList:
    """Return the list of one panel as it stands now; raises as `round_list` does."""
    panel.case = case
    return round_list([panel], pack, spread=spread)


def round_list(panels: Sequence[Panel], pack: Pack, *, spread: bool = False) -> DrawnList:
    """Return the list of panels that are formed together, with case and run at hand.

    `spread` asks for what a draw cannot keep: few of one city, and no two whom a tie keeps apart.
    Raises Blocked when those seated break a rule already.
    """
    rule = panel_rule(panels[0].case, pack)
    known = known_people(panels, pack)
    exclusions = tuple(exclusion for panel in panels for exclusion in _exclusions(panel, known, pack))
    place = {str(pk): at for at, pk in enumerate(known.experts)}
    row = {panel_key(panel): at for at, panel in enumerate(panels)}
    groups, spreads = groups_of(known, rule, spread=spread)
    try:
        given = Round(
            [
                Proposal(panel_key(panel), tuple((str(s.expert_id), s.kind) for s in known.seats[panel.pk]))
                for panel in panels
            ],
            [_person(expert, known, groups[expert.pk]) for expert in known.experts.values()],
            _rules(rule, known, spreads),
            _fitness([panel.case for panel in panels], list(known.experts.values()), rule, pack),
            {(row[e.proposal], place[e.person]): e.rule for e in exclusions},
        )
    except RoundError as error:
        raise Blocked(
            _("已入席的专家不符合组成规则，不能为其余席位抽取或建议。%(which)s")
            % {"which": error.proposal.partition("/")[0]},
            remedy=_("先撤换不符合规则的席位，再重新办理。"),
            clause=rule.size.interprets or rule.size.clause,
        ) from error
    return DrawnList(given, exclusions, {str(pk): expert for pk, expert in known.experts.items()})


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
    return replace(
        document, exclusions=tuple(sorted(listed.exclusions, key=lambda e: (e.proposal, e.person)))
    )


def _person(expert: Expert, known: KnownPeople, groups: dict[str, str]) -> Person:
    """Seats on these panels are the person's already; load and rest say how many further ones may follow."""
    held, load = known.held[expert.pk], known.loads[expert.pk]
    room = expert.load_limit - load
    if known.rest_after is not None:
        room = min(room, known.rest_after - known.lately[expert.pk])
    carried = max(0, load - held)
    return Person(
        str(expert.pk), known.kinds[expert.pk], carried + held + max(0, room), carried=carried, groups=groups
    )


def _exclusions(panel: Panel, known: KnownPeople, pack: Pack) -> list[Exclusion]:
    """Who may not sit on the panel and why. How somebody judged keeps nobody out; who sat often rests."""
    key, sitting = panel_key(panel), {seat.expert_id for seat in known.seats[panel.pk]}
    weighed = {c.expert.pk: c for c in known.weighed[panel.pk]}
    found = []
    for pk in known.experts:
        if pk in sitting:
            continue
        if pk not in weighed:
            found.append(Exclusion(key, str(pk), "left", str(OBSTACLES["left"])))
        elif weighed[pk].obstacle:
            found.append(Exclusion(key, str(pk), weighed[pk].rule, weighed[pk].obstacle))
        elif known.rest_after is not None and known.lately[pk] >= known.rest_after:
            told = _("一年内承担 %(seats)d 个席位，达到 %(most)d 个，轮换休息")
            seats = {"seats": known.lately[pk], "most": known.rest_after}
            found.append(Exclusion(key, str(pk), ROTATION, told % seats))
    return found


def _rules(rule: PanelRule, known: KnownPeople, spreads: tuple[Spread, ...]) -> PanelRules:
    """The pack's fewest, and room for what was seated by hand beyond them."""
    most = 0
    for seats in known.seats.values():
        by_hand = Counter(seat.kind for seat in seats)
        needed = sum(max(kind.seats, by_hand[kind.code]) for kind in rule.kinds)
        # An even number of needed seats takes one more where the panel is odd.
        most = max(most, rule.size.min + 1, needed + 1)
    kinds: dict[str, Span] = {kind.code: Span(kind.seats, most) for kind in rule.kinds}
    return PanelRules(kinds, Span(rule.size.min, most), rule.size.odd, spreads)


def _fitness(  # type: ignore[no-untyped-def]
    cases: Sequence[Case], experts: Sequence[Expert], rule: PanelRule, pack: Pack
):
    """How well fields, works and biography answer the submitted plans: cases x experts, 0 to 1."""
    kinds = [kind.code for kind in rule.kinds]
    flags = np.zeros((len(experts), len(kinds)), bool)
    for row, expert in enumerate(experts):
        for held in expert.kinds.all():
            if held.kind in kinds:
                flags[row, kinds.index(held.kind)] = True
    sought = [_sought_words(case, pack) for case in cases]
    return fitness(sought, _expert_words(experts, pack), flags, most=max(1, len(experts)))


def _sought_words(case: Case, pack: Pack) -> list[str]:
    """Return the words of what the panel is formed for: of the plan, unless the matter says of what."""
    if (about := panel_matter(case).about) is not None:
        return list(dict.fromkeys(search_words(about(case, pack))))
    return _plan_words(case)


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
