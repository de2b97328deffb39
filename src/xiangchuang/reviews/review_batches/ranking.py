"""The proposals of a batch by their scores: the mean beside what is calibrated, and how sure a rank is."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Final

from django.utils.translation import gettext as _

from xiangchuang.assignment.scores.calibration import Calibrated, Score, calibrate
from xiangchuang.assignment.scores.ranking import Ranked, TieRule, rank
from xiangchuang.assignment.scores.sheet import spread_of
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.panel import RankingRule
from xiangchuang.policy.panel import TieRule as StatedTie
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.models import ACTIVE_SEATS, Review, ReviewBatch, Seat
from xiangchuang.reviews.score_sheet import cents
from xiangchuang.reviews.scores import latest_points, latest_verdict, weighted_total, with_scores

NEVER: Final = 1e9
"""Stands for an error nobody knows: of one score a proposal, nothing tells one from another."""


@dataclass(frozen=True)
class RankedProposal:
    """A proposal with its figures. calibrated and its rank are None where they would mislead.

    best and worst bound the rank at the pack's confidence. parted_by: the rule that parted it from an equal.
    """

    case: Case
    mean: Decimal
    mean_rank: int
    calibrated: Decimal | None
    rank: int
    best: int
    worst: int
    is_tied: bool
    parted_by: str
    range: Decimal
    heard: int
    owed: int


@dataclass(frozen=True)
class Ranking:
    """The batch in order, best first. `why_raw` says why no score is calibrated, "" where all are."""

    rows: tuple[RankedProposal, ...]
    why_raw: str
    rule: RankingRule
    unheard: tuple[Case, ...]

    @property
    def is_calibrated(self) -> bool:
        """Whether scores were put on one scale."""
        return not self.why_raw

    @property
    def owed(self) -> int:
        """Reviews that are still to come: the order may change."""
        return sum(row.owed for row in self.rows)


def ranking_of(batch: ReviewBatch) -> Ranking | None:
    """Return the ranking over the newest round of each proposal that somebody has judged, by latest scores.

    None where nobody has judged yet; raises Blocked where the pack states no rule. Queries do not grow with
    proposals.
    """
    members = batch.members.select_related("case")
    cases = {member.case.number: member.case for member in members}
    pack = pack_of(next(iter(cases.values()))) if cases else None
    if pack is None:
        return None
    rule = pack.review.ranking
    if rule is None:
        raise Blocked(_("本政策没有规定得分怎样比较。"), remedy=_("在各案卷的论证页查看得分。"))
    heard = _newest_reviews(list(cases.values()))
    if not heard:
        return None
    scores = [
        Score(str(review.seat.expert_id), number, float(weighted_total(review, pack)))
        for number, reviews in heard.items()
        for review in reviews
    ]
    found = calibrate(scores, least=rule.fewest_scores)
    owed = _owed(heard)
    rows = _rows(found, heard, cases, pack, rule, owed)
    unheard = tuple(case for number, case in sorted(cases.items()) if number not in heard)
    return Ranking(rows, _why_raw(found, rule), rule, unheard)


def _newest_reviews(cases: Sequence[Case]) -> dict[str, list[Review]]:
    """Return the submitted reviews of the newest round that has any, by number of the case."""
    rows = Review.objects.filter(
        seat__panel__case__in=cases, submitted_at__isnull=False, seat__state__in=ACTIVE_SEATS
    )
    by_panel: defaultdict[tuple[str, int], list[Review]] = defaultdict(list)
    for review in with_scores(rows).select_related("seat__panel__case", "seat__expert", "second"):
        by_panel[review.seat.panel.case.number, review.seat.panel_id].append(review)
    return {number: found for (number, _panel), found in sorted(by_panel.items())}


def _owed(heard: Mapping[str, Sequence[Review]]) -> dict[str, int]:
    """Return how many seats of those panels have not been heard."""
    panels = {reviews[0].seat.panel_id: number for number, reviews in heard.items()}
    have: defaultdict[str, int] = defaultdict(int)
    seats = Seat.objects.filter(panel__in=panels, state__in=ACTIVE_SEATS).values_list("panel", flat=True)
    for panel in seats:
        have[panels[panel]] += 1
    return {number: have[number] - len(reviews) for number, reviews in heard.items()}


def _rows(
    found: Calibrated, heard: Mapping[str, Sequence[Review]], cases: Mapping[str, Case], pack: Pack,
    rule: RankingRule, owed: Mapping[str, int],
) -> tuple[RankedProposal, ...]:  # fmt: skip
    totals = {n: [Fraction(weighted_total(r, pack)) for r in reviews] for n, reviews in heard.items()}
    ties = [TieRule(words(tie.label), _figure(tie, heard, totals, pack)) for tie in rule.ties]
    confidence = Fraction(rule.confidence, 100)
    errors = {number: error if isfinite(error) else NEVER for number, error in found.errors.items()}
    means = {number: Fraction(cents(_exact(found.raw[number]))) for number in heard}
    by_mean = {one.key: one for one in rank(means, errors, rules=ties, confidence=confidence)}
    on_one_scale = None
    if found.calibrated is not None:
        on_one_scale = {number: Fraction(cents(_exact(value))) for number, value in found.calibrated.items()}
    shown: list[Ranked] = (
        list(by_mean.values())
        if on_one_scale is None
        else rank(on_one_scale, errors, rules=ties, confidence=confidence)
    )
    return tuple(
        RankedProposal(
            case=cases[one.key], mean=cents(means[one.key]), mean_rank=by_mean[one.key].rank,
            calibrated=None if on_one_scale is None else cents(on_one_scale[one.key]),
            rank=one.rank, best=one.best, worst=one.worst, is_tied=one.tied, parted_by=one.parted_by,
            range=cents(spread_of(totals[one.key]).range), heard=len(heard[one.key]), owed=owed[one.key],
        )
        for one in shown
    )  # fmt: skip


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def _figure(
    tie: StatedTie, heard: Mapping[str, Sequence[Review]], totals: Mapping[str, Sequence[Fraction]],
    pack: Pack,
) -> Callable[[str], Fraction]:  # fmt: skip
    """Return what a rule of the pack compares, as a figure of the proposal."""
    passing = {verdict.code for verdict in pack.review.verdicts if verdict.outcome == "passed"}

    def approvals(number: str) -> Fraction:
        reviews = heard[number]
        return Fraction(sum(latest_verdict(review) in passing for review in reviews), len(reviews))

    def item(number: str) -> Fraction:
        points = [given for one in heard[number] if (given := latest_points(one).get(tie.item)) is not None]
        return Fraction(sum(points), len(points)) if points else Fraction(0)

    figures: dict[str, Callable[[str], Fraction]] = {
        "approvals": approvals,
        "median": lambda number: spread_of(totals[number]).median,
        "lowest": lambda number: spread_of(totals[number]).least,
        "item": item,
    }
    return figures[tie.figure]


def _why_raw(found: Calibrated, rule: RankingRule) -> str:
    """Say plainly why scores stand as they were given."""
    if found.reason is None:
        return ""
    told = {"count": len(found.who), "least": rule.fewest_scores}
    if found.reason == "few_scores":
        return (
            _(
                "不作校准：本批有 %(count)d 位专家打分不足 %(least)d 个方案，"
                "据此推断其宽严反而更不准，因此只按平均分比较。"
            )
            % told
        )
    if found.reason == "not_connected":
        return (
            _(
                "不作校准：各方案的专家没有交叉，分成互不相连的 %(count)d 组，"
                "宽严无从比较，因此只按平均分比较。"
            )
            % told
        )
    return _("不作校准：本批只有一个方案有得分。")
