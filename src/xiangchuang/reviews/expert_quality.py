"""How experts have worked, computed from their seats and reviews: for rotation, with reasons.

Read by the department when it builds a panel. An expert learns the own punctuality and nothing else;
applicants and other experts learn nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from typing import Final, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert
from xiangchuang.policy.experts import MeasureCode, QualityRule
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import ACTIVE_SEATS, Review, Seat
from xiangchuang.reviews.scores import first_total

Advice = Literal["ready", "rest", "unknown"]
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Measure:
    """One measure: its name, weight, and value from 0 to 100; None where nothing is known."""

    label: str
    weight: int
    value: int | None


@dataclass(frozen=True)
class RotationStanding:
    """Whether an expert should be asked again now, and why, in words.

    score: of 100, None below the pack's fewest reviews. seats_lately: seats held within the last year.
    """

    advice: Advice
    reviews: int
    on_time: int
    seats_lately: int
    score: int | None
    measures: tuple[Measure, ...] = ()
    reasons: tuple[str, ...] = ()


def rotation_standing(experts: Iterable[Expert], *, pack: Pack, on: date) -> dict[int, RotationStanding]:
    """Return the standing of each expert (by id) on that day; six queries, however many experts.

    A pack without a rule of quality gives everybody "unknown", with the seats of the last year alone.
    """
    ids = [expert.pk for expert in experts]
    lately = _seats_since(ids, on)
    rule = pack.experts.quality
    if rule is None:
        return {pk: RotationStanding("unknown", 0, 0, lately[pk], None) for pk in ids}
    reviews = _reviews_since(ids, on, rule)
    medians = _medians({r.seat.panel_id for r in reviews}, pack)
    by_expert: dict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        by_expert[review.seat.expert_id].append(review)
    return {pk: _standing(by_expert[pk], lately[pk], medians, pack, rule) for pk in ids}


def own_punctuality(expert: Expert, *, pack: Pack, on: date) -> tuple[int, int]:
    """Return (reviews handed in on time, all reviews) within the window: what the expert may know."""
    rule = pack.experts.quality
    if rule is None:
        return 0, 0
    reviews = _reviews_since([expert.pk], on, rule)
    return sum(_on_time(review) for review in reviews), len(reviews)


def _seats_since(ids: Collection[int], on: date) -> dict[int, int]:
    since = _start(on - _YEAR)
    found: dict[int, int] = defaultdict(int)
    rows = Seat.objects.filter(expert__in=ids, state__in=ACTIVE_SEATS, panel__created_at__gte=since)
    for expert_id in rows.values_list("expert_id", flat=True):
        found[expert_id] += 1
    return found


def _reviews_since(ids: Collection[int], on: date, rule: QualityRule) -> list[Review]:
    since = _start(on - rule.window_years * _YEAR)
    rows = Review.objects.filter(
        seat__expert__in=ids, submitted_at__gte=since, seat__panel__run__closed_at__isnull=False
    )
    return list(rows.select_related("seat__panel__run", "seat__rating").prefetch_related("scores"))


def _medians(panels: Collection[int], pack: Pack) -> dict[int, float]:
    """Return the median of the weighted totals of each panel (by id) on which several were heard."""
    totals: dict[int, list[Decimal]] = defaultdict(list)
    rows = Review.objects.filter(seat__panel__in=panels, submitted_at__isnull=False)
    for review in rows.select_related("seat").prefetch_related("scores"):
        totals[review.seat.panel_id].append(first_total(review, pack))
    return {panel: float(median(values)) for panel, values in totals.items() if len(values) > 1}


def _standing(
    reviews: Sequence[Review], lately: int, medians: Mapping[int, float], pack: Pack, rule: QualityRule
) -> RotationStanding:
    values: dict[MeasureCode, int | None] = {
        "punctuality": _mean([100 * _on_time(review) for review in reviews]),
        "completeness": _mean([_completeness(review, rule) for review in reviews]),
        "consensus": _mean(_nearness(reviews, medians, pack, rule)),
        "appeals": _mean([0 if _rated(review, "appeals_upheld") else 100 for review in reviews]),
        "rating": _mean(
            [100 * points / rule.top_rating for review in reviews if (points := _rated(review, "points"))]
        ),
    }
    measures = tuple(Measure(words(m.label), m.weight, values[m.code]) for m in rule.measures)
    score = _score(measures) if len(reviews) >= rule.fewest_reviews else None
    on_time = sum(_on_time(review) for review in reviews)
    reasons = _reasons(len(reviews), on_time, lately, score, rule)
    tired = lately >= rule.rest_after_seats or (score is not None and score < rule.rest_below)
    advice: Advice = "rest" if tired else "ready" if score is not None else "unknown"
    return RotationStanding(advice, len(reviews), on_time, lately, score, measures, reasons)


def _reasons(
    reviews: int, on_time: int, lately: int, score: int | None, rule: QualityRule
) -> tuple[str, ...]:
    said = [_("近 %(years)d 年评审 %(count)d 次，按时 %(on_time)d 次。") % {
        "years": rule.window_years, "count": reviews, "on_time": on_time}]  # fmt: skip
    if lately >= rule.rest_after_seats:
        said.append(
            _("一年内承担 %(seats)d 个席位，达到 %(most)d 个，建议轮换。")
            % {"seats": lately, "most": rule.rest_after_seats}
        )
    else:
        said.append(_("一年内承担 %(seats)d 个席位。") % {"seats": lately})
    if score is None:
        said.append(_("评审不足 %(least)d 次，不作结论。") % {"least": rule.fewest_reviews})
    elif score < rule.rest_below:
        said.append(_("综合 %(score)d 分，低于 %(least)d 分，建议暂停选用。") % {
            "score": score, "least": rule.rest_below})  # fmt: skip
    else:
        said.append(_("综合 %(score)d 分。") % {"score": score})
    return tuple(said)


def _score(measures: Sequence[Measure]) -> int | None:
    """Return the weighted mean of what is known, in whole points."""
    known = [(m.value, m.weight) for m in measures if m.value is not None]
    weight = sum(each for _value, each in known)
    return round(sum(value * each for value, each in known) / weight) if weight else None


def _on_time(review: Review) -> bool:
    due = review.seat.panel.run.due_on
    assert review.submitted_at is not None
    return due is None or clock.day_of(review.submitted_at) <= due


def _completeness(review: Review, rule: QualityRule) -> float:
    lines = list(review.scores.all())
    whole = sum(len(line.justification) >= rule.justification_chars for line in lines)
    return 100 * whole / len(lines) if lines else 0


def _nearness(
    reviews: Sequence[Review], medians: Mapping[int, float], pack: Pack, rule: QualityRule
) -> list[float]:
    return [
        100 * max(0.0, 1 - abs(float(first_total(r, pack)) - medians[r.seat.panel_id]) / rule.far_points)
        for r in reviews
        if r.seat.panel_id in medians
    ]


def _rated(review: Review, name: Literal["points", "appeals_upheld"]) -> int:
    rating = getattr(review.seat, "rating", None)
    return int(getattr(rating, name)) if rating is not None else 0


def _mean(values: Sequence[float]) -> int | None:
    return round(sum(values) / len(values)) if values else None


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), clock.SHANGHAI)
