"""The mean of a survey with its uncertainty, and the replayable draw of who is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from xiangchuang.policy.evaluation.quantities import percentage, rounded
from xiangchuang.policy.evaluation.results import SurveyEstimate
from xiangchuang.policy.evaluation.rules import SurveyRule
from xiangchuang.policy.evaluation.student_t import two_sided_quantile


def estimate(scores: Sequence[int], *, served: int, asked: int, rule: SurveyRule) -> SurveyEstimate:
    """The mean of ``scores`` and the interval in which the mean of all ``served`` organisations lies.

    mean ± t(n − 1) · sqrt(s² / n · (1 − n / N)), clipped to the scale, with n answers of N served, s² their
    variance by n − 1 and t Student's quantile at the rule's confidence: the usual interval of a simple random
    sample without replacement (W. G. Cochran, Sampling Techniques, 3rd ed., 2.8 and 2.9). It says nothing of
    those who chose not to answer. None with a single answer, which has no spread. Two decimals, half up.
    """
    answered = len(scores)
    mean = Fraction(sum(scores), answered) if answered else None
    low, high = _interval(scores, max(served, answered), rule) if answered > 1 else (None, None)
    return SurveyEstimate(
        served=served,
        asked=asked,
        answered=answered,
        mean=None if mean is None else rounded(mean, 2),
        low=low,
        high=high,
        too_few=answered < rule.fewest_answers,
    )


def _interval(scores: Sequence[int], population: int, rule: SurveyRule) -> tuple[Decimal, Decimal]:
    answered = len(scores)
    mean = Fraction(sum(scores), answered)
    squares = (Fraction((score - mean) * (score - mean)) for score in scores)
    variance = sum(squares, Fraction(0)) / (answered - 1)
    of_mean = variance / answered * (1 - Fraction(answered, population))
    with localcontext() as context:
        context.prec = 40
        root = (Decimal(of_mean.numerator) / Decimal(of_mean.denominator)).sqrt()
        half = Fraction(root * two_sided_quantile(percentage(rule.confidence), answered - 1))
    low, high = max(mean - half, Fraction(rule.lowest)), min(mean + half, Fraction(rule.highest))
    return rounded(low, 2), rounded(high, 2)


def draw(codes: Iterable[str], count: int, *, seed: int) -> tuple[str, ...]:
    """``count`` of the codes, drawn so that anyone with the seed can draw them again; sorted.

    Codes are put in the order of the SHA-256 of ``seed:code`` and the first are taken: the order of the
    codes given means nothing, and nobody can foresee it without the seed.
    """
    ordered = sorted(set(codes), key=lambda code: (hashlib.sha256(f"{seed}:{code}".encode()).digest(), code))
    return tuple(sorted(ordered[:count]))
