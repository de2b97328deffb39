"""The example's years of work: what a newcomer finds, and that it holds."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.adjustments.models import Adjustment, Rectification
from xiangchuang.calendars import clock as the_clock
from xiangchuang.centers.models import Center
from xiangchuang.demo.early_centers import EarlyCenter, Years
from xiangchuang.demo.province import build_province
from xiangchuang.demo.sign_ins import demo_sign_ins
from xiangchuang.demo.working_life import furnish_early_centers
from xiangchuang.evaluation.models import Material, OpinionLetter, Round, SubjectScore, SurveyInvitation
from xiangchuang.ledger.seal import seal
from xiangchuang.procedure import errands
from xiangchuang.procedure.models import CaseState
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reviews.models import Seat

TODAY = date(2026, 11, 30)


@pytest.mark.django_db
def test_a_newcomer_finds_reports_rounds_and_measures_and_everything_holds() -> None:
    """Seven centers, played by the verbs alone: every invariant holds, and so does the chain."""
    with the_clock.at(the_clock.moment_on(TODAY)):
        early = furnish_early_centers(build_province())
        reports_in_every_state(early)
        one_round_concluded_one_scored_one_collecting()
        measures_on_their_way()
        seats_are_offered()
        nobodys_errand_is_passed_over()
        while seal():
            pass
        call_command("check_invariants", stdout=io.StringIO())
        call_command("verify_ledger", stdout=io.StringIO())


def nobodys_errand_is_passed_over() -> None:
    """What a source names as its matters is there whenever it has an errand for somebody."""
    told: set[str] = set()
    for user in User.objects.filter(appointments__isnull=False).distinct():
        actor = Actor.of(user, TODAY)
        asked = {
            errand
            for roles, source, _matters in errands._sources
            if actor.roles & roles
            for errand in source(actor)
        }
        assert set(errands.errands_of(actor)) == asked, actor.name
        told |= {errand.what for errand in asked}
    assert len(told) > 10


def reports_in_every_state(early: list[EarlyCenter]) -> None:
    """Of the last year: four accepted, one returned with remarks, one waiting, one missing."""
    last = AnnualReport.objects.filter(year=TODAY.year - 1)
    assert Counter(last.values_list("state", flat=True)) == {"accepted": 4, "returned": 1, "submitted": 1}
    assert len(early) - last.count() == 1
    returned = last.get(state="returned")
    assert returned.revisions.get().remarks.count() == 2
    assert returned.rework_by is not None
    assert returned.rework_by >= TODAY


def one_round_concluded_one_scored_one_collecting() -> None:
    """The concluded one gave every grade, and a letter each; the others wait for people of the sign-ins."""
    concluded, scored, collecting = Round.objects.select_related("case").order_by("pk")
    assert concluded.case.state == CaseState.COMPLETED
    published = SubjectScore.objects.filter(run__round=concluded, run__purpose="published")
    assert Counter(published.values_list("grade", flat=True)) == {
        "excellent": 1, "qualified": 4, "unqualified": 2,
    }  # fmt: skip
    assert OpinionLetter.objects.count() == published.count()
    assert (scored.case.stage_kind, collecting.case.stage_kind) == ("scoring", "collection")
    waiting = Seat.objects.filter(panel__case=scored.case, state__in=["invited", "reading"])
    assert {"zhuanjia1", "zhuanjia17"} <= set(waiting.values_list("expert__user__username", flat=True))
    asked = SurveyInvitation.objects.filter(subject__round=collecting)
    assert {True, False} == set(asked.values_list("is_answered", flat=True))
    supplied = Material.objects.filter(subject__round=collecting)
    assert set(supplied.values_list("state", flat=True)) == {"submitted", "draft"}
    assert all(round_.case.due_on is None or round_.case.due_on >= TODAY for round_ in (scored, collecting))


def measures_on_their_way() -> None:
    """A reward, a rectification with its plan, an exit; one center is being heard."""
    decided = Adjustment.objects.filter(case__state=CaseState.COMPLETED)
    assert set(decided.values_list("measure", flat=True)) == {"reward", "rectification", "voluntary_exit"}
    assert Adjustment.objects.get(case__state=CaseState.OPEN).case.stage_code == "hearing"
    plan = Rectification.objects.get()
    assert (plan.state, plan.points.count(), plan.due_on > TODAY) == ("under_way", 3, True)
    assert Counter(Center.objects.values_list("state", flat=True)) == {
        "operating": 5, "rectifying": 1, "exited": 1,
    }  # fmt: skip
    assert not Center.objects.filter(is_sample=False).exists()


def seats_are_offered() -> None:
    """The evaluator, of no consortium, and the heads of two early centers stand among the sign-ins."""
    labels = {one.username: one.role_label for one in demo_sign_ins()}
    assert labels["pinggu"] == "第三方评估机构"
    assert labels["zhuren"] == labels["zhenggai"]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_year_is_over_before_its_round_begins_whatever_the_day(month: int) -> None:
    """A newcomer may look on any day: the first and the last of each month among them."""
    for day in (date(2027, month, 1), date(2027, month, 1) - timedelta(days=1), date(2028, month, 29)):
        with the_clock.at(the_clock.moment_on(day)):
            years = Years.of_today()
        assert years.second == years.first + 1
        assert date(years.first, 12, 31) < years.first_begins < years.second_begins < day
        assert date(years.second, 12, 31) < years.second_begins
        # The reports of the second year were due, and its round had begun, before today.
        assert date(years.second + 1, 2, 10) < day
