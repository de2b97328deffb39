"""The example's library has something on every page."""

import pytest

from xiangchuang.calendars import clock
from xiangchuang.demo.expert_library import furnish_library
from xiangchuang.demo.province import build_province
from xiangchuang.experts import invariants as of_experts
from xiangchuang.experts.models import Correction, Expert, ExpertApplication, FeeRecord, LobbyingReport
from xiangchuang.experts.terms import ending_soon
from xiangchuang.library import invariants
from xiangchuang.library.models import AdvisoryQuestion, QuestionState


@pytest.mark.django_db
def test_the_example_has_one_of_each() -> None:
    furnish_library(build_province())

    states = list(AdvisoryQuestion.objects.order_by("pk").values_list("state", flat=True))
    assert states == [QuestionState.RESPONDED, QuestionState.ASKED]
    assert ending_soon(Expert.objects.all(), clock.today()).count() == 1
    for model in (ExpertApplication, Correction, FeeRecord, LobbyingReport):
        assert model._default_manager.count() == 1
    for rule in (
        invariants.advice_is_of_the_group_that_was_asked,
        invariants.advice_was_given_in_term,
        of_experts.no_fee_was_recorded_without_consent,
        of_experts.who_left_says_why,
        of_experts.an_expert_has_a_kind,
    ):
        assert list(rule()) == []
