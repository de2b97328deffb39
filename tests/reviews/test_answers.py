"""The lead answers each opinion beside the text; the answers travel with the revised plan."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.reviews.steps import Round
from xiangchuang.accounts.actor import Actor
from xiangchuang.procedure.errors import Invalid
from xiangchuang.proposals.models import PlanRevision
from xiangchuang.proposals.plan import content_sha256
from xiangchuang.proposals.plan_pdf import plan_pdf
from xiangchuang.proposals.plan_word import plan_word
from xiangchuang.reviews.answers import answers_annex
from xiangchuang.reviews.models import Opinion, OpinionAnswer
from xiangchuang.reviews.opinion_notes import opinion_notes
from xiangchuang.reviews.opinions import Changed, answer_opinion
from xiangchuang.reviews.write_review import OpinionDraft

DEMAND = OpinionDraft("A.7.2", "补充出资承诺。")
AFTER = "已补充三家单位的出资承诺函。"


def _lead(round_: Round) -> Actor:
    return round_.world.province.staff_of(round_.world.lead)


def _quoted(round_: Round, section: str = "A.4.1") -> OpinionDraft:
    """An opinion that quotes the first paragraph of a section."""
    kept = PlanRevision.objects.get(proposal__case=round_.case).sections.get(code=section)
    text = next(block["text"] for block in kept.blocks if block["kind"] == "paragraph")
    return OpinionDraft(section, "写明任务的负责单位。", quote=text[:12])


def _answer(round_: Round, opinion: Opinion, changed: Changed | None = None) -> Opinion:
    return answer_opinion(
        actor=_lead(round_), case=round_.case, seen=round_.case.version, opinion_id=opinion.pk,
        answer=AFTER, changed=changed,
    )  # fmt: skip


def _page(actor: Actor, round_: Round, number: int) -> str:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client.get(reverse("proposals:plan-section", args=[round_.case.number, number])).content.decode()


@pytest.mark.clause("5.2-1")
def test_an_opinion_stands_beside_the_passage_it_quotes(reading: Round) -> None:
    reading.hear_all(_quoted(reading), DEMAND).conclude("revise")
    first = PlanRevision.objects.get(proposal__case=reading.case)
    by_section = {note.section: note for note in opinion_notes(_lead(reading), first)}

    assert by_section["A.4.1"].block
    assert by_section["A.7.2"].block == ""

    page = _page(_lead(reading), reading, 1)
    assert page.count('class="passage"') == 1
    assert "写明任务的负责单位" in page and "补充出资承诺" in page


def test_before_the_conclusion_nobody_outside_reads_an_opinion_beside_the_plan(reading: Round) -> None:
    before = _page(_lead(reading), reading, 1)
    reading.hear_all(_quoted(reading))

    assert "写明任务的负责单位" not in _page(_lead(reading), reading, 1)
    assert 'class="passage"' not in before
    assert "写明任务的负责单位" in _page(reading.officer, reading, 1)


@pytest.mark.parametrize("part", ["lead", "member", "city_bureau", "officer"])
def test_no_name_of_an_expert_stands_beside_a_plan(reading: Round, part: str) -> None:
    names = [seat.expert.name for seat in reading.seats]
    reading.hear_all(_quoted(reading)).conclude("revise")

    page = _page(reading.world.actor(part), reading, 1)

    assert "写明任务的负责单位" in page
    assert not [name for name in names if name in page]


def test_the_answers_travel_with_the_revised_plan(reading: Round) -> None:
    reading.hear_all(_quoted(reading), DEMAND).conclude("revise")
    first, second = Opinion.objects.filter(case=reading.case)
    _answer(reading, first, Changed("A.7.2", "b0"))
    _answer(reading, second)
    reading.world.on_to("review")
    revised = PlanRevision.objects.get(proposal__case=reading.case, number=2)

    table = answers_annex(revised)[0]

    assert [row[0] for row in table.rows] == ["序号", "1", "2"]
    assert table.rows[1][3:] == (AFTER, "A.7.2 建设资金经费预算")
    assert table.rows[2][4] == "未修改，理由见答复"
    page = _page(reading.officer, reading, 2)
    assert "意见答复表" in page and AFTER in page
    assert plan_pdf(revised).startswith(b"%PDF")
    with ZipFile(BytesIO(plan_word(revised))) as word:
        text = word.read("word/document.xml").decode()
    assert "意见答复表" in text and AFTER in text
    assert not answers_annex(PlanRevision.objects.get(proposal__case=reading.case, number=1))


def test_the_hash_of_the_receipt_covers_the_answers(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")
    _answer(reading, Opinion.objects.get(case=reading.case))
    reading.world.on_to("review")
    revised = PlanRevision.objects.get(proposal__case=reading.case, number=2)
    assert content_sha256(revised) == revised.content_sha256

    OpinionAnswer.objects.update(text="另一种答复")

    assert content_sha256(revised) != revised.content_sha256


def test_a_section_that_the_outline_does_not_have_is_refused(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")

    with pytest.raises(Invalid, match="提纲没有这一节"):
        _answer(reading, Opinion.objects.get(case=reading.case), Changed("B.9"))


def test_an_answer_given_again_keeps_the_passage_named_before(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")
    opinion = Opinion.objects.get(case=reading.case)
    _answer(reading, opinion, Changed("A.7.2", "b1"))
    _answer(reading, opinion)

    kept = OpinionAnswer.objects.get()
    assert (kept.section, kept.block) == ("A.7.2", "b1")


def test_three_opinions_ask_the_database_as_often_as_one(reading: Round) -> None:
    reading.hear_all(DEMAND).conclude("revise")
    lead, asked = _lead(reading), []
    opinion = Opinion.objects.get(case=reading.case)
    for count in (1, 3):
        for number in range(Opinion.objects.count() + 1, count + 1):
            Opinion.objects.create(
                review=opinion.review, case=opinion.case, number=number, section="A.7.2", demand="再补充。",
                released_at=opinion.released_at,
            )  # fmt: skip
        revision = PlanRevision.objects.select_related("proposal__case").get()
        with CaptureQueriesContext(connection) as queries:
            assert len(list(opinion_notes(lead, revision))) == count
        asked.append(len(queries))
    assert asked[0] == asked[1]
