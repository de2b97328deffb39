"""How far the scoring is: sheets handed in by each expert, scorers of each kind for each center."""

from collections import Counter
from dataclasses import dataclass

from xiangchuang.evaluation.scoring_rule import scoring_panel_rule
from xiangchuang.evaluation.scoring_sheets import active_scorers, sheets_of
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import Panel, Seat


@dataclass(frozen=True)
class SeatProgress:
    """One expert: how many centers there are to score, and how many are handed in."""

    seat: Seat
    kind: str
    centers: int
    submitted: int


@dataclass(frozen=True)
class CenterProgress:
    """One center: for each kind, (words, handed in, needed)."""

    name: str
    kinds: tuple[tuple[str, int, int], ...]

    @property
    def is_enough(self) -> bool:
        return all(have >= need for _words, have, need in self.kinds)


@dataclass(frozen=True)
class Progress:
    """The scoring of a round."""

    seats: tuple[SeatProgress, ...]
    centers: tuple[CenterProgress, ...]


def progress_of(panel: Panel, pack: Pack) -> Progress:
    """Return how far the panel is; the queries grow neither with seats nor with centers."""
    seats = active_scorers(panel)
    sheets = sheets_of(panel, pack, seats)
    labels = {kind.code: (words(kind.label), kind.seats) for kind in scoring_panel_rule(pack).kinds}
    all_of = Counter(sheet.seat.pk for sheet in sheets)
    done_of = Counter(sheet.seat.pk for sheet in sheets if sheet.is_submitted)
    have = Counter((sheet.subject.pk, sheet.seat.kind) for sheet in sheets if sheet.is_submitted)
    names = {sheet.subject.pk: sheet.subject.center.name for sheet in sheets}
    wanted = {(sheet.subject.pk, sheet.seat.kind) for sheet in sheets}
    return Progress(
        tuple(
            SeatProgress(seat, labels[seat.kind][0], all_of[seat.pk], done_of[seat.pk])
            for seat in seats
            if seat.kind in labels
        ),
        tuple(
            CenterProgress(
                name,
                tuple(_named(labels[kind], have[pk, kind]) for kind in labels if (pk, kind) in wanted),
            )
            for pk, name in names.items()
        ),
    )


def _named(label: tuple[str, int], have: int) -> tuple[str, int, int]:
    words_, need = label
    return words_, have, need
