"""Student's t in decimals: the same digits on every machine, which a C library's floats do not promise."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import Final

_DIGITS: Final = 40
_LARGEST: Final = Decimal(10) ** 9


@lru_cache(maxsize=1024)
def two_sided_quantile(confidence: Fraction, degrees: int) -> Decimal:
    """The t with P(|T| <= t) = confidence, to 12 decimals, for 0 < confidence < 1 and ``degrees`` >= 1.

    P is the closed form for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4); it grows
    with t, so halving finds it.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        wanted = Decimal(confidence.numerator) / Decimal(confidence.denominator)
        low, high = Decimal(0), Decimal(1)
        while _within(high, degrees) < wanted and high < _LARGEST:
            low, high = high, high * 2
        while high - low > Decimal("1e-14"):
            middle = (low + high) / 2
            low, high = (middle, high) if _within(middle, degrees) < wanted else (low, middle)
        quantile: Decimal = high.quantize(Decimal("1e-12"))
        return quantile


def _within(t: Decimal, degrees: int) -> Decimal:
    """P(|T| <= t)."""
    root = Decimal(degrees).sqrt()
    cosine = root / (Decimal(degrees) + t * t).sqrt()
    sine = t / (Decimal(degrees) + t * t).sqrt()
    square = cosine * cosine
    odd = degrees % 2
    term, total = (cosine if odd else Decimal(1)), Decimal(0)
    last = degrees - 2
    for power in range(odd, last + 1, 2):
        total += term
        term = term * square * Decimal(power + 1) / Decimal(power + 2)
    if not odd:
        return sine * total
    return (_arctangent(t / root) + sine * total) * 2 / _pi()


def _arctangent(x: Decimal) -> Decimal:
    """The angle in radians, x >= 0: halved until its series is short."""
    halvings = 0
    while x > Decimal("0.05"):
        x = x / (1 + (1 + x * x).sqrt())
        halvings += 1
    term, total, power, square = x, Decimal(0), 1, x * x
    while abs(term) > Decimal(10) ** -(_DIGITS + 2):
        total += term / power
        term, power = -term * square, power + 2
    angle: Decimal = total * 2**halvings
    return angle


@lru_cache(maxsize=1)
def _pi() -> Decimal:
    return 4 * _arctangent(Decimal(1))
