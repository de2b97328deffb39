"""A number is void only by a recorded act: it stays taken, and whoever verifies the paper reads why."""

import pytest

from tests.decisions.world import World, signed_in
from xiangchuang.decisions.invariants import (
    every_number_is_given_once_and_none_is_left_out,
    every_paper_says_what_its_hash_says,
)
from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.decisions.void_document import void_document
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.search.models import PublicChange


def refusal(world: World) -> OfficialDocument:
    case = world.case_at("meeting")
    world.meet(case, "refuse", reasons="同一领域已有布局。")
    return OfficialDocument.objects.get(case=case)


def test_the_leadership_voids_a_letter_and_the_next_number_follows_on(world: World) -> None:
    first = refusal(world)
    changes = PublicChange.objects.count()
    void_document(actor=world.leadership, document=first, reason="主送机关有误，另行印发。")
    assert PublicChange.objects.count() == changes + 1
    second = refusal(world)
    assert (first.number, second.number) == ("湘科发〔2026〕1号", "湘科发〔2026〕2号")
    first.refresh_from_db()
    assert first.is_void
    assert first.void_reason == "主送机关有误，另行印发。"
    entry = LedgerEntry.objects.get(verb="void_document")
    assert entry.detail["number"] == "湘科发〔2026〕1号"
    assert list(every_number_is_given_once_and_none_is_left_out()) == []
    assert list(every_paper_says_what_its_hash_says()) == []


def test_a_decision_in_force_a_draft_and_a_void_paper_are_not_voided(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    with pytest.raises(Blocked, match="草稿"):
        void_document(actor=world.leadership, document=case.documents.get(), reason="误拟。")
    approval = world.approve(case).document
    with pytest.raises(Blocked, match="已经生效"):
        void_document(actor=world.leadership, document=approval, reason="误发。")
    letter = refusal(world)
    void_document(actor=world.leadership, document=letter, reason="误发。")
    with pytest.raises(Blocked, match="已经作废"):
        void_document(actor=world.leadership, document=letter, reason="再作废。")


def test_who_may_and_why_it_is_said(world: World) -> None:
    letter = refusal(world)
    with pytest.raises(NotPermitted):
        void_document(actor=world.officer, document=letter, reason="误发。")
    with pytest.raises(NotFound):
        void_document(actor=world.stranger, document=letter, reason="误发。")
    with pytest.raises(Invalid, match="理由"):
        void_document(actor=world.leadership, document=letter, reason=" ")


def test_the_page_and_what_the_parties_read(world: World) -> None:
    letter = refusal(world)
    address = f"/decisions/documents/{letter.verification_code}/void/"
    leadership = signed_in(world.leadership)
    assert "作废" in leadership.get("/decisions/").content.decode()
    assert signed_in(world.officer).get(address).status_code == 403
    assert leadership.post(address, {"reason": "主送机关有误。"}).status_code == 302
    page = signed_in(world.applicant).get(f"/cases/{letter.case.number}/?tab=documents").content.decode()
    assert "已作废" in page
    assert "主送机关有误。" in page


def test_a_gap_in_the_series_is_found(world: World) -> None:
    refusal(world)
    refusal(world)
    OfficialDocument.objects.filter(serial=2).update(serial=3)
    assert len(list(every_number_is_given_once_and_none_is_left_out())) == 1
