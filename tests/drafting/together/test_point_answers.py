"""In the second round the opinions stand beside the text that is revised, and are answered there."""

import pytest

from tests.factories.line import ALL_EXPERTS, LineWorld
from tests.line.visitor import Visitor, text_of
from tests.reviews.steps import Round
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.procedure.models import Case, FieldComment, StageRun
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.reviews.models import Opinion, OpinionAnswer
from xiangchuang.reviews.write_review import OpinionDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")


@pytest.fixture
def world(db: None) -> LineWorld:
    """With forty experts, for a panel has to be seated."""
    return LineWorld.build(experts=ALL_EXPERTS)


@pytest.fixture
def returned(world: LineWorld) -> Case:
    """The panel asked for a revision of A.7.2; the lead has begun to revise."""
    world.at_stage("review")
    Round(world).seat_all().open().hear_all(DEMAND).conclude("revise")
    begin_manuscript(actor=world.actor("lead"), case=world.case)
    return world.case


def test_an_opinion_is_answered_beside_the_section_and_names_the_passage(
    world: LineWorld, returned: Case
) -> None:
    opinion = Opinion.objects.get(case=returned)
    draft = PlanRevision.objects.get(proposal__case=returned, frozen_at=None)
    block = next(b for b in draft.sections.get(code="A.7.2").blocks if b["text"].strip())
    member = Visitor(world.actor("member"))

    page = text_of(member.open("drafting:section", returned, "A.7.2"))
    assert "补充出资承诺" in page and f"?opinion={opinion.number}" in page
    assert "补充出资承诺" not in text_of(member.open("drafting:section", returned, "A.1.1"))

    sent = member.client.post(
        f"/cases/{returned.number}/answer-opinion/?opinion={opinion.number}",
        {"seen": Case.objects.get(pk=returned.pk).version, "answer": "已附三家承诺函。", "back": "A.7.2",
         "section": "A.1.1", "passage": f"A.7.2 {block['id']}"},
    )  # fmt: skip

    assert sent.status_code == 302 and sent.headers["Location"].endswith("/manuscript/A.7.2/")
    kept = OpinionAnswer.objects.get()
    assert (kept.text, kept.section, kept.block) == ("已附三家承诺函。", "A.7.2", block["id"])
    assert kept.begins == block["text"][:200]
    reading = text_of(member.open("proposals:plan-section", returned, 2))
    assert "已附三家承诺函" in reading and f'/plan/2/#A.7.2-{block["id"]}"' in reading


def test_an_answer_that_comes_too_late_is_kept_on_the_page(world: LineWorld, returned: Case) -> None:
    opinion = Opinion.objects.get(case=returned)
    lead = Visitor(world.actor("lead"))
    address = f"/cases/{returned.number}/answer-opinion/?opinion={opinion.number}"
    stale = lead.client.post(address, {"seen": 1, "answer": "我写的答复。", "section": "", "passage": ""})
    assert stale.status_code == 409 and "我写的答复。" in text_of(stale)
    assert not OpinionAnswer.objects.exists()


def test_an_opinion_of_nobody_s_round_is_not_found(world: LineWorld, returned: Case) -> None:
    lead = Visitor(world.actor("lead"))
    assert lead.open("drafting:point-answer", returned, opinion=9_999).status_code == 404
    opinion = Opinion.objects.get(case=returned)
    for part in ("officer", "city_bureau"):
        page = Visitor(world.actor(part)).open("drafting:point-answer", returned, opinion=opinion.number)
        assert page.status_code == 403


def test_a_remark_of_a_check_stands_at_its_section_with_what_changed_since(
    world: LineWorld, returned: Case
) -> None:
    run = StageRun.objects.filter(case=returned, closed_at__isnull=False).order_by("-pk")[0]
    FieldComment.objects.create(
        run=run, anchor="A.1.1", label="现状", text="数据没有注明年度。", author=world.user("officer"),
        written_at=run.closed_at,
    )  # fmt: skip
    lead = Visitor(world.actor("lead"))

    page = text_of(lead.open("drafting:section", returned, "A.1.1"))

    assert "数据没有注明年度" in page
    assert f"/cases/{returned.number}/plan/1..2/#d-A.1.1" in page
    assert "1 条退回意见" in text_of(lead.open("drafting:manuscript", returned))
