"""One round's scores as the department reads them: the sheet, its spread, and what stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.assignment.scores.sheet import outliers, spread_of
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import RankingRule
from xiangchuang.procedure.pack_words import words
from xiangchuang.reviews.models import Review
from xiangchuang.reviews.scores import latest_points, weighted_total

_CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Apart:
    """A score that stands apart: whose, what it is, and how far off the median of the panel, in points."""

    name: str
    total: Decimal
    off: Decimal

    @property
    def words(self) -> str:
        """Above or below, by how much."""
        told = {"points": abs(self.off)}
        return _("高于中位数 %(points)s 分") % told if self.off > 0 else _("低于中位数 %(points)s 分") % told


@dataclass(frozen=True)
class ScoreSheet:
    """The sheet of a round. `rule` is None where the pack says nothing of outliers: none is then named."""

    table: ListTable
    count: int
    mean: Decimal
    median: Decimal
    least: Decimal
    most: Decimal
    deviation: Decimal
    apart: tuple[Apart, ...]
    rule: RankingRule | None

    @property
    def range(self) -> Decimal:
        """Highest less lowest."""
        return self.most - self.least


def score_sheet(reviews: Sequence[Review], pack: Pack) -> ScoreSheet | None:
    """Return the sheet of submitted reviews (see `with_scores`, expert at hand), None of none. No query."""
    if not reviews:
        return None
    totals = {review.pk: weighted_total(review, pack) for review in reviews}
    spread = spread_of([Fraction(total) for total in totals.values()])
    rule = pack.review.ranking
    return ScoreSheet(
        table=_table(reviews, totals, pack),
        count=spread.count,
        mean=cents(spread.mean),
        median=cents(spread.median),
        least=cents(spread.least),
        most=cents(spread.most),
        deviation=cents(Decimal(spread.variance.numerator) / spread.variance.denominator, root=True),
        apart=_apart(reviews, totals, spread.median, rule) if rule is not None else (),
        rule=rule,
    )


def _apart(
    reviews: Sequence[Review], totals: dict[int, Decimal], median: Fraction, rule: RankingRule
) -> tuple[Apart, ...]:
    names = {str(review.pk): review.seat.expert.name for review in reviews}
    found = outliers(
        {str(pk): Fraction(total) for pk, total in totals.items()},
        apart=Fraction(rule.outlier_deviations),
        at_least=Fraction(rule.outlier_points),
    )
    return tuple(Apart(names[one.expert], cents(one.score), cents(one.score - median)) for one in found)


def _table(reviews: Sequence[Review], totals: dict[int, Decimal], pack: Pack) -> ListTable:
    """A line an expert: points by item as given, and the weighted total."""
    items, scale = pack.review.items, pack.review.scale
    kinds: dict[str, str] = {kind.code: words(kind.label) for kind in pack.panel.kinds}
    columns = [Column(_("专家"), is_lead=True), Column(_("类别"))]
    columns += [
        Column(words(item.label), _("权重 %(weight)d") % {"weight": item.weight}, is_number=True)
        for item in items
    ]
    columns.append(Column(_("加权分"), is_number=True))
    lines = []
    for review in sorted(reviews, key=lambda one: (-totals[one.pk], one.pk)):
        points = latest_points(review)
        given = [points.get(item.code) for item in items]
        seat = review.seat
        lines.append(Row([seat.expert.name, kinds.get(seat.kind, seat.kind), *given, totals[review.pk]]))
    caption = _("各位专家的打分（每项满分 %(scale)d）") % {"scale": scale}
    return ListTable(columns, lines, caption, show_caption=True)


def cents(value: Fraction | Decimal, *, root: bool = False) -> Decimal:
    """Return a figure (or its square root) as it is shown, to two decimals."""
    exact = value if isinstance(value, Decimal) else Decimal(value.numerator) / value.denominator
    return (exact.sqrt() if root else exact).quantize(_CENT, ROUND_HALF_EVEN)
