"""One list and one public seed for a whole batch: the same for everybody who draws again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assignment.test_draw import DRAWS, hold_to_what_is_published
from tests.factories.line import LineWorld
from tests.reviews.batch_steps import TITLES, Batch
from tests.reviews.test_draw import VALUE, draw_day, wait
from xiangchuang.assignment.draw.document import commitment, read_document
from xiangchuang.assignment.draw.record import verify
from xiangchuang.assignment.draw.replay import Draws
from xiangchuang.calendars import clock
from xiangchuang.experts.models import Expert, ExpertKind
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.draws.drawn_list import round_list
from xiangchuang.reviews.draws.verbs import replace_by_draw, seat_by_draw, withdraw_draw
from xiangchuang.reviews.models import PanelDraw, Seat
from xiangchuang.reviews.review_batches.draw_batch import (
    commit_batch_draw,
    seat_batch_by_draw,
    withdraw_batch_draw,
)

pytestmark = pytest.mark.usefixtures("clock")


def commit(batch: Batch) -> PanelDraw:
    batch.row.refresh_from_db()
    return commit_batch_draw(actor=batch.officer, batch=batch.row, seen=batch.row.version, seed_on=draw_day())


def seed(batch: Batch, value: str = VALUE) -> PanelDraw:
    batch.row.refresh_from_db()
    return seat_batch_by_draw(
        actor=batch.officer, batch=batch.row, seen=batch.row.version, value=value,
        published_in="第 2026140 期",
    )  # fmt: skip


@pytest.fixture
def batch(world: LineWorld) -> Batch:
    return Batch.of(world)


@pytest.fixture
def committed(batch: Batch) -> Batch:
    commit(batch)
    return batch


@pytest.fixture
def drawn(committed: Batch) -> Batch:
    wait(PanelDraw.objects.get().seed_on)
    seed(committed)
    return committed


def drawn_seats(batch: Batch) -> set[tuple[str, str, str]]:
    """Case and round, person and kind of each seat that came by the draw."""
    rows = Seat.objects.filter(draw__batch=batch.row).select_related("panel__case", "panel__run")
    return {
        (f"{row.panel.case.number}/{row.panel.run.round}", str(row.expert_id), row.kind)
        for row in rows
        if row.state == "chosen"
    }


def test_one_list_for_all_is_in_every_cases_ledger_before_any_seed_exists(committed: Batch) -> None:
    draw = PanelDraw.objects.get()
    entries = LedgerEntry.objects.filter(verb="commit_draw")

    assert {entry.case_number for entry in entries} == {case.number for case in committed.cases}
    assert {entry.detail["commitment"] for entry in entries} == {commitment(draw.document)}
    assert (draw.seed, draw.record) == ("", "")
    assert [sum(panel.seats.values()) for panel in read_document(draw.document).panels] == [7, 7]


def test_the_seats_of_all_panels_are_those_that_anybody_gets_from_list_and_seed(drawn: Batch) -> None:
    draw = PanelDraw.objects.get()
    outcome = Draws(read_document(draw.document)).draw(VALUE)

    assert drawn_seats(drawn) == {(s.proposal, s.person, s.kind) for s in outcome.seats}
    assert verify(draw.record).holds
    assert verify(draw.record).panels == 2
    entries = LedgerEntry.objects.filter(verb="seat_by_draw")
    assert {entry.case_number for entry in entries} == {case.number for case in drawn.cases}
    assert {(entry.detail["seed"], entry.detail["commitment"]) for entry in entries} == {
        (VALUE, draw.commitment)
    }
    assert "record_sha256" in LedgerEntry.objects.get(verb="keep_batch_record").detail


def test_two_thousand_draws_of_the_committed_list_keep_every_rule_and_the_published_odds(
    committed: Batch,
) -> None:
    given = round_list(committed.panels, pack_of(committed.cases[0])).round

    hold_to_what_is_published(given, read_document(PanelDraw.objects.get().document), DRAWS)


def test_the_record_is_verified_offline_and_one_changed_byte_fails(
    drawn: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw, browser = PanelDraw.objects.get(), Client()
    browser.force_login(drawn.world.user("audit_admin"))
    address = reverse("reviews:draw-file", args=[drawn.cases[1].number, draw.pk])
    kept = tmp_path / "draw.json"
    kept.write_bytes(browser.get(address).content)

    call_command("draw", "verify", str(kept))
    told = capsys.readouterr().out
    assert "2 个专家组，14 个抽取席位" in told
    assert draw.commitment in told

    text = kept.read_text("utf-8")
    kept.write_text(text.replace('\\"load\\":3', '\\"load\\":4', 1), "utf-8")
    with pytest.raises(CommandError, match="名单在承诺之后被改动"):
        call_command("draw", "verify", str(kept))


def test_whoever_leaves_one_panel_is_followed_by_the_next_number_and_the_other_panel_stays(
    drawn: Batch,
) -> None:
    first, second = drawn.rounds()
    before = {seat.pk for seat in second.seats}
    left = first.unseat(first.seat_of("technical"))

    new = replace_by_draw(actor=drawn.officer, case=first.case, seen=first.case.version, seat=left)
    other = second.unseat(second.seat_of("legal"))
    again = replace_by_draw(actor=drawn.officer, case=second.case, seen=second.case.version, seat=other)

    draw = PanelDraw.objects.get()
    assert (new.kind, new.draw_id, again.kind) == ("technical", draw.pk, "legal")
    assert [row[0] for row in draw.passed_over] == [str(left.expert_id), str(other.expert_id)]
    assert {seat.pk for seat in second.seats} - before == {again.pk}
    assert verify(draw.record).holds


def test_who_can_no_longer_sit_on_the_day_of_the_seed_gives_way_on_every_panel(committed: Batch) -> None:
    draw = PanelDraw.objects.get()
    gone = Draws(read_document(draw.document)).draw(VALUE).seats[0].person
    Expert.objects.filter(pk=int(gone)).update(is_active=False)
    wait(draw.seed_on)

    draw = seed(committed)

    assert gone not in {person for _key, person, _kind in drawn_seats(committed)}
    assert {row[0] for row in draw.passed_over} == {gone}
    assert verify(draw.record).holds


def test_nothing_is_drawn_without_a_list_before_the_day_or_by_a_value_spelt_otherwise(batch: Batch) -> None:
    with pytest.raises(Blocked, match="还没有承诺"):
        seed(batch)
    draw = commit(batch)
    with pytest.raises(Blocked, match="现在还没有"):
        seed(batch)
    wait(draw.seed_on)
    with pytest.raises(Invalid, match="种子的写法"):
        seed(batch, "3 9 14 21 27 33 8")
    with pytest.raises(Stale):
        seat_batch_by_draw(
            actor=batch.officer, batch=batch.row, seen=1, value=VALUE, published_in="第 2026140 期"
        )
    assert not Seat.objects.exists()
    seed(batch)
    with pytest.raises(Blocked, match="已经抽取完毕"):
        seed(batch)


def test_a_list_of_the_batch_is_not_drawn_from_or_withdrawn_for_one_case(committed: Batch) -> None:
    case = committed.cases[0]
    case.refresh_from_db()
    arguments: dict[str, Any] = {"actor": committed.officer, "case": case, "seen": case.version}
    wait(PanelDraw.objects.get().seed_on)

    with pytest.raises(Blocked, match="属于论证批次“第一批”"):
        seat_by_draw(**arguments, value=VALUE, published_in="第 2026140 期")
    with pytest.raises(Blocked, match="统一填入种子或撤回"):
        withdraw_draw(**arguments, reason="停售")
    with pytest.raises(Blocked, match="名单已经承诺"):
        committed.rounds()[0].seat(committed.rounds()[0].free("legal"), "legal")


def test_a_list_is_given_up_for_all_with_a_reason_and_a_new_one_follows(committed: Batch) -> None:
    first = PanelDraw.objects.get()
    with pytest.raises(Blocked, match="没有要抽取的席位"):
        commit(committed)
    committed.row.refresh_from_db()
    arguments: dict[str, Any] = {"actor": committed.officer, "batch": committed.row}
    with pytest.raises(Invalid, match="写明撤回的原因"):
        withdraw_batch_draw(**arguments, seen=committed.row.version, reason=" ")
    withdraw_batch_draw(**arguments, seen=committed.row.version, reason="当期停售")

    second = commit(committed)

    assert second.pk != first.pk
    assert [panel.draws.get(withdrawn_at=None) for panel in committed.panels] == [second, second]
    entries = LedgerEntry.objects.filter(verb="withdraw_draw", detail__reason="当期停售")
    assert entries.count() == 2


def test_panels_that_are_full_or_drawn_alone_take_no_part(batch: Batch) -> None:
    batch.world.line.case = batch.cases[0]
    batch.seat_all()
    late = batch.world.at_stage("review", TITLES[2])
    batch.put_in([late])

    draw = commit(batch)

    assert [panel.case.number for panel in draw.panels.all()] == [late.number]


def test_a_case_that_has_ended_meanwhile_gets_no_seats_and_holds_nobody_up(committed: Batch) -> None:
    ended = committed.cases[1]
    ended.refresh_from_db()
    ended.runs.filter(closed_at=None).update(closed_at=clock.now(), outcome="failed")
    type(ended).objects.filter(pk=ended.pk).update(state=CaseState.WITHDRAWN, closed_at=clock.now())
    wait(PanelDraw.objects.get().seed_on)

    draw = seed(committed)

    assert [panel.seats.count() for panel in committed.panels] == [7, 0]
    assert verify(draw.record).holds


def test_without_enough_people_for_all_the_scarce_kind_and_what_would_help_are_told(batch: Batch) -> None:
    keep = Expert.objects.filter(kinds__kind="finance").first()
    assert keep is not None
    ExpertKind.objects.filter(kind="finance").exclude(expert=keep).delete()
    Expert.objects.filter(pk=keep.pk).update(load_limit=1)

    with pytest.raises(Blocked, match=r"财税专家缺 1 人.*增加 1 名财税专家"):
        commit(batch)


@pytest.mark.parametrize("part", ["leadership", "lead", "audit_admin"])
def test_nobody_but_the_officer_draws_for_a_batch(batch: Batch, part: str) -> None:
    with pytest.raises(NotPermitted):
        commit_batch_draw(
            actor=batch.world.actor(part), batch=batch.row, seen=batch.row.version, seed_on=draw_day()
        )


ACTS = ("commit-batch-draw", "seat-batch-by-draw", "withdraw-batch-draw")


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "department", "system_admin", "expert"])
def test_outside_the_department_the_draw_of_a_batch_looks_like_none(drawn: Batch, part: str) -> None:
    """Two worlds, one with a draw and one without, answer these people alike."""
    browser = Client()
    browser.force_login(drawn.world.user(part))
    addresses = [reverse(f"reviews:{name}", args=[drawn.row.pk]) for name in ("batch-draw", *ACTS)]
    addresses.append(reverse("reviews:draw", args=[drawn.cases[0].number]))
    with_draw = [browser.get(address) for address in addresses]
    Seat.objects.all().delete()
    PanelDraw.objects.all().delete()
    without = [browser.get(address) for address in addresses]

    assert [answer.status_code for answer in with_draw] == [404] * 5
    assert [answer.status_code for answer in without] == [404] * 5


def test_leadership_and_audit_see_the_batchs_draw_and_audit_the_files_too(drawn: Batch) -> None:
    draw = PanelDraw.objects.get()
    for part, files in (("leadership", False), ("audit_admin", True), ("officer", True)):
        browser = Client()
        browser.force_login(drawn.world.user(part))
        page = browser.get(reverse("reviews:batch-draw", args=[drawn.row.pk])).content.decode()
        one = browser.get(reverse("reviews:draw", args=[drawn.cases[1].number])).content.decode()

        assert draw.commitment in page
        assert all(seat.expert.name in page for seat in Seat.objects.select_related("expert"))
        assert ("下载抽取记录" in page) is files
        assert "抽中" in one
        assert one.count("<b>抽中</b>") == 7
        assert drawn.row.name in browser.get(reverse("reviews:draws")).content.decode()


def test_the_officer_commits_draws_and_withdraws_by_the_pages(batch: Batch) -> None:
    browser = Client()
    browser.force_login(batch.world.user("officer"))

    def send(name: str, **typed: Any) -> Any:
        address = reverse(f"reviews:{name}", args=[batch.row.pk])
        assert browser.get(address).status_code == 200
        batch.row.refresh_from_db()
        return browser.post(address, {"version": batch.row.version, **typed})

    shown = browser.get(reverse("reviews:commit-batch-draw", args=[batch.row.pk])).content.decode()
    assert all(case.number in shown for case in batch.cases)
    assert "技术专家 3" in shown
    assert (
        "要晚于承诺名单的当天"
        in send("commit-batch-draw", seed_on=clock.today().isoformat()).content.decode()
    )
    assert send("commit-batch-draw", seed_on=draw_day().isoformat()).status_code == 302
    assert "等待" in browser.get(reverse("reviews:batch", args=[batch.row.pk])).content.decode()
    assert send("withdraw-batch-draw", reason="").status_code == 422
    assert send("withdraw-batch-draw", reason="当期停售").status_code == 302
    assert send("commit-batch-draw", seed_on=draw_day().isoformat()).status_code == 302
    clock.advance(timedelta(days=(draw_day() - clock.today()).days))
    browser.force_login(batch.world.user("officer"))
    assert send("seat-batch-by-draw", value=VALUE, published_in="第 2026140 期").status_code == 302
    assert Seat.objects.count() == 14
    page = browser.get(reverse("reviews:batch-draw", args=[batch.row.pk])).content.decode()
    assert "当期停售" in page


def test_the_page_of_the_draw_asks_as_often_for_one_panel_as_for_three(
    world: LineWorld, django_assert_num_queries: Any
) -> None:
    batch = Batch.of(world, count=1)
    browser, address = Client(), reverse("reviews:batch-draw", args=[batch.row.pk])
    browser.force_login(world.user("officer"))
    commit(batch)
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    PanelDraw.objects.all().delete()
    batch.put_in([world.at_stage("review", TITLES[number]) for number in (1, 2)])
    commit(batch)

    with django_assert_num_queries(len(one)):
        browser.get(address)
