"""What the scores of a round come to: weighted points, their mean and their spread."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from xiangchuang.policy.pack import Pack, Verdict
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import Review
from xiangchuang.reviews.write_review import items_for

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class ItemFigures:
    """One line of the sheet over all experts who scored it: mean, lowest and highest of the pack's scale."""

    label: str
    weight: int
    mean: Decimal
    low: int
    high: int


@dataclass(frozen=True)
class RoundFigures:
    """A round's verdict counts in the pack's order, and totals out of 100."""

    verdicts: tuple[tuple[Verdict, int], ...]
    items: tuple[ItemFigures, ...]
    totals: tuple[tuple[Review, Decimal], ...]

    @property
    def mean(self) -> Decimal | None:
        values = [total for _review, total in self.totals]
        return (
            Decimal(sum(values, Decimal(0)) / len(values)).quantize(_CENT, ROUND_HALF_EVEN)
            if values
            else None
        )

    @property
    def spread(self) -> Decimal | None:
        """Highest total less the lowest: how far the experts are apart."""
        values = [total for _review, total in self.totals]
        return max(values) - min(values) if values else None


def weighted_total(review: Review, pack: Pack) -> Decimal:
    """Return the review's points out of 100, weighted by the items that the expert's kind scores."""
    items = items_for(review.seat.kind, pack)
    points = {s.item: s.points or 0 for s in review.scores.all()}
    gained = sum(Decimal(points.get(item.code, 0) * item.weight) for item in items)
    full = pack.review.scale * sum(item.weight for item in items)
    return (Decimal(gained) * 100 / full).quantize(_CENT, ROUND_HALF_EVEN)


def round_figures(reviews: Sequence[Review], pack: Pack) -> RoundFigures:
    """Return the figures of submitted reviews (with seat and scores at hand)."""
    counts = Counter(review.verdict for review in reviews)
    return RoundFigures(
        verdicts=tuple((verdict, counts[verdict.code]) for verdict in pack.review.verdicts),
        items=tuple(_item_figures(reviews, pack)),
        totals=tuple((review, weighted_total(review, pack)) for review in reviews),
    )


def _item_figures(reviews: Sequence[Review], pack: Pack) -> list[ItemFigures]:
    figures = []
    for item in pack.review.items:
        points = [
            s.points for review in reviews for s in review.scores.all()
            if s.item == item.code and s.points is not None
        ]  # fmt: skip
        if points:
            mean = (Decimal(sum(points)) / len(points)).quantize(_CENT, ROUND_HALF_EVEN)
            figures.append(ItemFigures(words(item.label), item.weight, mean, min(points), max(points)))
    return figures
