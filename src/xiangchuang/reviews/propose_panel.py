"""The fittest people for the empty seats of one panel, with proof of how much fitter any could be (5.2-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.assignment.seating import Panels, Unfilled, build_panels
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import PanelRule
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Verb, contribute
from xiangchuang.reviews.draws.drawn_list import DrawnList, drawn_list, over_all_cities
from xiangchuang.reviews.draws.scarce_words import unfilled_words
from xiangchuang.reviews.models import Panel, Seat
from xiangchuang.reviews.panel import panel_at, place
from xiangchuang.reviews.panel_matters import panel_rule

CLOSE: Final = 1e-4
"""A gap that is written as 0.00 %, and is said in words instead."""
SEAT_PROPOSED = Verb("seat_proposed", gettext_lazy("按专业匹配提出建议"))
contribute("review", SEAT_PROPOSED)


@dataclass(frozen=True)
class ProposedSeat:
    """Who is proposed for which kind, and how well the person answers the plan's words, in percent."""

    expert: Expert
    kind: str
    kind_label: str
    fitness: int

    @property
    def pick(self) -> str:
        """The seat as a form names it."""
        return f"{self.expert.pk}:{self.kind}"


@dataclass(frozen=True)
class ProposedPanel:
    """The proposal for the empty seats, and in words how good it is; or why there is none."""

    seats: tuple[ProposedSeat, ...]
    told: str
    is_possible: bool


def propose_panel(panel: Panel, case: Case, pack: Pack) -> ProposedPanel:
    """Return the fittest people who keep every rule beside those seated; reads only."""
    listed, rule = drawn_list(panel, case, pack, spread=True), panel_rule(case, pack)
    found, note = build_panels(listed.round), ""
    if isinstance(found, Unfilled) and (wider := over_all_cities(listed)) is not None:
        listed, found, note = wider, build_panels(wider.round), loosened_words()
    if isinstance(found, Unfilled):
        return ProposedPanel((), unfilled_words(listed.round, found, rule), is_possible=False)
    return ProposedPanel(tuple(seats_told(listed, found, rule)), how_good(found) + note, is_possible=True)


def loosened_words() -> str:
    """Say that a panel can only be filled with more people of one city than the pack advises."""
    return _("按同一市州的人数上限凑不齐，以下建议放宽了市州分布。")


def seats_told(listed: DrawnList, found: Panels, rule: PanelRule, row: int = 0) -> list[ProposedSeat]:
    """Return the seats proposed for the panel of that row: kind by kind, the fittest first."""
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    order = {code: at for at, code in enumerate(labels)}
    place_of = {person.key: at for at, person in enumerate(listed.round.people)}
    key = listed.round.proposals[row].key
    seats = [
        ProposedSeat(
            listed.experts[seat.person], seat.kind, labels[seat.kind],
            round(100 * float(listed.round.affinity[row, place_of[seat.person]])),
        )
        for seat in found.seats
        if seat.proposal == key and not seat.by_hand
    ]  # fmt: skip
    return sorted(seats, key=lambda seat: (order[seat.kind], -seat.fitness, seat.expert.pk))


def how_good(found: Panels) -> str:
    """Return value, bound and gap in words, in hundredths of a perfect seat."""
    facts = {
        "value": f"{found.value * 100:.1f}",
        "bound": f"{found.bound * 100:.1f}",
        "gap": f"{found.gap * 100:.2f}",
    }
    if found.exact:
        return _("匹配度合计 %(value)s 分；已证明没有更匹配的合规专家组。") % facts
    if found.gap < CLOSE:
        return _("匹配度合计 %(value)s 分；已证明任何合规专家组比它高不到万分之一。") % facts
    return _("匹配度合计 %(value)s 分；任何合规专家组不超过 %(bound)s 分，差距至多 %(gap)s%%。") % facts


def seat_proposed(*, actor: Actor, case: Case, seen: int, picks: Sequence[tuple[Expert, str]]) -> list[Seat]:
    """Seat several experts at once, all or none, each under the rules of a seat chosen by hand.

    Raises Invalid without picks, Blocked when reading has opened or somebody may not sit.
    """
    with perform(SEAT_PROPOSED, actor=actor, case=case, seen=seen) as step:
        panel = panel_at(step.at)
        if not picks:
            raise Invalid(_("至少勾选一位专家。"))
        if panel.reading_opened_at is not None:
            raise Blocked(_("专家组已经组成并开始审阅。"), remedy=_("有席位空出时逐席补选。"))
        seats = [place(step, expert, kind) for expert, kind in picks]
        step.subject = f"panel:{panel.pk}"
        step.detail.pop("kind", None)
        step.note(expert=_("、").join(f"{seat.expert.name}（{seat.kind}）" for seat in seats))
    return seats
