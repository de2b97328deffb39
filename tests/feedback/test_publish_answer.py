"""What is answered becomes public when its filer agrees, in words that lead to nobody."""

import pytest

from tests.feedback.world import FeedbackWorld
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.feedback import invariants
from xiangchuang.feedback.answer_feedback import record_change
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.publish_answer import publish_feedback, take_down_feedback, withdraw_consent
from xiangchuang.feedback.queries import public_feedback
from xiangchuang.search.models import PublicText


def publish(actor: Actor, row: Feedback, **changes: str) -> None:
    """Publish in the words it was written with, but for what is told."""
    words = {"title": row.title, "text": row.text, "answer": row.answer} | changes
    publish_feedback(actor=actor, feedback=row, seen=row.version, **words)


@pytest.mark.clause("0-3")
def test_an_answer_agreed_to_is_read_by_everybody_and_found(world: FeedbackWorld) -> None:
    row = world.published()
    assert list(public_feedback()) == [row]
    assert PublicText.objects.get(kind="feedback").url == f"/feedback/items/{row.number}/"
    assert list(invariants.nothing_published_holds_personal_data()) == []
    assert list(invariants.every_answer_stands_in_the_history()) == []


def test_without_consent_nothing_is_published(world: FeedbackWorld) -> None:
    row = world.answered(may_publish=False)
    with pytest.raises(Blocked, match="没有同意公开"):
        publish(world.officer, row)
    assert not public_feedback().exists()


def test_before_the_answer_nothing_is_published(world: FeedbackWorld) -> None:
    row = world.assigned()
    with pytest.raises(Blocked, match="还没有答复"):
        publish(world.officer, row, answer="好。")


@pytest.mark.parametrize("where", ["title", "text", "answer"])
def test_personal_data_is_named_masked_and_kept_out(world: FeedbackWorld, where: str) -> None:
    row = world.answered()
    with pytest.raises(Invalid, match="手机号码") as refused:
        publish(world.officer, row, **{where: "联系人电话 138 0013 8000"})
    assert "13800138000" not in str(refused.value)
    assert not public_feedback().exists()


def test_the_handler_may_leave_out_what_leads_to_a_person(world: FeedbackWorld) -> None:
    row = world.answered(text="我是李某，电话 13800138000，一月底找不到人盖章。")
    publish(world.officer, row, text="一月底找不到人盖章。")
    assert row.public_text == "一月底找不到人盖章。"
    assert "13800138000" in row.text


def test_a_colleague_does_not_publish_what_is_anothers(world: FeedbackWorld) -> None:
    row = world.answered()
    with pytest.raises(NotPermitted):
        publish(world.colleague, row)


def test_what_is_taken_down_is_found_no_more(world: FeedbackWorld) -> None:
    row = world.published()
    take_down_feedback(actor=world.head, feedback=row, seen=row.version)
    assert not public_feedback().exists()
    assert not PublicText.objects.filter(kind="feedback").exists()
    with pytest.raises(Blocked, match="没有公开"):
        take_down_feedback(actor=world.head, feedback=row, seen=row.version)


def test_the_filer_may_agree_no_longer_and_it_cannot_be_put_up_again(world: FeedbackWorld) -> None:
    row = world.published()
    withdraw_consent(actor=world.public, feedback=row)
    withdraw_consent(actor=world.public, feedback=row)
    assert not public_feedback().exists()
    assert row.steps.filter(verb="withdraw_feedback_consent").count() == 1
    with pytest.raises(Blocked, match="没有同意公开"):
        publish(world.officer, row)


def test_a_change_recorded_after_the_publication_is_found_at_once(world: FeedbackWorld) -> None:
    row = world.published()
    record_change(actor=world.officer, feedback=row, seen=row.version, change="系统自动顺延截止日。")
    assert "系统自动顺延截止日。" in PublicText.objects.get(kind="feedback").body
