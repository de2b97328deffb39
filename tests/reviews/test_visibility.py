"""Applicants see opinions, never seats, scores or names; experts see their own."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.reviews.steps import Round, as_person
from xiangchuang.accounts.actor import Actor
from xiangchuang.reviews.case_tabs import case_review_context
from xiangchuang.reviews.queries import (
    opinions_visible_to,
    panels_visible_to,
    reviews_visible_to,
    sees_inside,
)
from xiangchuang.reviews.write_review import OpinionDraft, ReviewDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")


def _lead(round_: Round) -> Actor:
    return round_.world.province.staff_of(round_.world.lead)


def _tab(round_: Round, actor: Actor) -> str:
    context = case_review_context(round_.case, actor) | {"request": RequestFactory().get("/")}
    return render_to_string("reviews/case_review.html", context)


def test_before_the_conclusion_the_lead_sees_no_opinion(reading: Round) -> None:
    reading.hear_all(DEMAND)

    assert not opinions_visible_to(_lead(reading), reading.case).exists()
    assert opinions_visible_to(reading.officer, reading.case).count() == 1


def test_a_draft_is_its_author_s_alone(reading: Round) -> None:
    author, other = reading.declare(reading.seats[0]), reading.declare(reading.seats[1])
    reading.save(author, ReviewDraft(summary="草稿", opinions=[DEMAND]))

    for actor, count in (
        (as_person(author.expert), 1), (as_person(other.expert), 0), (reading.officer, 0), (_lead(reading), 0)
    ):  # fmt: skip
        assert opinions_visible_to(actor, reading.case).count() == count
        assert reviews_visible_to(actor, reading.case).count() == count


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau"])
def test_outside_the_department_no_name_of_an_expert_appears(reading: Round, part: str) -> None:
    names = [seat.expert.name for seat in reading.seats]
    reading.hear_all(DEMAND).conclude("revise")
    organization = {
        "lead": reading.world.lead, "member": reading.world.member, "city_bureau": reading.world.bureau
    }[part]  # fmt: skip
    actor = reading.world.province.staff_of(organization)

    page = _tab(reading, actor)

    assert "补充出资承诺" in page
    assert not [name for name in names if name in page]
    assert "加权" not in page
    assert not panels_visible_to(actor, reading.case).exists()
    assert not sees_inside(actor, reading.case)


def test_the_applicant_s_page_is_the_same_whoever_sits_on_the_panel(reading: Round) -> None:
    before = _tab(reading, _lead(reading))
    seat = reading.seat_of("legal")
    seat.expert.name = "另一位专家"
    seat.expert.save()

    assert _tab(reading, _lead(reading)) == before


def test_the_officer_s_tab_names_experts_and_figures(reading: Round) -> None:
    reading.hear_all(DEMAND)

    page = _tab(reading, reading.officer)

    assert all(seat.expert.name in page for seat in reading.seats)
    assert "80.00" in page


def test_a_stranger_sees_nothing(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")
    stranger = reading.world.actor("other_city")

    assert not opinions_visible_to(stranger, reading.case).exists()
    assert not panels_visible_to(stranger, reading.case).exists()
    assert not reviews_visible_to(stranger, reading.case).exists()


def test_a_co_signing_department_sees_the_panel_but_no_scores(reading: Round) -> None:
    reading.hear_all()
    department = reading.world.actor("department")

    assert panels_visible_to(department, reading.case).exists()
    assert not reviews_visible_to(department, reading.case).exists()
