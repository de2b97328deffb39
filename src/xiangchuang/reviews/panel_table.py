"""The panel as pages show it: kinds needed and filled, and a line for each seat."""

from collections import Counter
from dataclasses import dataclass

from xiangchuang.policy.pack import Pack, PanelKind
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat, SeatState
from xiangchuang.reviews.panel_matters import panel_matter, panel_rule

GONE = (SeatState.RECUSED, SeatState.REMOVED)


@dataclass(frozen=True)
class KindLine:
    """How many experts of a kind are needed and sit."""

    kind: PanelKind
    have: int

    @property
    def is_filled(self) -> bool:
        return self.have >= self.kind.seats


@dataclass(frozen=True)
class SeatLine:
    """A seat with the words for its kind and what may be done with it."""

    seat: Seat
    kind_label: str
    is_active: bool
    may_leave: bool
    wants_replacement: bool


@dataclass(frozen=True)
class PanelTable:
    """A panel in three queries, however many seats."""

    panel: Panel
    kinds: tuple[KindLine, ...]
    seats: tuple[SeatLine, ...]
    chosen_by: str

    @property
    def has_drawn(self) -> bool:
        """Whether lots were drawn: then it is said of every seat how it was filled."""
        return any(line.seat.draw_id is not None for line in self.seats)

    @property
    def size(self) -> int:
        return sum(line.is_active for line in self.seats)


def panel_table(panel: Panel, pack: Pack) -> PanelTable:
    """Return the table of a panel; those who left come last."""
    rule = panel_rule(panel.case, pack)
    seats = list(panel.seats.select_related("expert__employer", "nominated_by", "replaces__expert"))
    replaced = {seat.replaces_id for seat in seats}
    have = Counter(seat.kind for seat in seats if seat.state in ACTIVE_SEATS)
    labels: dict[str, str] = {kind.code: words(kind.label) for kind in rule.kinds}
    order = {code: position for position, code in enumerate(labels)}
    lines = [
        SeatLine(
            seat=seat,
            kind_label=labels.get(seat.kind, seat.kind),
            is_active=seat.state in ACTIVE_SEATS,
            may_leave=seat.state in ACTIVE_SEATS and seat.state != SeatState.SUBMITTED,
            wants_replacement=seat.state in GONE and seat.pk not in replaced
            and (seat.state == SeatState.RECUSED or panel.reading_opened_at is not None
                 or seat.draw_id is not None),
        )
        for seat in seats
    ]  # fmt: skip
    lines.sort(key=lambda line: (not line.is_active, order.get(line.seat.kind, len(order)), line.seat.pk))
    kinds = tuple(KindLine(kind, have[kind.code]) for kind in rule.kinds)
    return PanelTable(panel, kinds, tuple(lines), str(panel_matter(panel.case).chosen_by))
