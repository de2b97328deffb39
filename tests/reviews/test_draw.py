"""Seats drawn by lot: a list is committed to, a public number comes after it, anybody can draw again."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round, as_person
from xiangchuang.assignment.draw.document import commitment, read_document
from xiangchuang.assignment.draw.record import verify
from xiangchuang.assignment.draw.replay import Draws
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Absence, Expert, ExpertKind
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.reviews.draws.deriving import next_number
from xiangchuang.reviews.draws.verbs import commit_draw, replace_by_draw, seat_by_draw, withdraw_draw
from xiangchuang.reviews.models import DrawnPanel, PanelDraw, Seat
from xiangchuang.reviews.panel import replace_expert

VALUE = "03 09 14 21 27 33 08"
pytestmark = pytest.mark.usefixtures("clock")


def draw_day() -> date:
    """The next day on which the source of the pack gives a number."""
    days = [clock.today() + timedelta(days=ahead) for ahead in range(1, 8)]
    return next(day for day in days if day.isoweekday() in {2, 4, 7})


def commit(round_: Round, seed_on: date | None = None) -> PanelDraw:
    return commit_draw(
        actor=round_.officer, case=round_.case, seen=round_.case.version, seed_on=seed_on or draw_day()
    )


def seed(round_: Round, value: str = VALUE) -> PanelDraw:
    return seat_by_draw(
        actor=round_.officer, case=round_.case, seen=round_.case.version, value=value,
        published_in="第 2026140 期",
    )  # fmt: skip


def wait(until: date) -> None:
    clock.advance(timedelta(days=(until - clock.today()).days))


@pytest.fixture
def committed(first_round: Round) -> Round:
    commit(first_round)
    return first_round


@pytest.fixture
def drawn(committed: Round) -> Round:
    """The panel of seven is filled by lot."""
    wait(committed.panel.draws.get().seed_on)
    seed(committed)
    return committed


def test_the_list_is_committed_to_in_the_ledger_before_any_seed_exists(committed: Round) -> None:
    draw = committed.panel.draws.get()
    entry = LedgerEntry.objects.get(verb="commit_draw")
    stated = read_document(draw.document).rules

    assert draw.commitment == commitment(draw.document) == entry.detail["commitment"]
    assert (draw.seed, draw.record) == ("", "")
    assert (stated["seed_on"], stated["seed_source"]) == (
        draw.seed_on.isoformat(), committed.pack.panel.draw.seed_source.zh,  # type: ignore[union-attr]
    )  # fmt: skip
    assert read_document(draw.document).panels[0].seats == {
        "technical": 3, "management": 1, "policy": 1, "legal": 1, "finance": 1
    }  # fmt: skip


def test_a_seed_of_the_day_of_the_commitment_or_of_a_day_without_numbers_is_refused(
    first_round: Round,
) -> None:
    other = next(
        day for ahead in range(1, 8)
        if (day := clock.today() + timedelta(days=ahead)).isoweekday() not in {2, 4, 7}
    )  # fmt: skip
    with pytest.raises(Invalid, match="要晚于承诺名单的当天"):
        commit(first_round, clock.today())
    with pytest.raises(Invalid, match="只选星期二、四、日"):
        commit(first_round, other)
    assert not PanelDraw.objects.exists()


def test_nothing_is_drawn_without_a_commitment_before_the_day_or_by_a_value_spelt_otherwise(
    first_round: Round,
) -> None:
    with pytest.raises(Blocked, match="还没有承诺"):
        seed(first_round)
    draw = commit(first_round)
    with pytest.raises(Blocked, match="现在还没有"):
        seed(first_round)
    wait(draw.seed_on)
    with pytest.raises(Invalid, match="种子的写法"):
        seed(first_round, "3 9 14 21 27 33 8")
    assert not Seat.objects.exists()


def test_the_seats_are_those_that_anybody_gets_from_list_and_seed(drawn: Round) -> None:
    draw = drawn.panel.draws.get()
    outcome = Draws(read_document(draw.document)).draw(VALUE)

    assert {(str(s.expert_id), s.kind) for s in drawn.seats} == {(s.person, s.kind) for s in outcome.seats}
    assert {seat.draw_id for seat in drawn.seats} == {draw.pk}
    assert verify(draw.record).holds
    entry = LedgerEntry.objects.get(verb="seat_by_draw")
    assert entry.detail["seed"] == VALUE
    assert entry.detail["commitment"] == draw.commitment


def test_a_drawn_panel_keeps_every_rule_and_opens(drawn: Round) -> None:
    employers = [seat.expert.employer_id for seat in drawn.seats]

    assert len(employers) == 7
    assert len(set(employers)) == 7


def test_seats_filled_by_hand_before_stay_and_are_not_drawn_again(first_round: Round) -> None:
    by_hand = first_round.seat(first_round.free("legal"), "legal")

    wait(commit(first_round).seed_on)
    seed(first_round)

    assert [s for s in first_round.seats if s.draw_id is None] == [by_hand]
    assert len(first_round.seats) == 7
    assert len([s for s in first_round.seats if s.kind == "legal"]) == 1


def test_while_a_list_waits_for_its_seed_nobody_is_seated_by_hand(committed: Round) -> None:
    with pytest.raises(Blocked, match="名单已经承诺"):
        committed.seat(committed.free("legal"), "legal")


def test_a_list_is_given_up_with_a_reason_that_stays_and_a_new_one_follows(committed: Round) -> None:
    first = committed.panel.draws.get()
    arguments: dict[str, Any] = {"actor": committed.officer, "case": committed.case}
    with pytest.raises(Invalid, match="写明撤回的原因"):
        withdraw_draw(**arguments, seen=committed.case.version, reason=" ")
    withdraw_draw(**arguments, seen=committed.case.version, reason="当期停售")

    second = commit(committed)

    assert [d.withdrawal_reason for d in committed.panel.draws.order_by("pk")] == ["当期停售", ""]
    assert second.pk != first.pk


def test_who_is_barred_full_or_away_is_left_out_with_the_reason(first_round: Round) -> None:
    barred, away = first_round.free("technical"), first_round.free("finance")
    barred.employer = first_round.world.lead
    barred.save()
    Absence.objects.create(
        expert=away, begins_on=clock.today(), ends_on=clock.today() + timedelta(days=9)
    )  # fmt: skip

    document = read_document(commit(first_round).document)

    reasons = {e.person: (e.rule, e.reason) for e in document.exclusions}
    assert reasons[str(barred.pk)][0] == "same_legal_person"
    assert first_round.world.lead.name in reasons[str(barred.pk)][1]
    assert reasons[str(away.pk)][0] == "away"
    assert not {str(barred.pk), str(away.pk)} & {person for _panel, person in document.odds()}


def test_who_can_no_longer_sit_on_the_day_of_the_seed_gives_way_to_the_next_number(committed: Round) -> None:
    draw = committed.panel.draws.get()
    first = Draws(read_document(draw.document)).draw(VALUE).seats[0]
    Expert.objects.filter(pk=int(first.person)).update(is_active=False)
    wait(draw.seed_on)

    draw = seed(committed)

    assert first.person not in {str(seat.expert_id) for seat in committed.seats}
    assert draw.passed_over == [[first.person, "已退出专家库", f"{committed.case.number}/1"]]
    assert verify(draw.record).holds


def test_without_enough_people_it_is_told_which_kind_is_scarce_and_what_would_help(
    first_round: Round,
) -> None:
    ExpertKind.objects.filter(kind="finance").delete()

    with pytest.raises(Blocked, match=r"财税专家缺 1 人.*增加 1 名财税专家"):
        commit(first_round)


def test_whoever_leaves_is_followed_by_the_next_number_of_the_same_draw(drawn: Round) -> None:
    left = drawn.unseat(drawn.seat_of("technical"))
    left = Seat.objects.select_related("draw", "panel", "expert").get(pk=left.pk)
    coming = next_number(left, drawn.case, drawn.pack)
    assert coming is not None

    new = replace_by_draw(actor=drawn.officer, case=drawn.case, seen=drawn.case.version, seat=left)

    draw = drawn.panel.draws.get()
    assert new.expert == coming.expert
    assert (new.draw_id, new.replaces_id, new.kind) == (draw.pk, left.pk, "technical")
    assert [one[2] for one in json.loads(draw.record)["replacements"]][-1] == str(new.expert_id)
    assert verify(draw.record).holds


def test_a_drawn_seat_that_was_left_is_not_filled_by_seating_somebody_beside_it(drawn: Round) -> None:
    drawn.unseat(drawn.seat_of("legal"))

    with pytest.raises(Blocked, match=r"由抽取产生.*按抽取顺序补选，或写明原因另选"):
        drawn.seat(drawn.free("legal"), "legal")

    assert drawn.seat(drawn.free("finance"), "finance").draw_id is None
    assert len(drawn.seats) == 7


def test_another_than_the_next_number_needs_a_reason_and_counts_as_chosen_by_hand(drawn: Round) -> None:
    left = drawn.unseat(drawn.seat_of("legal"))
    arguments: dict[str, Any] = {"actor": drawn.officer, "case": drawn.case, "seat": left}
    expert = drawn.free("legal")
    with pytest.raises(Invalid, match="不按抽取顺序补选的，写明原因"):
        replace_expert(**arguments, seen=drawn.case.version, expert=expert)

    new = replace_expert(**arguments, seen=drawn.case.version, expert=expert, reason="熟悉涉外合同")

    assert new.draw_id is None
    assert LedgerEntry.objects.filter(verb="replace_expert", detail__reason="熟悉涉外合同").exists()


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "leadership"])
def test_nobody_but_the_officer_draws(first_round: Round, part: str) -> None:
    with pytest.raises(NotPermitted):
        commit_draw(
            actor=first_round.world.actor(part), case=first_round.case, seen=first_round.case.version,
            seed_on=draw_day(),
        )  # fmt: skip


def test_the_record_is_verified_offline_and_one_changed_byte_fails(
    drawn: Round, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    browser, draw = Client(), drawn.panel.draws.get()
    browser.force_login(drawn.world.user("audit_admin"))
    got = browser.get(reverse("reviews:draw-file", args=[drawn.case.number, draw.pk]))
    kept = tmp_path / "draw.json"
    kept.write_bytes(got.content)

    call_command("draw", "verify", str(kept))
    assert draw.commitment in capsys.readouterr().out

    plain = json.loads(got.content)
    plain["committed"] = plain["committed"].replace('"load":3', '"load":4', 1)
    kept.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    with pytest.raises(CommandError, match="名单在承诺之后被改动"):
        call_command("draw", "verify", str(kept))


ADDRESSES = ("draw", "commit-draw", "seat-by-draw", "withdraw-draw")


@pytest.mark.parametrize(
    "part", ["lead", "member", "city_bureau", "department", "served_firm", "system_admin"]
)
def test_outside_the_department_a_draw_looks_like_none(drawn: Round, part: str) -> None:
    """Two worlds, one with a draw and one without, answer these people alike."""
    browser, number = Client(), drawn.case.number
    browser.force_login(drawn.world.user(part))
    addresses = [
        *(reverse(f"reviews:{name}", args=[number]) for name in ADDRESSES), reverse("reviews:draws"),
        reverse("reviews:draw-file", args=[number, drawn.panel.draws.get().pk]),
    ]  # fmt: skip
    with_draw = [browser.get(address).status_code for address in addresses]
    Seat.objects.all().delete()
    PanelDraw.objects.all().delete()

    assert [browser.get(address).status_code for address in addresses] == with_draw
    assert set(with_draw) <= {403, 404}
    assert with_draw[0] == with_draw[-1] == 404


def test_an_expert_who_was_drawn_finds_no_draw(drawn: Round) -> None:
    for seat in drawn.seats:
        person = as_person(seat.expert)
        browser = Client()
        assert person.user is not None
        browser.force_login(person.user)
        for name in ("draw", "draws"):
            address = reverse(f"reviews:{name}", args=[drawn.case.number] if name == "draw" else [])
            assert browser.get(address).status_code == 404


@pytest.mark.parametrize("part", ["officer", "leadership", "audit_admin"])
def test_the_list_of_draws_names_the_cases_in_as_many_queries_for_any_number(
    drawn: Round, part: str, django_assert_num_queries: Any
) -> None:
    browser, address = Client(), reverse("reviews:draws")
    browser.force_login(drawn.world.user(part))
    assert drawn.case.number in browser.get(address).content.decode()
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    kept = drawn.panel.draws.get()
    for number in range(2):
        withdrawn = PanelDraw.objects.create(
            document=kept.document, commitment=kept.commitment, seed_on=kept.seed_on,
            committed_at=kept.committed_at, committed_by=kept.committed_by, withdrawn_at=clock.now(),
            withdrawal_reason=f"停售 {number}",
        )  # fmt: skip
        DrawnPanel.objects.create(draw=withdrawn, panel=drawn.panel, is_live=False)
    with django_assert_num_queries(len(one)):
        browser.get(address)


def test_no_expert_who_may_be_drawn_is_left_without_a_chance_by_the_order_of_the_list(
    committed: Round,
) -> None:
    document = read_document(committed.panel.draws.get().document)
    left_out = {e.person for e in document.exclusions}
    free = [c.key for c in document.candidates if c.key not in left_out]

    assert len(document.odds()) > 0.8 * len(free)


def test_leadership_sees_odds_and_result_but_no_reason_and_no_file(first_round: Round) -> None:
    barred = first_round.free("technical")
    barred.employer = first_round.world.lead
    barred.save()
    wait(commit(first_round).seed_on)
    seed(first_round)
    draw, number = first_round.panel.draws.get(), first_round.case.number
    pages = {}
    for part in ("leadership", "audit_admin", "officer"):
        browser = Client()
        browser.force_login(first_round.world.user(part))
        pages[part] = browser.get(reverse("reviews:draw", args=[number])).content.decode()
        file = browser.get(reverse("reviews:draw-file", args=[number, draw.pk]))
        assert file.status_code == (404 if part == "leadership" else 200)

    for page in pages.values():
        assert draw.commitment in page
        assert "%</td>" in page
        assert "抽中" in page
    assert "应当回避" not in pages["leadership"]
    assert "应当回避" in pages["audit_admin"]
    assert "应当回避" in pages["officer"]


def test_the_officer_commits_draws_and_replaces_by_the_pages(first_round: Round) -> None:
    browser, number = Client(), first_round.case.number
    browser.force_login(first_round.world.user("officer"))

    def send(name: str, query: str = "", **typed: Any) -> Any:
        address = reverse(f"reviews:{name}", args=[number]) + query
        assert browser.get(address).status_code == 200
        first_round.case.refresh_from_db()
        return browser.post(address, {"seen": first_round.case.version, **typed})

    assert "承诺抽取名单" in browser.get(reverse("reviews:panel", args=[number])).content.decode()
    refused = send("commit-draw", seed_on=clock.today().isoformat())
    assert refused.status_code == 422
    assert "要晚于承诺名单的当天" in refused.content.decode()
    assert send("commit-draw", seed_on=draw_day().isoformat()).status_code == 302
    wait(first_round.panel.draws.get().seed_on)
    browser.force_login(first_round.world.user("officer"))
    assert send("seat-by-draw", value=VALUE, published_in="第 2026140 期").status_code == 302
    first_round.case.refresh_from_db()
    left = first_round.unseat(first_round.seat_of("technical"))
    page = browser.get(reverse("reviews:replace-expert", args=[number]) + f"?seat={left.pk}").content.decode()
    assert "按抽取顺序补选：" in page
    assert send("replace-expert", f"?seat={left.pk}", by_draw="on").status_code == 302
    assert len(first_round.seats) == 7
    assert "随机抽取" in browser.get(reverse("reviews:panel", args=[number])).content.decode()


def test_the_page_of_a_draw_asks_the_database_as_often_for_fewer_experts(
    first_round: Round, django_assert_num_queries: Any
) -> None:
    browser, address = Client(), reverse("reviews:draw", args=[first_round.case.number])
    browser.force_login(first_round.world.user("officer"))
    commit(first_round)
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    PanelDraw.objects.all().delete()
    some = ExpertKind.objects.filter(kind="technical").values_list("expert", flat=True)[:8]
    Expert.objects.filter(pk__in=list(some)).update(is_active=False)
    commit(first_round)

    with django_assert_num_queries(len(one)):
        browser.get(address)
