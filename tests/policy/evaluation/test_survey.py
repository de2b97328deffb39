"""A mean is told with its uncertainty, and who is asked is drawn so that anyone can draw it again."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.policy.evaluation.rounds import rules
from xiangchuang.policy.evaluation import SurveyEstimate, draw, estimate
from xiangchuang.policy.evaluation.rules import SurveyRule
from xiangchuang.policy.evaluation.student_t import two_sided_quantile


def asked(*scores: int, served: int = 100) -> SurveyEstimate:
    rule = rules().survey
    assert isinstance(rule, SurveyRule)
    return estimate(scores, served=served, asked=30, rule=rule)


@pytest.mark.parametrize(
    ("confidence", "degrees", "t"),
    [
        ("0.95", 1, "12.706204736175"),
        ("0.95", 2, "4.302652729749"),
        ("0.95", 9, "2.262157162798"),
        ("0.95", 30, "2.042272456301"),
        ("0.90", 4, "2.131846786327"),
        ("0.99", 7, "3.499483297350"),
        ("0.95", 200, "1.971896223651"),
    ],
)
def test_students_t_is_that_of_the_printed_tables(confidence: str, degrees: int, t: str) -> None:
    assert abs(two_sided_quantile(Fraction(confidence), degrees) - Decimal(t)) < Decimal("1e-10")


def test_the_interval_is_that_of_the_textbook() -> None:
    """n 5 of N 20: mean 3.8, s² 0.7, half 2.7764 × sqrt(0.7 / 5 × 3 / 4) = 0.8997."""
    told = asked(3, 3, 4, 4, 5, served=20)

    assert [str(x) for x in (told.mean, told.low, told.high)] == ["3.8", "2.9", "4.7"]
    assert (told.served, told.asked, told.answered, told.too_few) == (20, 30, 5, False)


def test_when_all_who_were_served_have_answered_nothing_is_uncertain() -> None:
    told = asked(3, 4, 5, served=3)

    assert (told.low, told.high) == (told.mean, told.mean)


def test_the_interval_stays_on_the_scale() -> None:
    """n 3 of N 100: mean 4.3333, s² 4/3, half 4.3027 × sqrt(4/9 × 97/100) = 2.8251."""
    told = asked(5, 5, 3)

    assert (told.high, told.low) == (Decimal(5), Decimal("1.51"))


def test_one_answer_has_a_mean_and_no_interval_and_none_has_neither() -> None:
    one, none = asked(4), asked()

    assert (one.mean, one.low, one.high, one.too_few) == (Decimal(4), None, None, True)
    assert (none.mean, none.low, none.answered) == (None, None, 0)


def test_who_is_asked_follows_from_the_seed_whatever_the_order_of_the_orders() -> None:
    firms = [f"F{n:02d}" for n in range(40)]

    first = draw(firms, 10, seed=1)
    assert first == draw(reversed(firms), 10, seed=1)
    assert first != draw(firms, 10, seed=2)
    assert len(set(first)) == 10
    assert draw(["a", "a", "b"], 9, seed=1) == ("a", "b")
