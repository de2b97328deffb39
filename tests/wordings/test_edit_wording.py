"""The office words a paper: a draft by the officer, published by the division head, kept by what it made."""

import pytest

from tests.decisions.conftest import world  # noqa: F401
from tests.decisions.world import World
from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.models import OfficialDocument
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.policy.wordings import WordingBlock, WordingText
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.procedure.packs import current_pack
from xiangchuang.wordings.edit_wording import discard_draft, keep_draft, publish_wording
from xiangchuang.wordings.in_force import wording_in_force
from xiangchuang.wordings.models import WordingDraft, WordingVersion

REASON = "按厅办公室意见改动结尾。"


def changed(text: WordingText, *, add: str = "请认真组织实施。") -> WordingText:
    return text.model_copy(update={"blocks": (*text.blocks, WordingBlock(row="paragraph", text=add))})


def words() -> WordingText:
    return wording_in_force("approval", current_pack()).text


def draft(actor: Actor, text: WordingText, seen: int = 0) -> WordingDraft:
    return keep_draft(actor=actor, kind="approval", pack=current_pack(), seen=seen, text=text)


def publish(actor: Actor, seen: int = 1, reason: str = REASON) -> WordingVersion:
    return publish_wording(actor=actor, kind="approval", pack=current_pack(), seen=seen, reason=reason)


def test_the_officer_drafts_the_division_head_publishes_and_later_papers_say_so(world: World) -> None:  # noqa: F811
    before = world.case_at("approval")
    world.draft(before)
    draft(world.officer, changed(words()))
    version = publish(world.division_head)
    after = world.case_at("approval")
    world.draft(after)
    old, new = before.documents.get(), after.documents.get()
    assert (version.number, version.reason, version.published_by) == (1, REASON, world.division_head.user)
    assert "请认真组织实施。" in str(new.content["blocks"])
    assert "请认真组织实施。" not in str(old.content["blocks"])
    assert (old.wording_version, new.wording_version) == (None, version)
    assert new.wording_sha256 == version.body_sha256
    entry = LedgerEntry.objects.get(verb="publish_wording")
    assert entry.detail["reason"] == REASON


def test_a_document_issued_after_a_change_keeps_the_words_it_was_drafted_in(world: World) -> None:  # noqa: F811
    case = world.case_at("approval")
    world.draft(case)
    draft(world.officer, changed(words()))
    publish(world.division_head)
    document = world.approve(case).document
    assert document.wording_version is None
    assert "请认真组织实施。" not in str(document.content["blocks"])


def test_a_faulty_draft_is_kept_and_not_published(world: World) -> None:  # noqa: F811
    for add in ("负责人{负责人}", "联系人电话 13800138000", "[没有合上"):
        kept = WordingDraft.objects.first()
        draft(world.officer, changed(words(), add=add), kept.version if kept else 0)
        with pytest.raises(Invalid, match="有 1 处要先改正"):
            publish(world.division_head, WordingDraft.objects.get().version)
    assert not WordingVersion.objects.exists()


def test_a_mandatory_place_cannot_be_dropped(world: World) -> None:  # noqa: F811
    text = words()
    without = text.model_copy(update={"blocks": text.blocks[1:], "number": ""})
    draft(world.officer, without)
    with pytest.raises(Invalid, match="有 2 处要先改正"):
        publish(world.division_head)


def test_who_may_and_who_may_not(world: World) -> None:  # noqa: F811
    text = changed(words())
    for actor in (world.applicant, world.city, world.stranger):
        with pytest.raises(NotFound):
            draft(actor, text)
    with pytest.raises(NotPermitted):
        draft(world.leadership, text)
    draft(world.officer, text)
    with pytest.raises(NotPermitted, match="处室负责人"):
        publish(world.officer)
    with pytest.raises(Invalid, match="为何修改"):
        publish(world.division_head, reason=" ")


def test_two_who_write_at_once_do_not_overwrite_each_other(world: World) -> None:  # noqa: F811
    text = words()
    draft(world.officer, changed(text))
    with pytest.raises(Stale):
        draft(world.division_head, changed(text, add="另一种说法。"))
    draft(world.division_head, changed(text, add="另一种说法。"), seen=1)
    with pytest.raises(Stale):
        publish(world.division_head, seen=1)
    publish(world.division_head, seen=2)
    with pytest.raises(Stale):
        draft(world.officer, text, seen=2)


def test_a_draft_that_says_the_same_or_none_at_all_is_not_a_version(world: World) -> None:  # noqa: F811
    with pytest.raises(Blocked, match="没有待发布的草稿"):
        publish(world.division_head)
    draft(world.officer, words())
    with pytest.raises(Blocked, match="一字不差"):
        publish(world.division_head)
    discard_draft(actor=world.officer, kind="approval", pack=current_pack(), seen=1)
    assert not WordingDraft.objects.exists()


def test_full_width_braces_are_meant_as_braces(world: World) -> None:  # noqa: F811
    kept = draft(world.officer, changed(words(), add="由｛牵头单位｝负责［，｛共建单位｝参与］。"))
    assert kept.body["blocks"][-1]["text"] == "由{牵头单位}负责[，{共建单位}参与]。"


def test_the_letter_of_a_refusal_is_worded_by_the_office_too(world: World) -> None:  # noqa: F811
    pack = current_pack()
    text = wording_in_force("refusal", pack).text
    keep_draft(actor=world.officer, kind="refusal", pack=pack, seen=0, text=changed(text, add="特此通知。"))
    publish_wording(actor=world.division_head, kind="refusal", pack=pack, seen=1, reason=REASON)
    case = world.case_at("meeting")
    world.meet(case, "refuse", reasons="同一领域已有布局。")
    letter = OfficialDocument.objects.get(case=case)
    assert "特此通知。" in str(letter.content["blocks"])
    assert "同一领域已有布局。" in str(letter.content["blocks"])
