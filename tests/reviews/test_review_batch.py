"""Several proposals reviewed together: what enters a batch, and panels for all of them at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.reviews.batch_steps import TITLES, Batch
from tests.reviews.steps import Round
from xiangchuang.assignment.validation import breaches
from xiangchuang.experts.models import Expert, ExpertKind, ExpertTie
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews.draws.drawn_list import panel_key, round_list
from xiangchuang.reviews.models import BatchedCase, ReviewBatch, Seat
from xiangchuang.reviews.review_batches.keep_batch import form_batch, put_in_batch, take_from_batch
from xiangchuang.reviews.review_batches.propose_batch import BatchProposal, propose_batch

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def batch(world: LineWorld) -> Batch:
    return Batch.of(world)


def validated(batch: Batch, found: BatchProposal) -> list[Any]:
    """What an independent count of every rule says of the proposal."""
    from xiangchuang.assignment.problem import Seat as Place

    panels = batch.panels
    listed = round_list(panels, pack_of(batch.cases[0]), spread=True)
    seats = [Place(p.key, who, kind, True) for p in listed.round.proposals for who, kind in p.seated]
    by_number = {panel.case.number: panel_key(panel) for panel in panels}
    seats += [
        Place(by_number[line.case.number], str(seat.expert.pk), seat.kind)
        for line in found.panels
        for seat in line.proposed
    ]
    return breaches(listed.round, seats)


def test_a_batch_is_formed_once_a_year_by_the_officer_with_an_entry(world: LineWorld) -> None:
    officer = world.actor("officer")
    made = form_batch(actor=officer, name=" 第一批  论证 ", year=2026)

    assert made.name == "第一批 论证"
    assert LedgerEntry.objects.get(verb="form_review_batch").subject == f"reviewbatch:{made.pk}"
    with pytest.raises(Blocked, match="2026 年已有名为“第一批 论证”的批次"):
        form_batch(actor=officer, name="第一批 论证", year=2026)
    assert form_batch(actor=officer, name="第一批 论证", year=2027).pk != made.pk
    with pytest.raises(Invalid, match="名称没有填写"):
        form_batch(actor=officer, name="  ", year=2026)


@pytest.mark.parametrize("part", ["leadership", "division_head", "lead", "city_bureau", "audit_admin"])
def test_nobody_but_the_officer_forms_a_batch(world: LineWorld, part: str) -> None:
    with pytest.raises(NotPermitted):
        form_batch(actor=world.actor(part), name="第一批", year=2026)
    assert not ReviewBatch.objects.exists()


def test_a_proposal_stands_in_one_batch_and_leaves_it_with_a_reason(batch: Batch) -> None:
    other = form_batch(actor=batch.officer, name="第二批", year=2026)
    arguments: dict[str, Any] = {"actor": batch.officer, "batch": other}
    with pytest.raises(Blocked, match="已在论证批次中"):
        put_in_batch(**arguments, seen=other.version, cases=batch.cases[:1])

    batch.row.refresh_from_db()
    own: dict[str, Any] = {"actor": batch.officer, "batch": batch.row, "case": batch.cases[0]}
    with pytest.raises(Invalid, match="写明移出的原因"):
        take_from_batch(**own, seen=batch.row.version, reason=" ")
    take_from_batch(**own, seen=batch.row.version, reason="改在第二批论证")
    other.refresh_from_db()
    put_in_batch(**arguments, seen=other.version, cases=batch.cases[:1])

    assert BatchedCase.objects.get(case=batch.cases[0]).batch == other
    entry = LedgerEntry.objects.get(verb="take_from_batch")
    assert (entry.case_number, entry.detail["reason"]) == (batch.cases[0].number, "改在第二批论证")
    assert LedgerEntry.objects.filter(verb="put_in_batch").count() == 3


def test_a_page_that_was_read_before_another_change_puts_nothing_in(batch: Batch) -> None:
    case = batch.world.at_stage("review", TITLES[2])

    with pytest.raises(Stale):
        put_in_batch(actor=batch.officer, batch=batch.row, seen=1, cases=[case])
    with pytest.raises(Invalid, match="至少勾选一个方案"):
        put_in_batch(actor=batch.officer, batch=batch.row, seen=batch.row.version, cases=[])
    assert not BatchedCase.objects.filter(case=case).exists()


def test_once_reading_has_opened_a_proposal_neither_enters_nor_leaves(batch: Batch) -> None:
    late = batch.world.at_stage("review", TITLES[2])
    Round(batch.world).seat_all().open()
    with pytest.raises(Blocked, match="已经开始审阅"):
        batch.put_in([late])

    batch.seat_all()
    batch.world.line.case = batch.cases[0]
    panel = batch.panels[0]
    panel.reading_opened_at = panel.created_at
    panel.save()
    batch.row.refresh_from_db()
    with pytest.raises(Blocked, match="留在本批次中比较得分"):
        take_from_batch(
            actor=batch.officer, batch=batch.row, seen=batch.row.version, case=batch.cases[0], reason="改期"
        )


def test_panels_for_all_are_proposed_at_once_keep_every_rule_and_are_seated_together(batch: Batch) -> None:
    found = batch.proposed()

    assert [len(panel.proposed) for panel in found.panels] == [7, 7]
    assert validated(batch, found) == []
    assert "匹配度合计" in found.told
    assert "已证明" in found.told or "差距至多" in found.told
    assert "最吃亏的方案" in found.floor

    batch.seat_all(found)

    assert [panel.seats.count() for panel in batch.panels] == [7, 7]
    entries = LedgerEntry.objects.filter(verb="seat_proposed")
    assert {entry.case_number for entry in entries} == {case.number for case in batch.cases}
    assert entries.count() == 2
    assert batch.proposed().seats == 0


def test_nobody_is_proposed_beyond_the_load_they_have_agreed_to(batch: Batch) -> None:
    Expert.objects.update(load_limit=1)

    found = batch.proposed()

    people = [seat.expert.pk for panel in found.panels for seat in panel.proposed]
    assert len(people) == len(set(people)) == 14
    assert validated(batch, found) == []


def test_seats_filled_by_hand_stay_and_their_holder_may_sit_on_another_panel_too(batch: Batch) -> None:
    first = batch.rounds()[0]
    expert = first.free("legal")
    first.seat(expert, "legal")
    ExpertKind.objects.filter(kind="legal").exclude(expert=expert).delete()

    found = batch.proposed()

    assert [[seat.expert for seat, _kind in panel.seated] for panel in found.panels] == [[expert], []]
    assert [len(panel.proposed) for panel in found.panels] == [6, 7]
    assert [s.expert for s in found.panels[1].proposed if s.kind == "legal"] == [expert]
    assert validated(batch, found) == []


def test_no_two_of_one_city_beyond_the_packs_number_and_no_adviser_beside_a_student(batch: Batch) -> None:
    rule = pack_of(batch.cases[0]).panel.city_spread
    assert rule is not None
    finance = list(Expert.objects.filter(kinds__kind="finance"))
    legal = list(Expert.objects.filter(kinds__kind="legal"))
    for one in finance[1:]:
        ExpertKind.objects.filter(expert=one, kind="finance").delete()
    ExpertTie.objects.bulk_create(
        ExpertTie(expert=finance[0], other_name=other.name, kind="adviser", declared_on="2026-01-01")
        for other in legal[1:]
    )

    found = batch.proposed()

    for panel in found.panels:
        cities = [seat.expert.employer.prefecture for seat in panel.proposed]
        assert max(cities.count(city) for city in cities) <= rule.most
        assert [s.expert for s in panel.proposed if s.kind == "legal"] == legal[:1]
    batch.seat_all(found)


def test_where_people_are_lacking_the_scarce_kind_the_cases_and_what_would_help_are_told(
    batch: Batch,
) -> None:
    keep = Expert.objects.filter(kinds__kind="finance").first()
    assert keep is not None
    ExpertKind.objects.filter(kind="finance").exclude(expert=keep).delete()
    Expert.objects.filter(pk=keep.pk).update(load_limit=1)

    found = batch.proposed()

    assert not found.is_possible
    assert not found.panels
    assert "财税专家缺 1 人" in found.told
    assert "增加 1 名财税专家" in found.told
    assert "每位专家的席位上限增加 1 个" in found.told


def test_one_who_may_not_sit_any_more_or_a_case_changed_meanwhile_leaves_nobody_seated(batch: Batch) -> None:
    found = batch.proposed()
    Expert.objects.filter(pk=found.panels[-1].proposed[-1].expert.pk).update(is_active=False)
    with pytest.raises(Blocked, match="已退出专家库"):
        batch.seat_all(found)
    assert not Seat.objects.exists()

    found = batch.proposed()
    other = batch.rounds()[1]
    other.seat(other.free("policy"), "policy")
    for panel in found.panels:
        panel.case.version = 1 if panel.case == batch.cases[1] else panel.case.version
    with pytest.raises(Stale):
        batch.seat_all(found)
    assert Seat.objects.count() == 1


def test_the_officer_forms_fills_and_seats_a_batch_by_the_pages(world: LineWorld) -> None:
    cases = [world.at_stage("review", TITLES[number]) for number in range(2)]
    browser = Client()
    browser.force_login(world.user("officer"))
    assert "还没有论证批次" in browser.get(reverse("reviews:batches")).content.decode()
    assert reverse("reviews:batches") in browser.get(reverse("library:experts")).content.decode()

    missing = browser.post(reverse("reviews:new-batch"), {"name": "", "year": "2026"})
    assert missing.status_code == 422
    assert "名称没有填写" in missing.content.decode()
    made = browser.post(reverse("reviews:new-batch"), {"name": "第一批", "year": "2026"})
    row = ReviewBatch.objects.get()
    assert made["Location"] == reverse("reviews:put-in-batch", args=[row.pk])
    page = browser.get(made["Location"]).content.decode()
    assert all(case.number in page for case in cases)
    sent = {"version": row.version, "cases": [case.pk for case in cases]}
    assert browser.post(made["Location"], sent).status_code == 302
    assert browser.post(made["Location"], sent).status_code == 422

    address = reverse("reviews:propose-batch", args=[row.pk])
    shown: Any = browser.get(address)
    found = shown.context["proposal"]
    row.refresh_from_db()
    form: dict[str, Any] = {
        "version": row.version,
        "cases_seen": [f"{panel.case.number}:{panel.case.version}" for panel in found.panels],
        "picks": [pick for panel in found.panels for pick in panel.picks],
    }
    assert browser.post(address, {**form, "picks": ["2026-HN-9999:1:legal"]}).status_code == 422
    assert browser.post(address, {**form, "version": row.version - 1}).status_code == 409
    assert browser.post(address, form).status_code == 302

    assert Seat.objects.count() == 14
    assert "已组齐 7 人" in browser.get(reverse("reviews:batch", args=[row.pk])).content.decode()


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "expert", "department", "system_admin"])
def test_outside_the_department_there_is_no_batch(batch: Batch, part: str) -> None:
    browser = Client()
    browser.force_login(batch.world.user(part))
    member = batch.row.members.get(case=batch.cases[0])
    addresses = [
        reverse("reviews:batches"), reverse("reviews:new-batch"),
        *(reverse(f"reviews:{n}", args=[batch.row.pk]) for n in ("batch", "put-in-batch", "propose-batch")),
        reverse("reviews:take-from-batch", args=[batch.row.pk, member.pk]),
    ]  # fmt: skip

    for address in addresses:
        for answer in (browser.get(address), browser.post(address, {"reason": "x", "version": 2})):
            assert answer.status_code in {404, 405}, address
            assert "第一批" not in answer.content.decode()


def test_leadership_reads_a_batch_and_changes_nothing(batch: Batch) -> None:
    browser = Client()
    browser.force_login(batch.world.user("leadership"))

    page = browser.get(reverse("reviews:batch", args=[batch.row.pk])).content.decode()

    assert batch.cases[0].number in page
    assert "移出" not in page
    assert browser.get(reverse("reviews:propose-batch", args=[batch.row.pk])).status_code == 403


def test_list_and_batch_ask_the_database_as_often_for_one_proposal_as_for_three(
    world: LineWorld, django_assert_num_queries: Any
) -> None:
    batch = Batch.of(world, count=1)
    browser = Client()
    browser.force_login(world.user("officer"))
    addresses = [reverse("reviews:batches"), reverse("reviews:batch", args=[batch.row.pk])]
    counts = []
    for address in addresses:
        browser.get(address)
        with CaptureQueriesContext(connection) as one:
            browser.get(address)
        counts.append(len(one))
    batch.put_in([world.at_stage("review", TITLES[number]) for number in (1, 2)])
    for number in (2, 3):
        form_batch(actor=batch.officer, name=f"第{number}批", year=2026)

    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            browser.get(address)


def test_a_proposal_for_three_asks_for_each_further_one_no_more_than_for_the_second(world: LineWorld) -> None:
    batch = Batch.of(world, count=1)
    counts = []
    for title in (*TITLES[1:3], ""):
        with CaptureQueriesContext(connection) as asked:
            propose_batch(batch.row)
        counts.append(len(asked))
        if title:
            batch.put_in([world.at_stage("review", title)])

    assert counts[2] - counts[1] <= counts[1] - counts[0] <= 20
