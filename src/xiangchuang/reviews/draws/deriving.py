"""From a committed list and a seed to seats: who was drawn, who gave way, who comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from xiangchuang.assignment.draw.document import read_document
from xiangchuang.assignment.draw.record import write_record
from xiangchuang.assignment.draw.replay import DrawnSeat, Draws, Recusal, ReplacementError
from xiangchuang.experts.models import Expert
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step
from xiangchuang.reviews.candidates import candidate
from xiangchuang.reviews.draws.drawn_list import panel_key
from xiangchuang.reviews.models import Panel, PanelDraw, Seat
from xiangchuang.reviews.panel import place


@dataclass
class Derivation:
    """One draw under way. `passed` are those who gave way: [person, reason, key of the panel]."""

    draw: PanelDraw
    seed: str
    passed: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._draws = Draws(read_document(self.draw.document))
        self._seats = self._derived()

    def _derived(self) -> tuple[DrawnSeat, ...]:
        return self._draws.draw(self.seed, recusals(self.passed)).seats

    def seat(self, step: Step, panel: Panel) -> list[str]:
        """Seat all who were drawn for the panel, inside a verb under way, and return their names and kinds.

        Whoever may not sit any more gives way. Raises Blocked when nobody of the list is left.
        """
        key, names = panel_key(panel), []
        for at, seat in enumerate(self._seats):
            if seat.proposal == key:
                drawn = self._first_able(at, panel, step.case, step.pack)
                expert = Expert.objects.get(pk=int(drawn.person))
                place(step, expert, drawn.kind, draw=self.draw)
                names.append(f"{expert.name}（{drawn.kind}）")
        return names

    def _first_able(self, at: int, panel: Panel, case: Case, pack: Pack) -> DrawnSeat:
        while True:
            drawn = self._seats[at]
            expert = Expert.objects.get(pk=int(drawn.person))
            weighed = candidate(expert, kind=drawn.kind, panel=panel, case=case, pack=pack)
            if not weighed.obstacle:
                return drawn
            self.passed.append([drawn.person, weighed.obstacle, drawn.proposal])
            try:
                self._seats = self._derived()
            except ReplacementError as error:
                raise Blocked(
                    _("名单承诺后情况有变，抽取名单中已没有可以入席的专家。"),
                    remedy=_("撤回抽取并写明原因，再重新承诺名单。"),
                ) from error

    def keep(self) -> None:
        """Write seed, record and those who gave way to the row."""
        draw = self.draw
        draw.seed, draw.passed_over = self.seed, self.passed
        draw.record = write_record(self._draws.document, self.seed, recusals(self.passed))
        draw.save(
            update_fields=["seed", "seed_published_in", "seeded_at", "seeded_by", "passed_over", "record"]
        )


@dataclass(frozen=True)
class NextNumber:
    """Who comes by the draw for one who left, and all who gave way up to then."""

    draw: PanelDraw
    expert: Expert
    passed: list[list[str]]


def next_number(seat: Seat, case: Case, pack: Pack) -> NextNumber | None:
    """Return who comes next for a drawn seat that was left; None when nobody of the list may sit any more."""
    draw = seat.draw
    if draw is None:
        return None
    key = panel_key(seat.panel)
    draws = Draws(read_document(draw.document))
    passed = [*draw.passed_over, [str(seat.expert_id), seat.leaving_reason, key]]
    while True:
        try:
            outcome = draws.draw(draw.seed, recusals(passed))
        except ReplacementError:
            return None
        came = outcome.replacements[-1].came
        expert = Expert.objects.select_related("employer").get(pk=int(came))
        weighed = candidate(expert, kind=seat.kind, panel=seat.panel, case=case, pack=pack)
        if not weighed.obstacle:
            return NextNumber(draw, expert, passed)
        passed.append([came, weighed.obstacle, key])


def recusals(passed: Sequence[Sequence[str]]) -> list[Recusal]:
    """Return those who gave way as a replay takes them."""
    return [Recusal(key, person) for person, _reason, key in passed]
