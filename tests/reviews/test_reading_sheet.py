"""Reading and writing on one page: what finance reads, passages cited, a draft that is never lost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round, as_person
from xiangchuang.documents.plan import place_of
from xiangchuang.documents.plan.blocks import block_from_json
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.procedure.errors import Blocked, Invalid, Stale
from xiangchuang.proposals.models import PlanSection
from xiangchuang.proposals.section_tables import section_tables
from xiangchuang.reviews.models import Opinion, Review, Seat
from xiangchuang.reviews.sheet import anchor_of
from xiangchuang.reviews.write_review import OpinionDraft, ReviewDraft, ScoreDraft, keep_review, read_revision


@pytest.fixture
def li(reading: Round) -> Seat:
    """李工, a legal expert who has declared."""
    return reading.declare(reading.seat_of("legal"))


def _browser(seat: Seat) -> Client:
    client = Client()
    assert seat.expert.user is not None
    client.force_login(seat.expert.user)
    return client


def _url(round_: Round, name: str) -> str:
    return reverse(f"reviews:{name}", args=[round_.case.number])


def _paragraph(round_: Round, section: str = "A.4.1") -> tuple[str, str]:
    """The id and the words of the first paragraph of a section."""
    kept = PlanSection.objects.get(revision=read_revision(round_.case), code=section)
    block = next(b for b in map(block_from_json, kept.blocks) if b.kind == "paragraph")
    return block.id, block.text


def _typed(seat: Seat, **typed: Any) -> dict[str, Any]:
    seat.refresh_from_db()
    return {"seen": seat.version, "seat": seat.pk} | typed


@pytest.mark.clause("5.2-1")
def test_the_finance_expert_meets_the_money_first_and_unfolded(reading: Round) -> None:
    finance = reading.declare(reading.seat_of("finance"))
    assert reading.pack.panel.finance_reading is not None

    page = _browser(finance).get(_url(reading, "submit-review")).content.decode()

    for code in reading.pack.panel.finance_reading.sections:
        assert page.count(f'id="section-{code}" open>') == 1
    money = max(page.index(f'id="section-{code}"') for code in reading.pack.panel.finance_reading.sections)
    assert money < page.index('id="section-A.1.1"')
    assert 'id="section-A.1.1">' in page


def test_the_tables_of_the_plan_are_read_with_its_text(reading: Round, li: Seat) -> None:
    tables = section_tables(read_revision(reading.case))
    assert tables

    page = _browser(li).get(_url(reading, "submit-review")).content.decode()

    for code, blocks in tables.items():
        for block in blocks:
            assert f'id="{anchor_of(code, block.id)}"' in page
            assert block.caption in page


def test_a_passage_is_cited_without_scripts_and_nothing_typed_is_lost(reading: Round, li: Seat) -> None:
    block, words = _paragraph(reading)
    browser = _browser(li)
    typed = _typed(li, why_tasks="路线清楚", cite=f"A.4.1 {block}")

    answer = browser.post(_url(reading, "save-review"), typed)

    assert answer["Location"].endswith("#opinion-0")
    opinion = Opinion.objects.get()
    assert (opinion.section, opinion.quote) == ("A.4.1", words[:500])
    page = browser.get(answer["Location"]).content.decode()
    assert "路线清楚" in page
    assert f'<a href="#{anchor_of("A.4.1", block)}">' in page


def test_what_is_quoted_finds_its_section_by_itself(reading: Round, li: Seat) -> None:
    _block, words = _paragraph(reading)

    reading.save(
        li, ReviewDraft(opinions=[OpinionDraft("", "补充测算", quote=f" {words[:6]}\n{words[6:14]}")])
    )

    assert Opinion.objects.get().section == "A.4.1"


def test_a_quotation_that_is_not_in_the_plan_is_refused_with_words(reading: Round, li: Seat) -> None:
    invented = OpinionDraft("A.4.1", "删去", severity="advice", quote="本中心保证国际领先")

    with pytest.raises(Invalid, match="本中心保证国际领先”不在方案里"):
        reading.submit(li, reading.draft("legal", opinions=[invented]))

    assert not Review.objects.filter(submitted_at__isnull=False).exists()
    reading.save(li, ReviewDraft(opinions=[invented]))
    page = _browser(li).get(_url(reading, "submit-review")).content.decode()
    assert "这段原文不在方案里" in page


def test_a_quotation_of_a_submitted_review_stands_in_the_plan(reading: Round, li: Seat) -> None:
    block, words = _paragraph(reading)
    reading.submit(li, reading.draft("legal", opinions=[OpinionDraft("A.4.1", "细化", "advice", words[:10])]))

    kept = PlanSection.objects.get(revision=read_revision(reading.case), code="A.4.1")
    place = place_of(list(map(block_from_json, kept.blocks)), Opinion.objects.get().quote)
    assert (place.block, place.found) == (block, "here")


def test_typing_is_kept_without_an_entry_in_the_ledger(reading: Round, li: Seat) -> None:
    entries = entries_of_case(reading.case.number).count()

    answer = _browser(li).post(
        _url(reading, "keep-review"), _typed(li, points_tasks="8", why_tasks="路线清楚", demand_0="补充测算")
    )

    assert answer.status_code == 200
    assert "打分 1 项、评分理由 1 项、意见 1 条" in answer.json()["message"]
    li.refresh_from_db()
    assert answer.json()["version"] == li.version
    assert entries_of_case(reading.case.number).count() == entries
    assert Review.objects.get().scores.get(item="tasks").points == 8


def test_the_same_words_again_change_nothing(reading: Round, li: Seat) -> None:
    actor, draft = as_person(li.expert), ReviewDraft([ScoreDraft("tasks", 8, "路线清楚")], summary="可行")
    keep_review(actor=actor, case=reading.case, seat_seen=li.version, draft=draft)
    li.refresh_from_db()
    before = li.version

    keep_review(actor=actor, case=reading.case, seat_seen=1, draft=draft)

    li.refresh_from_db()
    assert li.version == before


def test_of_two_windows_neither_overwrites_the_other(reading: Round, li: Seat) -> None:
    browser = _browser(li)
    first, second = _typed(li, summary="第一窗口的评价"), _typed(li, summary="第二窗口的评价")
    assert browser.post(_url(reading, "keep-review"), first).status_code == 200

    answer = browser.post(_url(reading, "keep-review"), second)
    assert answer.status_code == 409
    page = browser.post(_url(reading, "save-review"), second)

    assert page.status_code == 409
    assert Review.objects.get().summary == "第一窗口的评价"
    for words in ("第一窗口的评价", "第二窗口的评价", "另一个窗口保存的草稿"):
        assert words in page.content.decode()
    li.refresh_from_db()
    merged = _typed(li, summary="第一窗口的评价；第二窗口的评价")
    assert f'name="seen" value="{li.version}"' in page.content.decode()
    assert browser.post(_url(reading, "save-review"), merged).status_code == 302


def test_a_wrong_field_does_not_keep_the_others_from_being_kept(reading: Round, li: Seat) -> None:
    typed = _typed(li, points_tasks="11", why_tasks="路线清楚")

    said = _browser(li).post(_url(reading, "keep-review"), typed).json()["message"]

    assert "填 0 到 10 的整数" in said
    score = Review.objects.get().scores.get(item="tasks")
    assert (score.points, score.justification) == (None, "路线清楚")


def test_an_expired_sign_in_brings_the_draft_back(reading: Round, li: Seat) -> None:
    client = Client()
    typed = _typed(li, summary="登录过期前写的评价", points_tasks="7", demand_0="补充测算")

    kept = client.post(_url(reading, "keep-review"), typed)
    assert kept.status_code == 401
    assert "重新登录后会自动带回" in kept.json()["message"]
    answer = client.post(_url(reading, "save-review"), typed)
    assert answer["Location"] == f"/account/sign-in/?next={_url(reading, 'submit-review')}"
    client.force_login(li.expert.user)

    page = client.get(_url(reading, "submit-review")).content.decode()
    for words in ("登录过期前写的评价", "补充测算", 'value="7"', "还没有保存"):
        assert words in page
    client.post(_url(reading, "save-review"), typed)
    assert "还没有保存" not in client.get(_url(reading, "submit-review")).content.decode()
    assert Review.objects.get().summary == "登录过期前写的评价"


def test_what_one_expert_typed_is_not_brought_to_the_next_at_that_computer(reading: Round, li: Seat) -> None:
    wang, client = reading.declare(reading.seat_of("policy")), Client()
    client.post(_url(reading, "save-review"), _typed(li, summary="李工写的评价"))
    client.force_login(wang.expert.user)

    assert "李工写的评价" not in client.get(_url(reading, "submit-review")).content.decode()


def test_nothing_is_kept_before_the_declaration_nor_after_the_submission(reading: Round, li: Seat) -> None:
    wang = reading.seat_of("policy")
    draft = ReviewDraft(summary="抢先写")

    with pytest.raises(Blocked, match="先声明无利益冲突"):
        keep_review(actor=as_person(wang.expert), case=reading.case, seat_seen=wang.version, draft=draft)
    reading.submit(li)
    li.refresh_from_db()
    with pytest.raises(Blocked, match="内容已固定"):
        keep_review(actor=as_person(li.expert), case=reading.case, seat_seen=li.version, draft=draft)


def test_keeping_over_a_newer_version_is_stale(reading: Round, li: Seat) -> None:
    seen = li.version
    reading.save(li, ReviewDraft(summary="按钮保存"))

    with pytest.raises(Stale):
        keep_review(
            actor=as_person(li.expert), case=reading.case, seat_seen=seen, draft=ReviewDraft(summary="旧窗口")
        )


def test_an_expert_who_has_not_declared_is_shown_nothing_of_the_plan(reading: Round) -> None:
    wang = reading.seat_of("policy")
    _block, words = _paragraph(reading)

    for name in ("submit-review", "save-review"):
        answer = _browser(wang).post(_url(reading, name), _typed(wang, points_tasks="99"), follow=True)
        assert words not in answer.content.decode()
        assert answer.redirect_chain[0][0] == _url(reading, "declare-no-conflict")


def test_the_expert_sees_the_own_deadline(reading: Round, li: Seat) -> None:
    page = _browser(li).get(_url(reading, "submit-review")).content.decode()
    other = _browser(reading.seat_of("policy")).get(_url(reading, "declare-no-conflict")).content.decode()

    for each in (page, other):
        assert "提交截止" in each
        assert 'class="due' in each


def test_the_officer_opens_a_quotation_at_its_place_in_the_plan(reading: Round, li: Seat) -> None:
    block, words = _paragraph(reading)
    reading.submit(li, reading.draft("legal", opinions=[OpinionDraft("A.4.1", "细化", "advice", words[:10])]))
    officer = Client()
    assert reading.officer.user is not None
    officer.force_login(reading.officer.user)

    page = officer.get(f"/cases/{reading.case.number}/?tab=review").content.decode()

    place = reverse("proposals:plan-section", args=[reading.case.number, 1]) + f"#A.4.1-{block}"
    assert f'href="{place}"' in page
    assert f'id="A.4.1-{block}"' in officer.get(place).content.decode()


def test_the_sheet_asks_the_database_as_often_for_three_quotations_as_for_one(
    reading: Round, li: Seat, django_assert_num_queries: Any
) -> None:
    _block, words = _paragraph(reading)
    quoting = [OpinionDraft("A.4.1", f"细化 {n}", "advice", words[n : n + 8]) for n in range(3)]
    browser, url = _browser(li), _url(reading, "submit-review")
    reading.save(li, ReviewDraft(opinions=quoting[:1]))
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    reading.save(li, ReviewDraft(opinions=quoting))

    with django_assert_num_queries(len(one)):
        browser.get(url)
