"""Scorers of a round are proposed or drawn by lot as the experts of a plan are (6.5-2)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluation.collecting import SCORERS, scorer_account
from tests.evaluation.world import EvaluationWorld, fresh
from tests.factories.registers import ExpertFactory, OrganizationFactory, actor_as
from xiangchuang.accounts.roles import Role
from xiangchuang.assignment.draw.record import verify
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import Round
from xiangchuang.experts.models import Expert
from xiangchuang.procedure.errors import Blocked, NotPermitted
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.draws.verbs import commit_draw, replace_by_draw, seat_by_draw, withdraw_draw
from xiangchuang.reviews.models import Panel, PanelDraw
from xiangchuang.reviews.panel import active_seats, unseat_expert
from xiangchuang.reviews.propose_panel import propose_panel, seat_proposed
from xiangchuang.reviews.reading import open_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
VALUE = "03 09 14 21 27 33 08"


@pytest.fixture
def round_(world: EvaluationWorld) -> Round:
    """A round to be scored, and a library with two experts more of each kind than are needed."""
    found = world.at_scoring()
    for kind in (*SCORERS, "technical", "technical", "management", "management", "finance", "finance"):
        ExpertFactory(kinds=[kind], user=scorer_account(), employer=OrganizationFactory())
    return found


def panel_of(round_: Round) -> Panel:
    return Panel.objects.filter(case=round_.case).select_related("case", "run")[0]


def arguments(world: EvaluationWorld, round_: Round) -> dict[str, Any]:
    case = fresh(round_).case
    return {"actor": world.evaluator, "case": case, "seen": case.version}


def draw_for(world: EvaluationWorld, round_: Round) -> PanelDraw:
    """Commit, wait for the day, and draw."""
    days = [clock.today() + timedelta(days=ahead) for ahead in range(1, 8)]
    commit_draw(
        **arguments(world, round_), seed_on=next(day for day in days if day.isoweekday() in {2, 4, 7})
    )
    clock.advance(timedelta(days=(PanelDraw.objects.get().seed_on - clock.today()).days))
    return seat_by_draw(**arguments(world, round_), value=VALUE, published_in="第 2026140 期")


def kinds_of(round_: Round) -> list[str]:
    return sorted(seat.kind for seat in active_seats(panel_of(round_)))


@pytest.mark.clause("6.5-2")
def test_the_evaluator_draws_the_packs_kinds_of_scorers_and_scoring_opens(
    world: EvaluationWorld, round_: Round
) -> None:
    draw = draw_for(world, round_)

    assert kinds_of(round_) == sorted(SCORERS)
    assert verify(draw.record).holds
    open_reading(**arguments(world, round_))


def test_a_scorer_who_leaves_is_followed_by_the_next_number(world: EvaluationWorld, round_: Round) -> None:
    draw_for(world, round_)
    seat = next(seat for seat in active_seats(panel_of(round_)) if seat.kind == "technical")
    left = unseat_expert(**arguments(world, round_), seat=seat, reason="另有安排")

    new = replace_by_draw(**arguments(world, round_), seat=left)

    assert (new.kind, new.draw_id) == ("technical", PanelDraw.objects.get().pk)
    assert kinds_of(round_) == sorted(SCORERS)


def test_scorers_are_proposed_by_what_the_centers_are_about_and_seated_as_proposed(
    world: EvaluationWorld, round_: Round
) -> None:
    fit = Expert.objects.filter(kinds__kind="finance").first()
    assert fit is not None
    fit.bio = round_.subjects.select_related("center")[0].center.name
    fit.save()
    case = fresh(round_).case

    found = propose_panel(panel_of(round_), case, pack_of(case))

    assert [seat.expert for seat in found.seats if seat.kind == "finance"] == [fit]
    assert "放宽了市州分布" in found.told  # all of this library live in one city
    seat_proposed(**arguments(world, round_), picks=[(seat.expert, seat.kind) for seat in found.seats])
    assert kinds_of(round_) == sorted(SCORERS)


def test_without_people_the_scarce_kind_is_told(world: EvaluationWorld, round_: Round) -> None:
    Expert.objects.filter(kinds__kind="finance").update(is_active=False)

    with pytest.raises(Blocked, match="财税专家缺 1 人"):
        draw_for(world, round_)


def test_the_evaluator_sees_the_draw_of_the_round_and_another_evaluator_none(
    world: EvaluationWorld, round_: Round
) -> None:
    draw_for(world, round_)
    number, pk = round_.case.number, PanelDraw.objects.get().pk
    other = actor_as(Role.EVALUATOR, OrganizationFactory(name="示例另一评估公司"))
    addresses = [reverse("reviews:draw", args=[number]), reverse("reviews:draw-file", args=[number, pk])]

    for actor, status in ((world.evaluator, 200), (other, 404)):
        browser = Client()
        assert actor.user is not None
        browser.force_login(actor.user)
        assert [browser.get(address).status_code for address in addresses] == [status, status]
        assert browser.get(reverse("reviews:draws")).status_code == 404
        page = browser.get(reverse("reviews:panel", args=[number]))
        assert (page.status_code == 200) is (status == 200)


def test_the_evaluator_finds_the_draw_by_the_pages(world: EvaluationWorld, round_: Round) -> None:
    browser, number = Client(), round_.case.number
    assert world.evaluator.user is not None
    browser.force_login(world.evaluator.user)

    panel = browser.get(reverse("reviews:panel", args=[number])).content.decode()
    for name in ("propose-panel", "commit-draw"):
        address = reverse(f"reviews:{name}", args=[number])
        assert address in panel
        assert browser.get(address).status_code == 200


def test_nobody_else_draws_scorers_and_a_list_is_withdrawn_by_the_evaluator(
    world: EvaluationWorld, round_: Round
) -> None:
    days = [clock.today() + timedelta(days=ahead) for ahead in range(1, 8)]
    day = next(day for day in days if day.isoweekday() in {2, 4, 7})
    with pytest.raises(NotPermitted):
        commit_draw(**{**arguments(world, round_), "actor": world.officer}, seed_on=day)
    commit_draw(**arguments(world, round_), seed_on=day)

    draw = withdraw_draw(**arguments(world, round_), reason="当期停售")

    assert draw.withdrawal_reason == "当期停售"
    assert not active_seats(panel_of(round_))
