"""The fittest people for the empty seats, with proof; the officer seats all or some of them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.reviews.steps import Round
from xiangchuang.experts.models import Expert, ExpertKind
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked
from xiangchuang.reviews.models import Seat
from xiangchuang.reviews.propose_panel import ProposedPanel, propose_panel, seat_proposed


def proposed(round_: Round) -> ProposedPanel:
    return propose_panel(round_.panel, round_.case, round_.pack)


def seat_all_of(round_: Round, found: ProposedPanel) -> list[Seat]:
    return seat_proposed(
        actor=round_.officer, case=round_.case, seen=round_.case.version,
        picks=[(seat.expert, seat.kind) for seat in found.seats],
    )  # fmt: skip


def test_a_whole_panel_is_proposed_that_may_be_seated_as_it_is(first_round: Round) -> None:
    found = proposed(first_round)

    seats = seat_all_of(first_round, found)

    assert sum(seat.kind == "technical" for seat in seats) == 3
    assert len({seat.expert.employer_id for seat in seats}) == len(seats) == 7
    assert "已证明没有更匹配的合规专家组" in found.told
    assert LedgerEntry.objects.filter(verb="seat_proposed").count() == 1


def test_whose_record_speaks_of_the_plan_is_proposed_first(first_round: Round) -> None:
    expert = first_round.free("legal")
    expert.bio = first_round.case.title
    expert.save()

    legal = next(seat for seat in proposed(first_round).seats if seat.kind == "legal")

    assert legal.expert == expert
    assert legal.fitness > 0


def test_only_the_empty_seats_are_proposed_and_colleagues_of_the_seated_are_not(first_round: Round) -> None:
    sitting = first_round.seat(first_round.free("finance"), "finance")

    found = proposed(first_round)

    assert len(found.seats) == 6
    assert "finance" not in {seat.kind for seat in found.seats}
    assert sitting.expert.employer_id not in {seat.expert.employer_id for seat in found.seats}


def test_without_people_the_scarce_kind_is_told_and_what_would_help(first_round: Round) -> None:
    ExpertKind.objects.filter(kind="legal").delete()

    found = proposed(first_round)

    assert not found.seats
    assert "法律专家缺 1 人" in found.told
    assert "增加 1 名法律专家" in found.told


def test_one_who_may_not_sit_any_more_leaves_nobody_seated(first_round: Round) -> None:
    found = proposed(first_round)
    Expert.objects.filter(pk=found.seats[-1].expert.pk).update(is_active=False)

    with pytest.raises(Blocked, match="已退出专家库"):
        seat_all_of(first_round, found)

    assert not Seat.objects.exists()


def test_the_officer_seats_some_by_the_page_and_an_empty_choice_is_told(first_round: Round) -> None:
    browser, address = Client(), reverse("reviews:propose-panel", args=[first_round.case.number])
    browser.force_login(first_round.world.user("officer"))
    page: Any = browser.get(address)
    picks = page.context["picked"][:3]
    seen = {"seen": first_round.case.version}

    empty = browser.post(address, seen)
    assert empty.status_code == 422
    assert "至少勾选一位专家" in empty.content.decode()
    assert browser.post(address, {**seen, "picks": ["999999:legal"]}).status_code == 422
    assert browser.post(address, {**seen, "picks": picks}).status_code == 302

    assert [f"{seat.expert_id}:{seat.kind}" for seat in first_round.seats] == picks


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "expert"])
def test_nobody_outside_the_department_finds_a_proposal(first_round: Round, part: str) -> None:
    browser = Client()
    browser.force_login(first_round.world.user(part))

    answer = browser.get(reverse("reviews:propose-panel", args=[first_round.case.number]))

    assert answer.status_code in {403, 404}
    assert "匹配度" not in answer.content.decode()
