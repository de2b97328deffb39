"""What each seated expert scores: the centers without a conflict, by the indicators of the expert's kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.evaluation.asked_materials import set_of
from xiangchuang.evaluation.collection_standing import scored_subjects
from xiangchuang.evaluation.models import ExpertScore, Round, Subject
from xiangchuang.evaluation.scorer_conflicts import conflicts_by_center
from xiangchuang.evaluation.scoring_rule import scored_by
from xiangchuang.policy.evaluation.indicators import Indicator
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import NotFound
from xiangchuang.reviews.models import ACTIVE_SEATS, Panel, Seat


@dataclass(frozen=True)
class Sheet:
    """One seat's task for one center, and how far it is."""

    seat: Seat
    subject: Subject
    indicators: tuple[Indicator, ...]
    rows: tuple[ExpertScore, ...] = ()

    @property
    def is_submitted(self) -> bool:
        """Whether every indicator was marked and handed in."""
        done = {row.indicator for row in self.rows if row.submitted_at is not None}
        return all(indicator.code in done for indicator in self.indicators)

    @property
    def is_begun(self) -> bool:
        return any(row.score or row.reason for row in self.rows)


def sheets_of(panel: Panel, pack: Pack, seats: Sequence[Seat] | None = None) -> list[Sheet]:
    """Return the sheets of the panel's active seats, or of those told, center by center.

    An expert in conflict with a center has no sheet for it; neither has one whose kind it does not ask.
    The queries do not grow with seats or centers.
    """
    active = list(seats) if seats is not None else active_scorers(panel)
    round_ = Round.objects.get(case=panel.case_id)
    subjects = list(scored_subjects(round_, pack).select_related("center__organization"))
    on = clock.day_of(panel.created_at)
    conflicts = conflicts_by_center(subjects, [seat.expert for seat in active], pack=pack, on=on)
    written = ExpertScore.objects.filter(seat__in=active).order_by("pk")
    rows: dict[tuple[int, int], list[ExpertScore]] = {}
    for row in written:
        rows.setdefault((row.seat_id, row.subject_id), []).append(row)
    return [
        Sheet(seat, subject, indicators, tuple(rows.get((seat.pk, subject.pk), ())))
        for subject in subjects
        for seat in active
        if not conflicts[subject.pk][seat.expert_id]
        and (indicators := scored_by(set_of(subject, pack), seat.kind))
    ]


def active_scorers(panel: Panel) -> list[Seat]:
    """Return the seats that count, with expert and employer at hand."""
    return list(panel.seats.filter(state__in=ACTIVE_SEATS).select_related("expert__employer", "expert__user"))


def sheet_for(seat: Seat, pack: Pack, subject_id: int) -> Sheet:
    """Return the expert's sheet for one center; NotFound for one in conflict or of another round alike."""
    for sheet in sheets_of(seat.panel, pack, [seat]):
        if sheet.subject.pk == subject_id:
            return sheet
    raise NotFound(_("没有这份评分表，或者它不由您填写。"))
