"""The example shows what the pages are for: one open, one answered with a change, one overdue."""

import pytest

from xiangchuang.calendars import clock
from xiangchuang.demo.feedback import furnish_feedback
from xiangchuang.demo.province import build_province
from xiangchuang.feedback import invariants
from xiangchuang.feedback.models import Feedback, Level
from xiangchuang.feedback.queries import overdue, public_feedback


@pytest.mark.django_db
def test_the_example_has_one_of_each() -> None:
    furnish_feedback(build_province())

    answered, late, waiting = Feedback.objects.order_by("pk")
    assert answered.change
    assert list(public_feedback()) == [answered]
    assert list(overdue(clock.today())) == [late]
    assert late.level >= Level.DIVISION_HEAD
    assert (waiting.state, waiting.filed_by) == ("filed", None)
    assert all(row.is_sample for row in (answered, late, waiting))
    for rule in (
        invariants.nothing_published_holds_personal_data,
        invariants.every_answer_stands_in_the_history,
    ):
        assert list(rule()) == []
