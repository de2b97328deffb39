"""What the scores of a round come to: weighted points, their mean and their spread.

What counts is the latest scoring, that after the discussion where there was one; the first stands beside it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import QuerySet

from xiangchuang.policy.pack import Pack, Verdict
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.meeting.models import SecondScoring
from xiangchuang.reviews.models import Review
from xiangchuang.reviews.write_review import items_for

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class ItemFigures:
    """One line of the sheet over all experts who scored it: mean, lowest and highest of the pack's scale.

    `first_mean` is that before the discussion.
    """

    label: str
    weight: int
    mean: Decimal
    low: int
    high: int
    first_mean: Decimal


@dataclass(frozen=True)
class RoundFigures:
    """A round's verdict counts in the pack's order, and totals out of 100.

    `firsts` are the totals before the discussion, in the order of `totals`; `was_discussed` says whether
    anybody has scored again or confirmed the first scores.
    """

    verdicts: tuple[tuple[Verdict, int], ...]
    items: tuple[ItemFigures, ...]
    totals: tuple[tuple[Review, Decimal], ...]
    firsts: tuple[Decimal, ...] = ()
    was_discussed: bool = False

    @property
    def mean(self) -> Decimal | None:
        return _mean([total for _review, total in self.totals])

    @property
    def first_mean(self) -> Decimal | None:
        """The mean before the discussion."""
        return _mean(self.firsts)

    @property
    def spread(self) -> Decimal | None:
        """Highest total less the lowest: how far the experts are apart."""
        return _spread([total for _review, total in self.totals])

    @property
    def first_spread(self) -> Decimal | None:
        """How far the experts were apart before the discussion."""
        return _spread(self.firsts)


def with_scores(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Return the reviews with all that figures are made of, in as many queries for any number of them."""
    return reviews.select_related("second").prefetch_related("scores", "second__scores")


def second_of(review: Review) -> SecondScoring | None:
    """Return what the expert said after the discussion, or None."""
    found: SecondScoring | None = getattr(review, "second", None)
    return found


def latest_verdict(review: Review) -> str:
    """Return the verdict that counts: the one after the discussion, if there was one."""
    second = second_of(review)
    return second.verdict if second else review.verdict


def first_points(review: Review) -> dict[str, int | None]:
    """Return the points of the first scoring, by item."""
    return {s.item: s.points for s in review.scores.all()}


def latest_points(review: Review) -> dict[str, int | None]:
    """Return the points that count, by item."""
    points = first_points(review)
    if second := second_of(review):
        points |= {s.item: s.points for s in second.scores.all()}
    return points


def weighted_total(review: Review, pack: Pack) -> Decimal:
    """Return the latest points out of 100, weighted by the items that the expert's kind scores."""
    return _weighted(latest_points(review), review, pack)


def first_total(review: Review, pack: Pack) -> Decimal:
    """Return the points given before the discussion out of 100, weighted alike."""
    return _weighted(first_points(review), review, pack)


def round_figures(reviews: Sequence[Review], pack: Pack) -> RoundFigures:
    """Return the figures of submitted reviews (see `with_scores`, seats at hand)."""
    counts = Counter(latest_verdict(review) for review in reviews)
    return RoundFigures(
        verdicts=tuple((verdict, counts[verdict.code]) for verdict in pack.review.verdicts),
        items=tuple(_item_figures(reviews, pack)),
        totals=tuple((review, weighted_total(review, pack)) for review in reviews),
        firsts=tuple(first_total(review, pack) for review in reviews),
        was_discussed=any(second_of(review) for review in reviews),
    )


def _weighted(points: dict[str, int | None], review: Review, pack: Pack) -> Decimal:
    items = items_for(review.seat.kind, pack)
    gained = sum(Decimal((points.get(item.code) or 0) * item.weight) for item in items)
    full = pack.review.scale * sum(item.weight for item in items)
    return (Decimal(gained) * 100 / full).quantize(_CENT, ROUND_HALF_EVEN)


def _item_figures(reviews: Sequence[Review], pack: Pack) -> list[ItemFigures]:
    latest = [latest_points(review) for review in reviews]
    before = [first_points(review) for review in reviews]
    figures = []
    for item in pack.review.items:
        points = [given for own in latest if (given := own.get(item.code)) is not None]
        first = _mean([Decimal(given) for own in before if (given := own.get(item.code)) is not None])
        mean = _mean([Decimal(given) for given in points])
        if mean is not None and first is not None:
            label = words(item.label)
            figures.append(ItemFigures(label, item.weight, mean, min(points), max(points), first))
    return figures


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return Decimal(sum(values, Decimal(0)) / len(values)).quantize(_CENT, ROUND_HALF_EVEN) if values else None


def _spread(values: Sequence[Decimal]) -> Decimal | None:
    return max(values) - min(values) if values else None
